import type { Log } from '../log/log.ts'
import { counter, gauge, histogram, type Family } from './instruments.ts'

export type LogMetrics = {
  /** The same log, with somebody counting at its door. */
  watched(log: Log): Log
  readonly families: readonly Family[]
}

/** Seconds: a disk's sync is a fraction of a millisecond or, on a bad day, seconds. */
const latencies = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
const sizes = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000]

const known: ReadonlySet<string> = new Set(['busy', 'not-stored', 'storage-full'])

export function logMetrics(): LogMetrics {
  const latency = histogram(
    'daybook_append_seconds',
    'From handing facts or an answer to the log until they are durable.',
    latencies
  )
  const group = histogram('daybook_commit_events', 'Events of one workspace in one commit.', sizes)
  const refused = counter('daybook_append_failures_total', 'Appends that were not stored, by why.')
  const facts = counter(
    'daybook_facts_total',
    'Facts since the start, by type: sends by how they ended are among them.'
  )
  let waiting = 0

  async function timed<T>(work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    waiting += 1
    try {
      const outcome = await work()
      latency.observe((performance.now() - began) / 1000)
      return outcome
    } catch (error) {
      const { code } = error as { code?: unknown }
      refused.add({ why: typeof code === 'string' && known.has(code) ? code : 'broken' })
      throw error
    } finally {
      waiting -= 1
    }
  }

  return {
    watched(log) {
      log.follow.onCommitted(({ events }) => {
        group.observe(events.length)
        for (const { fact } of events) facts.add({ type: fact.type })
      })
      const { append, judge } = log.commit
      return {
        ...log,
        commit: {
          append: one => timed(() => append(one)),
          judge: one => timed(() => judge(one)),
          get waiting() {
            return log.commit.waiting
          }
        }
      }
    },
    families: [
      latency,
      group,
      refused,
      facts,
      gauge('daybook_append_queue', 'Appends that wait for the disk now.', () => [{ value: waiting }])
    ]
  }
}
