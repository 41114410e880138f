import { Misconfigured, readConfig } from '../config.ts'
import { DirectoryRefused } from '../db/lock.ts'
import { DatabaseRefused } from '../db/postgres-lock.ts'
import { UnsafeDatabase } from '../db/safety.ts'
import { commands } from './commands/commands.ts'
import { called } from './called.ts'
import { openDesk } from './desk.ts'
import { helpOf } from './help.ts'
import { Misused, Refused } from './refused.ts'

async function run(args: readonly string[]): Promise<number> {
  const call = called(commands, args)
  if (call === 'help') {
    console.log(helpOf(commands))
    return 0
  }
  const desk = openDesk(readConfig(process.env, []), process.env, call.values)
  try {
    return (await call.command.run(desk)) ?? 0
  } finally {
    await desk.close()
  }
}

// `daybook export | head` closes the pipe early: that is the reader's good right, and no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const told = [Misused, Refused, Misconfigured, DirectoryRefused, DatabaseRefused, UnsafeDatabase].some(
    kind => error instanceof kind
  )
  console.error(told ? (error as Error).message : error)
  process.exitCode = error instanceof Misused || error instanceof Misconfigured ? 2 : 1
}
