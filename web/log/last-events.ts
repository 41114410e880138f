import type { Event, StreamId } from '../../shared/kernel/message.ts'
import { sturdy, type PastDb } from './db.ts'

/** A stream's last events up to a version, oldest first: at most so many, and only as far back as none is missing. */
export async function lastEvents(db: PastDb, stream: StreamId, upTo: number, most: number): Promise<Event[]> {
  const newestFirst = await sturdy(db, () =>
    db.events.where('[stream+version]').between([stream, 0], [stream, upTo], true, true).reverse().limit(most).toArray()
  )
  const gap = newestFirst.findIndex((event, at) => at > 0 && newestFirst[at - 1]?.version !== event.version + 1)
  return (gap < 0 ? newestFirst : newestFirst.slice(0, gap)).reverse()
}
