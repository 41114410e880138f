import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Event } from '../../shared/kernel/message.ts'
import { manual, type Method } from '../../shared/routing/content.ts'
import { advance } from '../../shared/routing/advance.ts'
import { emptyPicture, type Picture } from '../../shared/routing/picture.ts'
import { openCore, type Core } from '../../sync-server/core.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import { boardPaint } from './board-paint.ts'
import { quantile, report, timed, type Figure } from './figures.ts'
import { moveStorm } from './move-storm.ts'
import { slaClocks } from './sla-clocks.ts'
import { yearOfCards } from './year-of-cards.ts'

const people = 500
const open = 10_000
const decisions = 5000
const rounds = 5
/** As many as wait when everybody has all they may. */
const waiting = 2000
const labels = ['french', 'returns', 'wholesale', 'technical']
const by = { kind: 'system', id: 'bench' } as const

type Bare = { readonly type: string } & Record<string, unknown>

/** A workspace of one inbox: five hundred people, ten thousand open conversations, and a queue behind them. */
function workspace(method: Method): { picture: Picture; hear(stream: string, fact: Bare): number } {
  const picture = emptyPicture()
  let seq = 0
  const hear = (stream: string, fact: Bare) => {
    seq++
    const event = {
      seq,
      stream,
      version: seq,
      recordedAt: seq * 10,
      fact: { at: seq * 10, by, cause: `c${seq}`, ...fact }
    }
    return advance(picture, event as unknown as Event).length
  }
  for (let i = 0; i < people; i++) {
    const skills = labels.filter((_, at) => (i >> at) % 2 === 0)
    hear(`agent/a${i}`, { type: 'agent.joined', name: `a${i}`, email: `a${i}@x.test`, role: 'agent' })
    hear(`agent/a${i}`, { type: 'agent.skills-set', skills })
    hear(`agent/a${i}`, { type: 'agent.limit-set', limit: (open - waiting) / people })
    hear('inbox/shop', { type: 'inbox.member-added', agent: `a${i}` })
  }
  hear('inbox/shop', { type: 'inbox.routing-set', policy: { ...manual, method } })
  for (let i = 0; i < open; i++) arrive(hear, i)
  return { picture, hear }
}

function arrive(hear: (stream: string, fact: Bare) => number, i: number): number {
  const stream = `conversation/c${i}`
  const made = hear(stream, { type: 'conversation.opened', inbox: 'shop', platform: 'whatsapp', contact: 'mia' })
  return made + (i % 3 === 0 ? hear(stream, { type: 'conversation.labelled', label: labels[i % labels.length] }) : 0)
}

/** Somebody resolves one, which is decided at once; another customer writes, and stands behind all who wait. */
function routed(method: Method): { took: number[]; text: string } {
  const { picture, hear } = workspace(method)
  const held = [...picture.conversations.values()].filter(one => one.promised !== null).map(one => one.id)
  const text = JSON.stringify([...picture.conversations.values()])
  let made = 0
  const took = Array.from({ length: decisions }, (_, i) => {
    const since = performance.now()
    made += hear(`conversation/${held[i]}`, { type: 'conversation.resolved' }) + arrive(hear, open + i)
    return performance.now() - since
  })
  if (made !== decisions) throw new Error(`${made} assignments of ${decisions}`)
  return { took, text }
}

/** The same decisions several times, each by its fastest: what else runs on the machine is not the router's time. */
function fastest(runs: readonly (readonly number[])[]): number[] {
  return (runs[0] ?? []).map((_, i) => Math.min(...runs.map(run => run[i] ?? Infinity)))
}

async function routing(method: Method): Promise<Figure[]> {
  const all = Array.from({ length: rounds }, () => routed(method))
  const took = fastest(all.map(one => one.took))
  const text = all[0]?.text ?? ''
  const parses: number[][] = []
  for (let round = 0; round < rounds; round++) parses.push(await timed(30, () => JSON.parse(text)))
  const parsed = fastest(parses)
  return [0.5, 0.99].map(share => ({
    what: `resolved, decided, and the next in the queue, ${method}, p${share * 100}`,
    when: `${people} people, ${open} open`,
    unit: 'ms',
    value: quantile(took, share),
    peer: { what: 'JSON.parse of those conversations', value: quantile(parsed, share) }
  }))
}

const figures: Figure[] = []
for (const method of ['round-robin', 'weighted', 'least-busy'] as const) figures.push(...(await routing(method)))
report('workflow', figures)
await onADatabase(async (core, directory) => {
  report('workflow: a storm of moves', await moveStorm(core, directory))
  report('workflow: a year of cards', await yearOfCards(core))
  report('workflow: clocks', await slaClocks(core))
})
report('workflow: the board', await boardPaint())

/** The server's own actors and database, on the disk, and without a door. */
async function onADatabase(measure: (core: Core, directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'daybook-bench-'))
  try {
    const core = await openCore(await openDatabase(directory), pino({ level: 'silent' }), { dataDir: directory })
    await measure(core, directory)
    await core.close()
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
