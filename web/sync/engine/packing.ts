import type { StreamId } from '../../../shared/kernel/message.ts'
import type { Pack, PackedRows, PackedStream } from '../../log/db.ts'
import { packOrder } from '../../log/pack-order.ts'
import { heldFrom } from './held.ts'
import { putRows } from './put-rows.ts'
import { placed, type DrawnRow } from './redraw.ts'
import { between, getEach, inParts, packsOf, put, remove, type Script } from './script.ts'
import { enqueueStreams, hasWords } from './words-queue.ts'

/** So many events at most, or one stream: taking one out writes the rest of its pack anew. */
export const packSize = 40

/** With all that lies in them: some thousand events. */
const readAtOnce = 50

/** Streams of which nothing else is held, and what they show. Inside a transaction. */
export function* putPacks(
  generation: number,
  packs: readonly (readonly PackedStream[])[],
  drawn: readonly DrawnRow[]
): Script<void> {
  const shown = new Map(drawn.flatMap(({ stream, row }) => (row ? [[stream, { stream, row }] as const] : [])))
  const named = packs.flatMap(held => (held[0] ? [{ generation, first: held[0].stream, held }] : []))
  yield* put(
    'packs',
    named.map(({ held, ...name }): Pack => {
      const isWorded = held.some(({ events }) => events.some(hasWords))
      return { ...name, ...contentOf(held), ...(isWorded && { unread: 1 }) }
    })
  )
  yield* put(
    'packedRows',
    named.map(({ held, ...name }) => ({ ...name, ...shownOf(held.flatMap(({ stream }) => shown.get(stream) ?? [])) }))
  )
}

/** What packs hold of these streams becomes rows of their own, before anything is written to them. Inside a transaction. */
export function* takeOut(streams: readonly StreamId[]): Script<void> {
  for (const { pack, held, rows } of yield* liftOut(streams)) {
    yield* put(
      'streams',
      held.map(one => heldFrom(pack, one))
    )
    yield* put(
      'events',
      held.flatMap(({ events }) => events)
    )
    if (pack.unread) yield* enqueueStreams(held)
    yield* putRows(rows.flatMap(({ stream, row }) => placed(stream, row) ?? []))
  }
}

type Lifted = { readonly pack: Pack; readonly held: readonly PackedStream[]; readonly rows: PackedRows['rows'] }

/** Gives what packs held of these streams, and keeps it there no longer. Inside a transaction. */
export function* liftOut(streams: readonly StreamId[]): Script<Lifted[]> {
  const out = new Set(streams)
  const isOut = ({ stream }: { readonly stream: StreamId }) => out.has(stream)
  const isLeft = ({ stream }: { readonly stream: StreamId }) => !out.has(stream)
  const packs = yield* packsOf(streams)
  const shown = yield* getEach('packedRows', packs.map(keyOf))
  const whole = packs.map((pack, at) => ({ pack, held: pack.held, rows: shown[at]?.rows ?? [] }))
  const smaller = whole.filter(({ held }) => held.some(isLeft))
  yield* removePacks(packs.filter(({ held }) => held.every(isOut)))
  yield* put(
    'packs',
    smaller.map(({ pack, held }) => ({ ...pack, ...contentOf(held.filter(isLeft)) }))
  )
  yield* put(
    'packedRows',
    smaller.map(({ pack: { generation, first }, rows }) => ({ generation, first, ...shownOf(rows.filter(isLeft)) }))
  )
  return whole.map(({ pack, held, rows }) => ({ pack, held: held.filter(isOut), rows: rows.filter(isOut) }))
}

export function* removePacks(packs: readonly PackName[]): Script<void> {
  const keys = packs.map(keyOf)
  yield* remove('packs', keys)
  yield* remove('packedRows', keys)
}

export type PackName = Pick<Pack, 'generation' | 'first' | 'streams'>

/** What an older snapshot brought and no newer one has brought again. */
export function packsBefore(now: number): Script<PackName[]> {
  return inParts(
    'packs',
    [
      [0, ''],
      [now, '']
    ],
    readAtOnce,
    ({ generation, first, streams }) => {
      return { generation, first, streams }
    }
  )
}

export function* isAnyBefore(generation: number): Script<boolean> {
  return (yield* between('packs', [0, ''], [generation, ''], 1)).length > 0
}

function keyOf({ generation, first }: Pick<Pack, 'generation' | 'first'>): [number, string] {
  return [generation, first]
}

function shownOf(rows: PackedRows['rows']): Pick<PackedRows, 'order' | 'rows'> {
  return { order: packOrder(rows), rows }
}

function contentOf(held: readonly PackedStream[]): Pick<Pack, 'streams' | 'causes' | 'held'> {
  const causes = held.flatMap(({ events }) => events.map(({ fact }) => fact.cause))
  return { streams: held.map(({ stream }) => stream), causes: [...new Set(causes)], held }
}
