import { deciders, erasedBy, type AnyDecider, type AnyFact, type StreamKind } from '../../shared/catalog.ts'
import type { Remembered } from '../../shared/kernel/handle.ts'
import { streamKind, type StreamId } from '../../shared/kernel/message.ts'
import { personalIn } from '../../shared/personal.ts'
import type { Carries, Carry } from './carries.ts'
import type { ColdDays } from './cold.ts'
import type { Streams } from './read.ts'
import type { Recorded } from './recorded.ts'

/** A stream up to a version: the state that was carried to somewhere in it, `undefined` at its beginning, and what came then. */
export type Carried = {
  readonly version: number
  readonly state: unknown
  readonly events: readonly Recorded[]
  /** May there be words about a person in `state`? */
  readonly personal: boolean
}

/** What aggregates are, folded from as few events as possible: none of a day that left the database, if that can be. */
export type States = {
  /** The aggregate as it is now. */
  newest(tenant: string, stream: StreamId): Promise<Remembered<unknown>>
  /** The aggregate as it was at this version. */
  at(tenant: string, stream: StreamId, version: number): Promise<unknown>
  /** What there is to fold up to this version. */
  upTo(tenant: string, stream: StreamId, version: number): Promise<Carried>
  /** Keeps what these streams were at these versions, for all who fold them from now on. */
  carry(tenant: string, ends: readonly { readonly stream: StreamId; readonly version: number }[]): Promise<void>
}

export function states(
  streams: Pick<Streams, 'between'>,
  kept: Carries,
  cold: ColdDays,
  report: (error: unknown) => void
): States {
  async function upTo(tenant: string, stream: StreamId, version: number): Promise<Carried> {
    // Where no day has left, no state was carried.
    const carry = cold.newest(tenant) && (await kept.of(tenant, stream))
    const usable = carry && carry.version <= version ? carry : { version: 0, state: undefined, personal: false }
    const events = await streams.between(tenant, stream, usable.version + 1, version)
    return { version: usable.version, state: usable.state, events, personal: usable.personal }
  }

  /** Whoever has just read cold days leaves a note for the next: the first carry, or one of another fold, is made so. */
  async function leave(tenant: string, stream: StreamId, { state, events, personal }: Carried): Promise<void> {
    const newest = cold.newest(tenant)
    const warm = events.findIndex(event => event.seq > (newest?.lastSeq ?? 0))
    const read = warm === -1 ? events : events.slice(0, warm)
    const last = read.at(-1)
    if (!last) return
    const so = { stream, version: last.version, state: fold(stream, state, read) }
    await kept.keep(tenant, [{ ...so, personal: isPersonal(personal, read) }])
  }

  return {
    async newest(tenant, stream) {
      const carried = await upTo(tenant, stream, Infinity)
      await leave(tenant, stream, carried).catch(report)
      return {
        state: fold(stream, carried.state, carried.events),
        version: carried.version + carried.events.length
      }
    },
    async at(tenant, stream, version) {
      const { state, events } = await upTo(tenant, stream, version)
      return fold(stream, state, events)
    },
    upTo,
    async carry(tenant, ends) {
      for (let from = 0; from < ends.length; from += carriedAtOnce) {
        const made = ends.slice(from, from + carriedAtOnce).map(async ({ stream, version }): Promise<Carry[]> => {
          if (!hasDecider(stream)) return []
          const before = await kept.of(tenant, stream)
          if (before && before.version >= version) return []
          const events = await streams.between(tenant, stream, (before?.version ?? 0) + 1, version)
          const personal = isPersonal(before?.personal ?? false, events)
          return [{ stream, version, state: fold(stream, before?.state, events), personal }]
        })
        await kept.keep(tenant, (await Promise.all(made)).flat())
      }
    }
  }
}

const carriedAtOnce = 200

function hasDecider(stream: StreamId): boolean {
  return Object.hasOwn(deciders, streamKind(stream))
}

/** What was said before an erasure is in no state after it. */
function isPersonal(before: boolean, events: readonly Recorded[]): boolean {
  const end = events.findLastIndex(({ fact }) => erasedBy(fact) !== null)
  const said = events.slice(end + 1).some(({ fact }) => Object.keys(personalIn(fact.type)).length > 0)
  return said || (before && end === -1)
}

function fold(stream: StreamId, from: unknown, events: readonly Recorded[]): unknown {
  const kind = streamKind(stream)
  if (!hasDecider(stream)) throw new Error(`no decider for ${stream}`)
  const { initial, evolve }: AnyDecider = deciders[kind as StreamKind]
  return events.reduce<unknown>((state, { fact }) => evolve(state, fact as AnyFact), from ?? initial)
}
