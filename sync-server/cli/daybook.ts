import { run } from './run.ts'

// `daybook export | head` closes the pipe early: that is the reader's good right, and no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const { stdin, stdout, stderr } = process
process.exitCode = await run(process.argv.slice(2), process.env, { in: stdin, out: stdout, err: stderr })
