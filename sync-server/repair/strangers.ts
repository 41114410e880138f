import type { Query } from '../db/sql.ts'

const beside = ['head', 'heard', 'tenant_head', 'tenant_day', 'closed_day']

/**
 * Rows beside the log under a name that is nobody's: a bit of the name is another. A workspace has a key or events, or
 * at least all of these tables know it; it is not touched, for they may be the last who do. Answers how many were taken away.
 */
export async function forgetStrangers(query: Query, known: readonly string[]): Promise<number> {
  const all = beside.map(table => `select distinct '${table}' as place, tenant from ${table}`).join(' union all ')
  const strangers = await query<{ tenant: string }>(
    `select tenant from (${all}) as beside
     where tenant not in (select jsonb_array_elements_text($1::text::jsonb))
       and not exists (select from workspace_key where workspace_key.tenant = beside.tenant)
       and not exists (select from event where event.tenant = beside.tenant)
     group by tenant having count(*) filter (where place in ('head', 'tenant_head', 'tenant_day')) < 3`,
    [JSON.stringify(known)]
  )
  let gone = 0
  for (const { tenant } of strangers)
    for (const table of beside)
      gone += (await query(`delete from ${table} where tenant = $1 returning 1`, [tenant])).length
  return gone
}
