import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { Misused } from './refused.ts'

export type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>

/** Which command was meant, and with what. @throws Misused for what no command or option is. */
export function called(
  commands: readonly Command[],
  args: readonly string[]
): 'help' | { readonly command: Command; readonly values: Values } {
  const firstOption = args.findIndex(arg => arg.startsWith('-'))
  const words = args.slice(0, firstOption === -1 ? args.length : firstOption)
  const name = words.join(' ')
  if (name === 'help' || args.includes('--help') || args.length === 0) return 'help'
  const command = commands.find(one => one.name === name)
  if (!command) throw new Misused(`Daybook does not know the command "${name}". See: npm run daybook -- help`)
  try {
    const options = { ...command.options, json: { type: 'boolean' } as const }
    return { command, values: parseArgs({ args: args.slice(words.length), options }).values }
  } catch (error) {
    throw new Misused(`${name}: ${(error as Error).message}`)
  }
}
