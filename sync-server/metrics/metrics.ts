import type { Log } from '../log/log.ts'
import type { Sql } from '../db/sql.ts'
import { hotMetrics, type HotSizes } from './hot-metrics.ts'
import { counter, gauge, type Counter, type Family } from './instruments.ts'
import { logMetrics } from './log-metrics.ts'
import { processMetrics } from './process-metrics.ts'
import { webhookCounter } from './route.ts'
import { storedMetrics } from './stored-metrics.ts'

export type Metrics = {
  watched(log: Log): Log
  readonly webhooks: Counter
  readonly courtesies: Counter
  readonly filesCleared: Counter
  /** Everything there is to see, once what is measured is there. */
  families(sql: Sql, dataDir: string, edge: Edge): readonly Family[]
}

type Edge = {
  readonly hot: HotSizes
  sockets(): number
  /** The accounts that are asked, and what keeps each from being heard. */
  lines(): readonly { readonly inbox: string; readonly fault: string | null }[]
  /** What only those who run an account can mend. */
  readonly stopped: Family
}

export function openMetrics(): Metrics {
  const log = logMetrics()
  const webhooks = webhookCounter()
  const courtesies = counter(
    'daybook_courtesies_total',
    'Reading and writing that was to be shown to customers, by how it ended.'
  )
  const filesCleared = counter(
    'daybook_files_cleared_total',
    'Files that were brought, that no event named within thirty days, and that were cleared away.'
  )
  return {
    watched: log.watched,
    webhooks,
    courtesies,
    filesCleared,
    families: (sql, dataDir, { hot, sockets, lines, stopped }) => [
      ...log.families,
      ...hotMetrics(hot),
      webhooks,
      courtesies,
      filesCleared,
      gauge('daybook_sync_sockets', 'Devices that are connected.', () => [{ value: sockets() }]),
      gauge('daybook_inbox_line_up', 'Does the mailbox of an inbox let us in? 1, or 0: it hears nothing.', () =>
        lines().map(({ inbox, fault }) => ({ labels: { inbox }, value: fault === null ? 1 : 0 }))
      ),
      stopped,
      ...storedMetrics(sql, dataDir),
      ...processMetrics()
    ]
  }
}
