import type { Query } from '../db/sql.ts'

const copied = 'copied-at:'

/**
 * Written with the copy itself. What was said before then may have had its consequences where the copy came from, also
 * when it is heard of here only later: a device brings it again, a platform calls once more. Epoch milliseconds.
 */
export async function noteCopied(query: Query, tenants: readonly string[], at = Date.now()): Promise<void> {
  await query(
    `insert into meta (key, value)
     select '${copied}' || tenant, $2::text from jsonb_array_elements_text($1::text::jsonb) as tenant
     on conflict (key) do update set value = excluded.value`,
    [JSON.stringify(tenants), String(at)]
  )
}

/** When the newest copy of this workspace was put here. 0: it began here. */
export async function copiedAt(query: Query, tenant: string): Promise<number> {
  const [row] = await query<{ value: string }>('select value from meta where key = $1', [copied + tenant])
  return Number(row?.value ?? 0)
}
