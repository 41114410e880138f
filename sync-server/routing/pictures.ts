import { createHash } from 'node:crypto'
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
  /** The workspaces whose log goes on after their picture, or whose router waits for a time. */
  unquiet(): Promise<readonly string[]>
}

type Row = { readonly seq: number; readonly picture: string; readonly proof: string }

/** `shape` tells engines apart: what another one drew is not trusted. */
export function openPictures(sql: Sql, shape = shapeOfCode(['kernel', 'routing'])): Pictures {
  const proofOf = (tenant: string, picture: string) =>
    createHash('sha256')
      .update(JSON.stringify([shape, tenant, picture]))
      .digest('hex')
  return {
    async read(tenant) {
      const [row] = await sql.of(tenant).query<Row>(
        `select picture, proof from routing_picture join tenant_head using (tenant)
           where tenant = $1 and routing_picture.seq <= tenant_head.seq`,
        [tenant]
      )
      if (!row || row.proof !== proofOf(tenant, row.picture)) return undefined
      return pictureOf(JSON.parse(row.picture) as Snapshot)
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
