import type { Event, StreamId } from '../../shared/kernel/message.ts'
import { sturdy, type PastDb } from './db.ts'
import { packedIn } from './packs.ts'

/** A stream's last events up to a version, oldest first: at most so many, and only as far back as none is missing. */
export async function lastEvents(db: PastDb, stream: StreamId, upTo: number, most: number): Promise<Event[]> {
  const newestFirst = await sturdy(db, () =>
    db.transaction('r', db.events, db.packs, async () => {
      const packed = await packedIn(db, stream)
      if (packed)
        return packed.events
          .filter(({ version }) => version <= upTo)
          .toReversed()
          .slice(0, most)
      const own = db.events.where('[stream+version]').between([stream, 0], [stream, upTo], true, true)
      return own.reverse().limit(most).toArray()
    })
  )
  const gap = newestFirst.findIndex((event, at) => at > 0 && newestFirst[at - 1]?.version !== event.version + 1)
  return (gap < 0 ? newestFirst : newestFirst.slice(0, gap)).reverse()
}

/** `undefined`: no event of it is here. */
export function firstVersion(db: PastDb, stream: StreamId): Promise<number | undefined> {
  return sturdy(db, () =>
    db.transaction('r', db.events, db.packs, async () => {
      const packed = await packedIn(db, stream)
      if (packed) return packed.events[0]?.version
      return (await db.events.where(':id').between([stream, 0], [stream, Infinity]).first())?.version
    })
  )
}
