import type { Query } from '../db/sql.ts'
import { wrappedFor } from '../sealing/workspace-keys.ts'
import type { OpenKey } from './record.ts'
import type { Ending } from './tenant-file.ts'

/** The workspaces' keys, wrapped for this place. */
export async function putKeys(query: Query, keys: readonly OpenKey[], master: Buffer): Promise<void> {
  const rows = keys.map(({ tenant, key }) => ({
    tenant,
    wrapped: wrappedFor(tenant, Buffer.from(key, 'base64'), master)
  }))
  await query(
    `insert into workspace_key (tenant, wrapped)
     select tenant, wrapped from jsonb_to_recordset($1::text::jsonb) as row (tenant text, wrapped text)`,
    [JSON.stringify(rows)]
  )
}

/** What opens one workspace's events, and what was erased of them: call it when they are all there. */
export async function putTenantKeys(query: Query, { extent, workspace, keys }: Ending, master: Buffer): Promise<void> {
  const { tenant } = extent
  if (workspace) await putKeys(query, [workspace], master)
  for (let from = 0; from < keys.length; from += rowsAtOnce) {
    await query(
      `insert into sealing_key (tenant, stream, since, contact, wrapped)
       select $1, stream, since, contact, wrapped from jsonb_to_recordset($2::text::jsonb)
         as row (stream text, since integer, contact text, wrapped text)`,
      [tenant, JSON.stringify(keys.slice(from, from + rowsAtOnce))]
    )
  }
  await query(
    `insert into erased_stream (tenant, stream, version, at)
     select tenant, stream, max(version), max(recorded_at) from event
     where tenant = $1 and type in ('contact.erased', 'conversation.erased', 'card.erased') group by tenant, stream`,
    [tenant]
  )
}

const rowsAtOnce = 2000
