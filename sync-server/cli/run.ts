import { inspect } from 'node:util'
import { Misconfigured, readConfig } from '../config.ts'
import { commands } from './commands/commands.ts'
import { called } from './called.ts'
import { openDesk } from './desk.ts'
import { helpOf } from './help.ts'
import { isSaid, Misused } from './refused.ts'
import type { Terminal } from './terminal.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** One call of the command line, answered with its exit code. What goes wrong is a sentence on `terminal.err`. */
export async function run(args: readonly string[], env: Environment, terminal: Terminal): Promise<number> {
  try {
    return await obey(args, env, terminal)
  } catch (error) {
    terminal.err.write(`${isSaid(error) ? error.message : inspect(error)}\n`)
    return error instanceof Misused || error instanceof Misconfigured ? 2 : 1
  }
}

async function obey(args: readonly string[], env: Environment, terminal: Terminal): Promise<number> {
  const call = called(commands, args)
  if (call === 'help') {
    terminal.out.write(`${helpOf(commands)}\n`)
    return 0
  }
  const desk = openDesk(readConfig(env, []), { env, values: call.values, terminal })
  try {
    return (await call.command.run(desk)) ?? 0
  } finally {
    await desk.close()
  }
}
