import { createHash } from 'node:crypto'
import { dayAfter, type Day } from '../../shared/kernel/day.ts'
import { nextLook } from '../../shared/routing/advance.ts'
import type { Picture } from '../../shared/routing/picture.ts'
import { pictureOf, snapshotOf, type Snapshot } from '../../shared/routing/snapshot.ts'
import type { Sql } from '../db/sql.ts'
import { shapeOfCode } from '../log/shape.ts'

/** What the routers know, kept so that a start need not read whole logs. None is ever needed: the log says it all. */
export type Pictures = {
  /** `undefined`: there is none, or none that can be trusted. */
  read(tenant: string): Promise<Picture | undefined>
  keep(tenant: string, picture: Picture): Promise<void>
  /** What was known before this day began. Those of the days before the past week are dropped, but for the last. */
  keepPast(tenant: string, day: Day, picture: Picture): Promise<void>
  /** The newest that was kept at this place in the log or before it. `undefined`: none that can be trusted. */
  before(tenant: string, seq: number): Promise<Picture | undefined>
  /** The workspaces whose log goes on after their picture, or whose router waits for a time. */
  unquiet(): Promise<readonly string[]>
}

/** A week of moments begins on one of eight days. */
const daysPlayed = 8

type Row = { readonly seq: number; readonly picture: string; readonly proof: string }

/** `shape` tells engines apart: what another one drew is not trusted. */
export function openPictures(sql: Sql, shape = shapeOfCode(['kernel', 'routing'])): Pictures {
  const proofOf = (tenant: string, picture: string) =>
    createHash('sha256')
      .update(JSON.stringify([shape, tenant, picture]))
      .digest('hex')
  const trusted = (tenant: string, row: Row | undefined) =>
    row && row.proof === proofOf(tenant, row.picture) ? pictureOf(JSON.parse(row.picture) as Snapshot) : undefined
  return {
    async read(tenant) {
      const [row] = await sql.of(tenant).query<Row>(
        `select picture, proof from routing_picture join tenant_head using (tenant)
           where tenant = $1 and routing_picture.seq <= tenant_head.seq`,
        [tenant]
      )
      return trusted(tenant, row)
    },
    async keep(tenant, picture) {
      const text = JSON.stringify(snapshotOf(picture))
      await sql.of(tenant).query(
        `insert into routing_picture (tenant, seq, look_at, picture, proof) values ($1, $2, $3, $4, $5)
           on conflict (tenant) do update set seq = excluded.seq, look_at = excluded.look_at,
             picture = excluded.picture, proof = excluded.proof`,
        [tenant, picture.seq, nextLook(picture), text, proofOf(tenant, text)]
      )
    },
    async keepPast(tenant, day, picture) {
      const text = JSON.stringify(snapshotOf(picture))
      const { query } = sql.of(tenant)
      await query(
        `insert into routing_past (tenant, day, seq, picture, proof) values ($1, $2, $3, $4, $5)
           on conflict (tenant, day) do update set seq = excluded.seq, picture = excluded.picture,
             proof = excluded.proof`,
        [tenant, day, picture.seq, text, proofOf(tenant, text)]
      )
      await query(
        `delete from routing_past where tenant = $1
           and day < (select max(day) from routing_past where tenant = $1 and day <= $2)`,
        [tenant, dayAfter(day, -daysPlayed)]
      )
    },
    async before(tenant, seq) {
      const [row] = await sql.of(tenant).query<Row>(
        `select picture, proof from (
             select seq, picture, proof from routing_past where tenant = $1
             union all select seq, picture, proof from routing_picture where tenant = $1
           ) kept where seq <= $2 order by seq desc limit 1`,
        [tenant, seq]
      )
      return trusted(tenant, row)
    },
    async unquiet() {
      const rows = await sql.everywhere.query<{ tenant: string }>(
        `select tenant_head.tenant from tenant_head left join routing_picture using (tenant)
         where routing_picture.seq is null or routing_picture.seq < tenant_head.seq or look_at is not null
         order by 1`
      )
      return rows.map(({ tenant }) => tenant)
    }
  }
}
