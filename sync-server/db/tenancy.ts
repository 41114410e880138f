/**
 * Whose rows a statement sees stands in a setting of its connection, and a policy on every table with a tenant reads it.
 * Nothing set: an error, never an empty answer. The policies are forced, so that they hold for the tables' owner too.
 */
export const everybody = '*'

export const showSql = `select set_config('daybook.tenants', $1, false)`

/** @throws for what is no tenant's id: it could name others, or all. */
export function shownOf(tenants: readonly string[]): string {
  const bad = tenants.find(tenant => tenant === '' || tenant === everybody || tenant.includes(','))
  if (bad !== undefined || tenants.length === 0) throw new Error(`not a tenant: ${JSON.stringify(bad)}`)
  return tenants.join(',')
}

// In sub-selects the setting is read once a statement, not once a row.
const mayBeSeen = `
  (select current_setting('daybook.tenants')) = '*'
  or tenant = any (string_to_array((select current_setting('daybook.tenants')), ','))`

/** The policy of one table. */
export function guardSql(table: string): string {
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy of_tenant on ${table} using (${mayBeSeen});`
}

/** The tables with a tenant in them that are not guarded yet. */
export const unguardedSql = `
  select quote_ident(c.relname) as name
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    and not (c.relrowsecurity and c.relforcerowsecurity
      and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'of_tenant'))
  order by 1`
