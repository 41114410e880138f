import { spawn, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { asThisRuns } from './for-seconds.ts'
import { surroundings } from './surroundings.ts'

/** The password of the sample sign-ins of every server a test starts. */
export const samplePassword = 'a-password-for-tests'

export type RunningServer = {
  readonly url: string
  readonly port: number
  readonly dataDir: string
  /** Everything it has printed since the test began, over all restarts. */
  readonly output: string
  /** Sends the signal and waits for the end. Answers the exit code, `null` when the signal ended it. */
  kill(signal?: NodeJS.Signals): Promise<number | null>
  /** Starts it again on the same directory and port; kills it first when it runs. */
  restart(): Promise<void>
  /** Ends it and removes the directory if this call had made it. */
  stop(): Promise<void>
}

export type ServerOptions = {
  readonly dataDir?: string
  /** A data directory to start on a copy of; by default the flows' sample workspace, `null` for an empty directory. */
  readonly template?: string | null
  readonly port?: number
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const root = fileURLToPath(new URL('../..', import.meta.url))
/** A first start makes a database: two seconds alone, a minute on a machine that ten others use. */
const startWithinMs = 180_000

/** The real server, as a process of its own, so that it can be killed like one. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const port = options.port ?? (await freePort())
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'daybook-test-')))
  const template = options.template === undefined ? templateFor(options) : options.template
  if (template !== null) await cp(template, dataDir, { recursive: true })
  const url = `http://127.0.0.1:${port}`
  let output = ''
  let child: ChildProcess | undefined

  const start = async () => {
    child = launch({ ...options, port, dataDir })
    child.stdout?.on('data', (text: Buffer) => (output += text.toString()))
    child.stderr?.on('data', (text: Buffer) => (output += text.toString()))
    const printed = output.length
    await healthy(url, child, () => output.slice(printed))
  }
  const kill = (signal: NodeJS.Signals = 'SIGKILL') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child?.exitCode ?? null)
    const dying = child
    return new Promise<number | null>(resolve => {
      dying.once('exit', code => resolve(code))
      dying.kill(signal)
    })
  }
  await start()
  return {
    url,
    port,
    dataDir,
    get output() {
      return output
    },
    kill,
    async restart() {
      await kill()
      await start()
    },
    async stop() {
      await kill()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    }
  }
}

/** What an empty server printed for whoever started it. */
export function foundingKeyOf({ output }: RunningServer): string {
  return (
    output
      .match(/Begin here .*#([\w-]+)/g)
      ?.at(-1)
      ?.split('#')[1] ?? ''
  )
}

function templateFor({ dataDir, args }: ServerOptions): string | null {
  return dataDir === undefined && args === undefined ? (inject('sampleTemplate') ?? null) : null
}

/** A run that is expected to end by itself: what it printed, and its exit code. */
export async function runServer(options: ServerOptions & { readonly port: number; readonly dataDir: string }) {
  const child = launch(options)
  let output = ''
  child.stdout?.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr?.on('data', (text: Buffer) => (output += text.toString()))
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  return { code, output }
}

/** Below the ports that systems give to outgoing connections: one of those may be taken before, or while, a server is down. */
const ports = { from: 20_000, below: 32_000 }

/** A port nobody listens on, for a server that must be found again where it was. */
export async function freePort(): Promise<number> {
  const port = randomInt(ports.from, ports.below)
  const server = createServer()
  const free = await new Promise<boolean>(resolve => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
  if (!free) return freePort()
  await new Promise(resolve => server.close(resolve))
  return port
}

/** Only starts it; for whoever wants to kill it before it is ready. */
export function launch(options: ServerOptions & { readonly port: number; readonly dataDir: string }): ChildProcess {
  return spawn(process.execPath, [...asThisRuns, 'sync-server/main.ts', ...(options.args ?? [])], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: surroundings({
      HOST: '127.0.0.1',
      PORT: String(options.port),
      DATA_DIR: options.dataDir,
      DEMO_PASSWORD: samplePassword,
      ...options.env
    })
  })
}

async function healthy(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const giveUpAt = Date.now() + startWithinMs
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}:\n${output()}`)
    }
    const answer = await fetch(`${url}/healthz`).catch(() => null)
    if (answer?.ok && output().includes('Daybook is ready')) return
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  child.kill('SIGKILL')
  throw new Error(`the server was not healthy within ${startWithinMs / 1000} s:\n${output()}`)
}
