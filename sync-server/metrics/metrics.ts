import type { Log } from '../log/log.ts'
import type { Sql } from '../db/sql.ts'
import { gauge, type Counter, type Family } from './instruments.ts'
import { logMetrics } from './log-metrics.ts'
import { processMetrics } from './process-metrics.ts'
import { webhookCounter } from './route.ts'
import { storedMetrics } from './stored-metrics.ts'

export type Metrics = {
  watched(log: Log): Log
  readonly webhooks: Counter
  /** Everything there is to see, once what is measured is there. */
  families(sql: Sql, dataDir: string, sockets: () => number): readonly Family[]
}

export function openMetrics(): Metrics {
  const log = logMetrics()
  const webhooks = webhookCounter()
  return {
    watched: log.watched,
    webhooks,
    families: (sql, dataDir, sockets) => [
      ...log.families,
      webhooks,
      gauge('daybook_sync_sockets', 'Devices that are connected.', () => [{ value: sockets() }]),
      ...storedMetrics(sql, dataDir),
      ...processMetrics()
    ]
  }
}
