import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Actors } from '../actors/actors.ts'
import type { Snoozed, Threads } from './threads.ts'

const theClock = { kind: 'system', id: 'clock' } as const

/** Timers lose count over days and sleeping machines: look at the clock at least this often. */
const longestNapMs = 60_000
/** Whom we have just woken is still in the list for a moment. */
const shortestNapMs = 200
const afterFailureMs = 5000

/** Wakes conversations when their time has come. What came due while the server was down is woken when it starts. */
export function wakeWhenSnoozeEnds(threads: Threads, actors: Actors, log: Logger): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let stopped = false

  const nap = (ms: number) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(look, Math.max(0, Math.min(ms, longestNapMs)))
  }
  const look = () => {
    working = working.then(async () => {
      try {
        for (const due of await threads.dueBy(Date.now())) await wake(actors, due)
        nap(Math.max(shortestNapMs, ((await threads.nextDue()) ?? Number.MAX_SAFE_INTEGER) - Date.now()))
      } catch (error) {
        log.error({ err: error }, 'could not wake snoozed conversations')
        nap(afterFailureMs)
      }
    })
  }
  threads.onSnoozed(() => nap(0))
  look()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await working
    }
  }
}

async function wake(actors: Actors, { tenant, conversation, until }: Snoozed): Promise<void> {
  // Derived from what it answers, so that a crash in between wakes it once. Hashed, because ids have a longest length.
  const id = `wake:${createHash('sha256').update(`${conversation} ${until}`).digest('hex').slice(0, 32)}`
  await actors.tell(tenant, { type: 'conversation.wake', id, at: until, conversation }, now =>
    trustedContext(theClock, now)
  )
}
