import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Actors } from '../actors/actors.ts'
import { alarm } from '../alarm.ts'
import type { Snoozed, Threads } from './threads.ts'

const theClock = { kind: 'system', id: 'clock' } as const

/** Whom we have just woken is still in the list for a moment. */
const shortestNapMs = 200

/** Wakes conversations when their time has come. What came due while the server was down is woken when it starts. */
export function wakeWhenSnoozeEnds(threads: Threads, actors: Actors, log: Logger): { stop(): Promise<void> } {
  const clock = alarm(
    async () => {
      for (const due of await threads.dueBy(Date.now())) await wake(actors, due)
      return Math.max(shortestNapMs, ((await threads.nextDue()) ?? Infinity) - Date.now())
    },
    error => log.error({ err: error }, 'could not wake snoozed conversations')
  )
  threads.onSnoozed(until => clock.look(until - Date.now()))
  return { stop: () => clock.stop() }
}

async function wake(actors: Actors, { tenant, conversation, until }: Snoozed): Promise<void> {
  // Derived from what it answers, so that a crash in between wakes it once. Hashed, because ids have a longest length.
  const id = `wake:${createHash('sha256').update(`${conversation} ${until}`).digest('hex').slice(0, 32)}`
  await actors.tell(tenant, { type: 'conversation.wake', id, at: until, conversation }, now =>
    trustedContext(theClock, now)
  )
}
