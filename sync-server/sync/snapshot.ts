import { dayMs } from '../../shared/kernel/day.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import type { ContactLinks } from '../contacts/links.ts'
import type { Threads } from '../conversations/threads.ts'
import type { Cards } from '../workflow/cards.ts'
import type { Workspace } from '../identity/roster.ts'
import type { Streams } from '../log/read.ts'
import type { States } from '../log/states.ts'
import { carryOf, endAt, snapshotParts, streamText, type SnapshotPart } from './engine/snapshot-frames.ts'
import type { Viewer } from './engine/viewer.ts'

/** A longer stream starts in its middle, with a carry; the rest is asked for with `need`. */
const longestStream = 100
const resolvedWithinMs = 30 * dayMs
const closedWithinMs = 30 * dayMs
/** Streams are read so many at a time: one client's snapshot must not hold up the others' commands. */
const readAtOnce = 256
/** What a screen is drawn from first is there sooner. */
const readFirst = 64

export type SnapshotDeps = {
  readonly streams: Streams
  readonly states: Pick<States, 'upTo'>
  readonly threads: Threads
  readonly cards: Pick<Cards, 'hot'>
  readonly links: Pick<ContactLinks, 'linkedWith'>
}

/**
 * The frames of a snapshot as the workspace was at `seq` (S1, S2): first what all of it share, then the hot
 * conversations with their contacts, the agent's own before the newest, then the cards. What came after `seq` is left
 * out: it follows as events.
 */
export async function* snapshotFrames(
  { streams, states, threads, cards, links }: SnapshotDeps,
  workspace: Workspace,
  viewer: Viewer,
  { seq, fingerprint }: { readonly seq: number; readonly fingerprint: string },
  now: number
): AsyncGenerator<SnapshotPart> {
  const rows = await threads.hot(workspace.tenant, viewer.agent, now - resolvedWithinMs)
  const seen = rows.filter(row => viewer.sees(`inbox:${row.inbox}`))
  const ids = new Set<StreamId>(workspace.streams)
  const people = new Set<string>()
  for (const { conversation, contact } of seen) {
    people.add(contact)
    ids.add(`conversation/${conversation}`).add(`contact/${contact}`)
  }
  for (const { card, inbox, contact } of await cards.hot(workspace.tenant, now - closedWithinMs)) {
    if (!viewer.sees(`inbox:${inbox}`)) continue
    people.add(contact)
    ids.add(`card/${card}`).add(`contact/${contact}`)
  }
  // The other parts of the same people, who may have been silent for long.
  for (const contact of await links.linkedWith(workspace.tenant, [...people])) ids.add(`contact/${contact}`)

  const parts = snapshotParts(seq, fingerprint)
  const read = (id: StreamId) => streamAt({ streams, states }, workspace.tenant, id, seq, viewer)
  for await (const texts of aheadOfEach(few([...ids]), some => Promise.all(some.map(read)))) {
    for (const text of texts) {
      const full = text === null ? null : parts.add(text)
      if (full) yield full
    }
  }
  yield parts.rest()
}

function* few<T>(all: readonly T[]): Generator<readonly T[]> {
  yield all.slice(0, readFirst)
  for (let from = readFirst; from < all.length; from += readAtOnce) yield all.slice(from, from + readAtOnce)
}

/** While one is made of what was read, the database's thread has the next one in hand. */
async function* aheadOfEach<T, R>(all: Iterator<T>, read: (one: T) => Promise<R>): AsyncGenerator<R> {
  const begin = () => {
    const { value, done } = all.next() as IteratorResult<T, undefined>
    const reading = done ? null : read(value)
    // Who asks no more hears of no failure.
    reading?.catch(() => undefined)
    return reading
  }
  for (let [now, next] = [begin(), begin()]; now; [now, next] = [next, begin()]) yield await now
}

/** `null`: there was no such stream yet, or not for this viewer. */
async function streamAt(
  { streams, states }: Pick<SnapshotDeps, 'streams' | 'states'>,
  tenant: string,
  stream: StreamId,
  seq: number,
  viewer: Viewer
): Promise<string | null> {
  let recent = await streams.last(tenant, stream, longestStream)
  for (let first = recent[0]; first && first.seq > seq && first.version > 1; first = recent[0]) {
    recent = (await streams.before(tenant, stream, first.version, longestStream)).events
  }
  const events = endAt(recent, seq, viewer)
  const from = events[0]?.version
  if (from === undefined) return null
  const before = from === 1 ? null : await states.upTo(tenant, stream, from - 1)
  return streamText(stream, events, before && carryOf(stream, before))
}
