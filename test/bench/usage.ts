import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Usage = { readonly cpuMs: number; readonly bytes: number }

/** How to start a process so that it tells its CPU time and memory, on any system, and how to read them. */
export function usage(): { readonly env: Readonly<Record<string, string>>; readonly now: () => Usage } {
  const directory = mkdtempSync(join(tmpdir(), 'daybook-bench-usage-'))
  const file = join(directory, 'usage.json')
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
  const preload = new URL('usage-preload.ts', import.meta.url).href
  return {
    env: { NODE_OPTIONS: `--import=${preload}`, BENCH_USAGE: file },
    now: () => JSON.parse(readFileSync(file, 'utf8')) as Usage
  }
}
