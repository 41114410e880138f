import type { Core } from '../../sync-server/core.ts'
import { projectionsOf } from '../../sync-server/rebuild/projections.ts'
import { rebuildTenant } from '../../sync-server/rebuild/rebuild.ts'
import { tenant } from './customers.ts'
import { median, timed, type Figure } from './figures.ts'

const rounds = 5

/** Every table that follows the log drawn from its first event on, beside the bare reading of the same rows. */
export async function rebuilt({ sql, log }: Core): Promise<Figure> {
  const head = await log.follow.head(tenant)
  const bare = () => sql.of(tenant).query('select seq, stream, data::text from event where tenant = $1', [tenant])
  const rate = (tookMs: readonly number[]) => (head / median(tookMs)) * 1000
  const ours: number[] = []
  const read: number[] = []
  for (let round = 0; round < rounds; round++) {
    read.push(...(await timed(1, bare)))
    ours.push(...(await timed(1, () => rebuildTenant({ sql, log }, projectionsOf(String), tenant))))
  }
  const peer = { what: 'the same rows read', value: rate(read) }
  return { what: 'rebuild', when: `${head} events`, unit: 'events/s', value: rate(ours), peer }
}
