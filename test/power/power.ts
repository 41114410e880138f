import { fork, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { child } from '../support/child.ts'
import { chance } from './chance.ts'
import type { Cure } from './cures.ts'
import { cutPower } from './cut.ts'
import { Disk } from './disk.ts'
import type { Inspection } from './inspect.ts'
import { readJournal, type Note, type Op } from './journal.ts'

export type Cut = { readonly number: number; readonly at: number }
export type Verdict = Cut & { readonly faults: readonly string[] }

/** A long run goes on beside other work, and waits. */
const opensWithinMs = process.env['COUNT'] === undefined ? 60_000 : 600_000
// What is rebuilt is thrown away at once: in memory where there is such a place.
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

const preload = (file: string) => ['--import', new URL(file, import.meta.url).href]

/** What a life did to its files, and the journal of it: kept, it can be cut again in the same places. */
export type Life = { readonly ops: readonly Op[]; readonly journal: string }

/** Lives a seeded life under the recorder, with all cures or `without` one. */
export async function recordLife(seed: number, rounds: number, without?: Cure): Promise<Life> {
  const place = mkdtempSync(join(scratch, 'daybook-life-'))
  const recorded = join(place, 'disk')
  const journal = join(tmpdir(), `${basename(place)}.journal`)
  mkdirSync(recorded)
  const hooks = [...preload('recorder.ts'), ...(without ? preload('take-out.ts') : [])]
  const env = { JOURNAL: journal, RECORDED: recorded, WITHOUT: without ?? '' }
  const args = [join(recorded, 'data'), `${seed}`, `${rounds}`]
  const { code, errors } = await child('power/workload.ts', args, hooks, env).ended()
  rmSync(place, { recursive: true })
  if (code !== 0) throw new Error(`the recorded life ended with ${code}: ${errors}`)
  return { ops: readJournal(journal), journal }
}

/** Where to cut: mostly beside what promises something or moves something, and some anywhere. In the order of the journal. */
export function chooseCuts(ops: readonly Op[], count: number, seed: number): readonly Cut[] {
  const fate = chance(seed)
  const promises = ops.flatMap(({ kind }, at) => (['sync', 'rename', 'note'].includes(kind) ? [at] : []))
  const firstNote = ops.findIndex(({ kind }) => kind === 'note')
  const afterFirst = promises.filter(at => at >= firstNote)
  const cuts = Array.from({ length: count }, (_, number): Cut => {
    const born = fate.happens(0.9)
    const beside = fate.oneOf(born ? afterFirst : promises) + fate.below(4) - 1
    const anywhere = born ? firstNote + fate.below(ops.length - firstNote) : fate.below(ops.length)
    return { number, at: Math.max(0, fate.happens(0.7) ? beside : anywhere) }
  })
  return cuts.toSorted((a, b) => a.at - b.at)
}

/** Cuts the power at each of these places, starts again on what is left, and hands on what was wrong with it. */
export async function inspectCuts(
  ops: readonly Op[],
  cuts: readonly Cut[],
  seed: number,
  heard: (verdict: Verdict) => void
): Promise<void> {
  const disk = new Disk()
  const notes: Note[] = []
  const inspector = openInspector()
  let done = 0
  for (const cut of cuts) {
    for (; done < cut.at; done++) {
      const op = ops[done]
      if (op?.kind === 'note') notes.push(op.note)
      else if (op) disk.apply(op)
    }
    const left = mkdtempSync(join(scratch, 'daybook-cut-'))
    cutPower(disk, chance(seed * 1_000_003 + cut.number), left)
    heard({ ...cut, faults: await inspector.inspect({ directory: join(left, 'data'), notes }) })
    rmSync(left, { recursive: true })
  }
  inspector.end()
}

/** One process inspects many directories; one that does not answer any more is replaced. */
function openInspector() {
  let process: ChildProcess | undefined
  const end = () => {
    process?.kill('SIGKILL')
    process = undefined
  }
  const inspect = (inspection: Inspection) =>
    new Promise<readonly string[]>(resolve => {
      const inspecting = (process ??= fork(fileURLToPath(new URL('inspect.ts', import.meta.url)), { stdio: 'ignore' }))
      const giveUp = (fault: string) => {
        end()
        answer([fault])
      }
      const hung = setTimeout(() => giveUp(`it does not open within ${opensWithinMs / 60_000} minutes`), opensWithinMs)
      const died = (code: number | null) => giveUp(`it does not open: the process ended with ${code}`)
      const answer = (faults: readonly string[]) => {
        clearTimeout(hung)
        inspecting.off('exit', died).off('message', answer)
        resolve(faults)
      }
      inspecting.once('exit', died).once('message', answer)
      inspecting.send(inspection)
    })
  return { inspect, end }
}
