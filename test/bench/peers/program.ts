import { spawn, type ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as after } from 'node:timers/promises'
import { usage, type Usage } from '../usage.ts'

/** A server in a process of its own, on a directory and a port it keeps. */
export type Program = {
  /** The first line it printed. */
  readonly greeting: string
  readonly used: Usage
  kill(): Promise<void>
  start(): Promise<void>
}

const startWithinMs = 60_000

export async function program(file: string, port: number, env: Readonly<Record<string, string>>): Promise<Program> {
  const { env: watched, now } = usage()
  let child: ChildProcess | undefined
  let greeting = ''
  const start = async () => {
    const started = spawn(process.execPath, [file], { stdio: 'pipe', env: { ...process.env, ...env, ...watched } })
    child = started
    let errors = ''
    started.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)))
    greeting = await new Promise<string>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`it did not start:\n${errors}`)), startWithinMs)
      createInterface({ input: started.stdout }).once('line', line => {
        clearTimeout(late)
        resolve(line)
      })
      started.on('error', reject)
      started.on('close', code => reject(new Error(`it ended with ${code}:\n${errors}`)))
    })
    while (!(await isListening(port))) {
      if (started.exitCode !== null) throw new Error(`it ended with ${started.exitCode}:\n${errors}`)
      await after(20)
    }
  }
  await start()
  return {
    get greeting() {
      return greeting
    },
    get used() {
      return now()
    },
    start,
    async kill() {
      const dying = child
      if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
      await new Promise(resolve => dying.once('exit', resolve) && dying.kill('SIGKILL'))
    }
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    const told = (does: boolean) => {
      socket.destroy()
      resolve(does)
    }
    socket.on('connect', () => told(true)).on('error', () => told(false))
  })
}
