import { createHash } from 'node:crypto'
import { deciders, type AnyDecider, type AnyFact, type StreamKind } from '../../shared/catalog.ts'
import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Query, Sql } from '../db/sql.ts'
import type { Log } from '../log/log.ts'
import type { Recorded } from '../log/recorded.ts'
import { comparison, type Comparison, type Difference } from './comparison.ts'
import { liveRows, putIn } from './live-rows.ts'
import type { Projection } from './projection.ts'

export type Rebuilt = {
  readonly table: string
  /** What the log says. */
  readonly rows: number
  /** Rows of which the log does not speak, in a table that may have such. */
  readonly more: number
  readonly differences: readonly Difference[]
}

export type RebuildOptions = {
  /** Puts what was drawn in place of what differs. */
  readonly replace?: boolean
  readonly progress?: (events: number, of: number) => void
  /** So many aggregates' states are in memory at once; a workspace that has more is read more than once. */
  readonly streamsAtOnce?: number
}

type Source = { readonly sql: Sql; readonly log: Pick<Log, 'follow'> }

const eventsAtOnce = 1000
const pagesAhead = 3

/** Draws every projection of a tenant from the first event on, beside the live one, and compares them row by row. */
export async function rebuildTenant(
  { sql, log }: Source,
  projections: readonly Projection[],
  tenant: string,
  options: RebuildOptions = {}
): Promise<{ readonly events: number; readonly tables: readonly Rebuilt[] }> {
  const { streamsAtOnce = 20_000, replace = false, progress = () => {} } = options
  const { query } = sql.of(tenant)
  const [counted] = await query<{ n: number }>('select count(*) as n from head where tenant = $1', [tenant])
  const parts = Math.max(1, Math.ceil((counted?.n ?? 0) / streamsAtOnce))
  const tables = projections.map(({ table }) => ({ table, rows: 0, more: 0, differences: [] as Difference[] }))
  let events = 0
  for (let part = 0; part < parts; part++) {
    const isInPart = (name: string) => parts === 1 || partOf(name, parts) === part
    const compared: Comparison[] = []
    for (const one of projections) {
      // In this order: a row may be ahead of the position that was read before it, never behind it.
      const position = await positionOf(query, tenant, one.follower)
      compared.push(comparison(one, await liveRows(query, tenant, one, isInPart), position, isInPart))
    }
    const pass = passOver(log, tenant, compared, isInPart)
    events += await pass.toHead((seq, head) => progress(events + seq, head * parts))
    for (const [at, one] of compared.entries()) {
      const sum = tables[at]!
      sum.differences.push(...one.differences())
      sum.rows += one.rows
      sum.more += one.more
    }
    if (replace) await replaceAll(query, tenant, compared, pass)
  }
  return { events, tables }
}

/** Whoever draws live may have done so on something newer meanwhile: what changed again is written again. */
async function replaceAll(query: Query, tenant: string, compared: readonly Comparison[], pass: Pass): Promise<void> {
  for (let written = -1; written !== 0;) {
    written = 0
    for (const one of compared) {
      const corrections = one.corrections()
      await putIn(query, tenant, one.projection, corrections)
      written += corrections.length
    }
    await pass.toHead()
  }
}

type Pass = {
  /** Takes every event up to the log's head as it is now. */
  toHead(progress?: (seq: number, head: number) => void): Promise<number>
}

/** Folds the log once, in the order of `seq`. */
function passOver(
  { follow }: Source['log'],
  tenant: string,
  compared: readonly Comparison[],
  isInPart: (part: string) => boolean
): Pass {
  const states = new Map<StreamId, unknown>()
  const byKind = Map.groupBy(compared, one => one.projection.from)
  let seq = 0

  function take(event: Recorded): void {
    const kind = streamKind(event.stream) as StreamKind
    const interested = byKind.get(kind)
    if (!interested) return
    const state = isInPart(streamKey(event.stream)) ? evolved(kind, event) : undefined
    for (const one of interested) one.take(event, state)
  }
  function evolved(kind: StreamKind, { stream, fact }: Recorded): unknown {
    const { initial, evolve }: AnyDecider = deciders[kind]
    const state = evolve(states.get(stream) ?? initial, fact as AnyFact)
    states.set(stream, state)
    return state
  }

  return {
    async toHead(progress = () => {}) {
      const head = await follow.head(tenant)
      for await (const events of pagesOf(follow, tenant, seq, head)) {
        for (const event of events) take(event)
        seq = events.at(-1)?.seq ?? seq
        progress(seq, head)
      }
      return seq
    }
  }
}

/** Pages are read while the one in hand is folded: the database has a thread of its own. No `seq` is missing, so where they begin is known. */
async function* pagesOf(
  { since }: Log['follow'],
  tenant: string,
  from: number,
  head: number
): AsyncGenerator<readonly Recorded[]> {
  const coming: Promise<readonly Recorded[]>[] = []
  let asked = from
  const askForMore = () => {
    for (; coming.length < pagesAhead && asked < head; asked += eventsAtOnce) {
      const reading = since(tenant, asked, eventsAtOnce)
      // It is awaited below, unless whoever folds gives up before.
      reading.catch(() => undefined)
      coming.push(reading)
    }
  }
  for (askForMore(); coming.length > 0; askForMore()) {
    const events = await coming.shift()!
    if (events.length === 0) throw new Error(`the log of ${tenant} ends before ${head}`)
    yield events
  }
}

async function positionOf(query: Query, tenant: string, follower: string): Promise<number | undefined> {
  const [place] = await query<{ seq: number }>('select seq from follower where tenant = $1 and name = $2', [
    tenant,
    follower
  ])
  return place?.seq
}

function partOf(name: string, parts: number): number {
  return createHash('sha1').update(name).digest().readUInt32LE(0) % parts
}
