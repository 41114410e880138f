import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnyCommand } from '../../shared/catalog.ts'
import { templates } from '../../shared/workflow/templates.ts'
import { rankAt } from '../../shared/workflow/rank.ts'
import type { Core } from '../../sync-server/core.ts'
import { tenant, told } from './customers.ts'
import { median, quantile, timed, type Figure } from './figures.ts'

const many = 1000
const rounds = 3
/** A move with its stamps, as it is stored. */
const moveBytes = 400

type Storm = { readonly perSecond: number; readonly latencies: readonly number[] }

/**
 * A thousand cards that are all moved at the same moment: those of one board one after the other, for each is judged
 * on the stages as the one before left them, and each durable before it is answered. Beside it the bare disk, one
 * write after the other, and the same cards on ten boards, which wait for nobody of another's.
 */
export async function moveStorm({ actors, cards }: Core, directory: string): Promise<Figure[]> {
  const boards = Array.from({ length: 10 }, (_, n) => `storm-${n}`)
  for (const workflow of ['storm', ...boards]) await found(actors, workflow)
  const together = await placed(actors, Array(many).fill('storm'))
  const apart = await placed(
    actors,
    Array.from({ length: many }, (_, n) => boards[n % boards.length] ?? '')
  )
  const file = await open(join(directory, 'bare'), 'a')
  const sync = async () => {
    await file.write('x'.repeat(moveBytes))
    await file.datasync()
  }
  const ours: Storm[] = []
  const ten: Storm[] = []
  const bare: number[] = []
  for (let round = 0; round < rounds; round++) {
    bare.push(...(await timed(many / 2, sync)))
    ours.push(await storm(actors, together, round))
    bare.push(...(await timed(many / 2, sync)))
    ten.push(await storm(actors, apart, round))
  }
  await file.close()
  const stage = stageIn(rounds)
  const there = [...(await cards.board(tenant, 'storm')).values()].filter(at => at === stage).length
  if (there !== many) throw new Error(`${there} of ${many} cards are where they were moved to`)

  const disk = { what: 'write + fdatasync, one after the other', value: 1000 / median(bare) }
  const rate = (storms: readonly Storm[]) => median(storms.map(one => one.perSecond))
  const late = (storms: readonly Storm[], share: number) =>
    quantile(
      storms.flatMap(one => one.latencies),
      share
    )
  const when = `${many} at once, one board`
  const spread = `${many} at once, ten boards`
  const whole = { what: 'as many writes + fdatasync', value: many * median(bare) }
  return [
    { what: 'moves', when, unit: '/s', value: rate(ours), peer: disk },
    { what: 'moves', when: spread, unit: '/s', value: rate(ten), peer: disk },
    { what: 'pressed to durable, p50', when, unit: 'ms', value: late(ours, 0.5) },
    { what: 'the last one durable', when, unit: 'ms', value: late(ours, 1), peer: whole },
    { what: 'the last one durable', when: spread, unit: 'ms', value: late(ten, 1), peer: whole }
  ]
}

const stageIn = (round: number) => (round % 2 === 0 ? 'new' : 'working')

async function storm(actors: Core['actors'], all: readonly Placed[], round: number): Promise<Storm> {
  const [from, to] = [stageIn(round), stageIn(round + 1)]
  const start = performance.now()
  const latencies = await Promise.all(
    all.map(async ({ card, workflow }) => {
      const move = { type: 'card.move', id: randomUUID(), at: Date.now(), card, workflow, from, to, rank: 'm' } as const
      await told(actors, move)
      return performance.now() - start
    })
  )
  return { perSecond: (all.length / (performance.now() - start)) * 1000, latencies }
}

type Placed = { readonly card: string; readonly workflow: string }

async function found(actors: Core['actors'], workflow: string): Promise<void> {
  const plan = templates.find(one => one.id === 'simple')!.plan
  const base = { id: randomUUID(), at: Date.now(), workflow }
  await told(actors, { ...base, type: 'workflow.publish', onVersion: 0, plan, moved: [] })
}

/** Each of a customer of its own. */
async function placed(actors: Core['actors'], workflows: readonly string[]): Promise<Placed[]> {
  return Promise.all(
    workflows.map(async workflow => {
      const [card, contact] = [randomUUID(), randomUUID()]
      const base = { at: Date.now() }
      const handles = [{ platform: 'whatsapp', kind: 'phone', value: contact }]
      const meet = { ...base, id: randomUUID(), type: 'contact.meet', contact, inbox: 'storm', handles, name: null }
      await told(actors, meet as AnyCommand)
      const of = { kind: 'contact', contact } as const
      const rank = rankAt(Date.now())
      const place = { ...base, id: randomUUID(), type: 'card.place', card, workflow, of, title: null } as const
      await told(actors, { ...place, stage: null, rank })
      return { card, workflow }
    })
  )
}
