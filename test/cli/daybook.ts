import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, inject } from 'vitest'
import { run } from '../../sync-server/cli/run.ts'
import { asThisRuns } from '../support/for-seconds.ts'
import { surroundings } from '../support/surroundings.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** `err` is what it complained of: on a busy machine long work also says now and then how far it is. */
export type Run = { readonly code: number | null; readonly out: string; readonly err: string }

/** The command line as it is called, without a process of its own: to start one takes longer than most commands. */
export async function daybook(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Run> {
  const [out, err] = [heard(), heard()]
  const code = await run(args, surroundings(env), { in: Readable.from(['\n']), out: out.ear, err: err.ear })
  return { code, out: out.text(), err: err.text().replaceAll(progressLines, '') }
}

function heard() {
  let text = ''
  const ear = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      text += chunk.toString()
      done()
    }
  })
  return { ear, text: () => text }
}

/** The same, as it is started at a terminal. */
export function daybookProcess(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [...asThisRuns, 'sync-server/cli/daybook.ts', ...args], {
    cwd: root,
    env: surroundings(env)
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (text: Buffer) => (out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (err += text.toString()))
  child.stdin.end('\n')
  return new Promise(resolve =>
    child.once('close', code => resolve({ code, out, err: err.replaceAll(progressLines, '') }))
  )
}

const progressLines = /^[a-z]+: [\d,]+(?: of [\d,]+, \d+ %)?\n/gm

/** What it said with `--json`. */
export function itemsOf({ out }: Run): Record<string, unknown>[] {
  return out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)
}

/** Directories that are gone after the file's tests. */
export function scratch(): { empty(): string; copyOf(directory: string): string } {
  const made: string[] = []
  afterAll(() => {
    for (const directory of made) rmSync(directory, { recursive: true, force: true })
  })
  const empty = () => {
    const directory = mkdtempSync(join(tmpdir(), 'daybook-test-'))
    made.push(directory)
    return directory
  }
  return {
    empty,
    copyOf(directory) {
      const copy = empty()
      cpSync(directory, copy, { recursive: true })
      return copy
    }
  }
}

/** The data of a server that made the sample workspace and was stopped. */
export function sampleData(into: string): void {
  cpSync(inject('sampleTemplate') ?? '', into, { recursive: true })
}
