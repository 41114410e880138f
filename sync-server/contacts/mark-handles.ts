import type { Query, Sql } from '../db/sql.ts'
import type { WorkspaceKeys } from '../sealing/workspace-keys.ts'

const atOnce = 1000

type Row = { readonly tenant: string; readonly platform: string; readonly kind: string; readonly value: string }

/** Handles that an older version kept as they are become marks, once and all together. */
export async function markHandles({ everywhere }: Sql, keys: Pick<WorkspaceKeys, 'markOf'>): Promise<void> {
  const [done] = await everywhere.query(`select from meta where key = 'handles-marked'`)
  if (done) return
  const marked = await everywhere.transaction(async query => {
    const count = await markAll(query, keys)
    await query(`insert into meta (key, value) values ('handles-marked', '1')`)
    return count
  })
  // Written anew, so that the numbers do not stay where the rows were.
  if (marked > 0) await everywhere.query('vacuum full contact_handle')
}

async function markAll(query: Query, { markOf }: Pick<WorkspaceKeys, 'markOf'>): Promise<number> {
  const all = await query<Row>('select tenant, platform, kind, value from contact_handle')
  for (let from = 0; from < all.length; from += atOnce) {
    const rows = all.slice(from, from + atOnce)
    const marked = await Promise.all(rows.map(async row => ({ ...row, mark: await markOf(row.tenant, row.value) })))
    await query(
      `update contact_handle as handle set value = row.mark
       from jsonb_to_recordset($1::text::jsonb) as row (tenant text, platform text, kind text, value text, mark text)
       where handle.tenant = row.tenant and handle.platform = row.platform and handle.kind = row.kind
         and handle.value = row.value`,
      [JSON.stringify(marked)]
    )
  }
  return all.length
}
