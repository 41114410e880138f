import { expect, test } from 'vitest'
import { Busy } from '../../sync-server/log/group.ts'
import { NotStored } from '../../sync-server/log/commit.ts'
import type { Log } from '../../sync-server/log/log.ts'
import { exposition } from '../../sync-server/metrics/instruments.ts'
import { logMetrics } from '../../sync-server/metrics/log-metrics.ts'

test('an append that was not stored is counted by why: a full disk is no broken machine', async () => {
  const troubles = [
    new NotStored(Object.assign(new Error('full'), { code: 'storage-full' })),
    new NotStored(new Error('gone')),
    new Busy(),
    new Error('a bug')
  ]
  const commit = { append: () => Promise.reject(troubles.shift()!), judge: () => Promise.reject(troubles.shift()!) }
  const { watched, families } = logMetrics()
  const log = watched({ follow: { onCommitted: () => () => {} }, commit } as unknown as Log)
  while (troubles.length > 0) await log.commit.append({} as never).catch(() => undefined)
  const text = await exposition(families)
  const counts = [...text.matchAll(/daybook_append_failures_total\{why="([^"]+)"\} (\d)/g)].map(([, why]) => why)
  expect(counts).toEqual(['storage-full', 'not-stored', 'busy', 'broken'])
})
