import { DatabaseError } from '../db/database-error.ts'
import { isUnreadable } from '../db/unreadable.ts'
import type { Query } from '../db/sql.ts'

/** A table with pages that the database does not read any more. `lost`: so many pages or rows gave nothing. */
export type Salvaged = { readonly table: string; readonly lost: number }

const beside = ['head', 'heard', 'tenant_head', 'tenant_day', 'closed_day']

/**
 * The database refuses a whole page, with all its rows, when one bit of it is another. What can be read of such a table is
 * put into new pages; bits that are others come along, and are mended as rows. Inside a transaction. `daring`: pages with a
 * wrong checksum are read too. That is most of what can be saved, and it may be the end of the embedded database's process.
 */
export async function salvage(query: Query, { daring }: { readonly daring: boolean }): Promise<readonly Salvaged[]> {
  const days = await query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'event'::regclass order by 1`
  )
  const salvaged: Salvaged[] = []
  for (const table of [...days.map(one => one.name), ...beside])
    if (!(await isReadable(query, table))) salvaged.push({ table, lost: await rewrite(query, table, daring) })
  return salvaged
}

/** Its rows, with what lies outside of them, and its indexes. */
async function isReadable(query: Query, table: string): Promise<boolean> {
  const indexes = await query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ' order by place) as columns
     from pg_index, unnest(indkey) with ordinality as key (attnum, place) join pg_attribute using (attnum)
     where indrelid = $1::regclass and attrelid = indrelid group by indexrelid`,
    [table]
  )
  return unless(isUnreadable, query, async () => {
    await query(`select sum(length(whole::text)) from ${table} as whole`)
    await query('set local enable_seqscan = off')
    for (const { columns } of indexes)
      await query(`select count(*) from (select ${columns} from ${table} order by ${columns}) as ordered`)
    await query('set local enable_seqscan = on')
  })
}

async function rewrite(query: Query, table: string, daring: boolean): Promise<number> {
  if (daring) await readInSpiteOfChecksums(query)
  await query(`create temporary table salvaged on commit drop as select * from ${table} where false`)
  const [size] = await query<{ pages: number }>(
    `select pg_relation_size($1::regclass) / current_setting('block_size')::bigint as pages`,
    [table]
  )
  let lost = 0
  for (let page = 0; page < (size?.pages ?? 0); page++) {
    const rows = `select * from ${table} where ctid >= '(${page},0)' and ctid < '(${page + 1},0)'`
    if (!(await unless(isUnreadable, query, () => query(`insert into salvaged ${rows}`)))) lost += 1
  }
  await query(`truncate ${table}`)
  lost += await putBack(query, table)
  await query('drop table salvaged')
  return lost
}

/** Answers how many rows the table does not take: such as were never in it. */
async function putBack(query: Query, table: string): Promise<number> {
  const all = `insert into ${table} select * from salvaged`
  if (await unless(isRefused, query, () => query(all))) return 0
  let refused = 0
  for (const { place } of await query<{ place: string }>('select ctid::text as place from salvaged'))
    if (!(await unless(isRefused, query, () => query(`${all} where ctid = '${place}'`)))) refused += 1
  return refused
}

/** A value that cannot be, one that is missing, a key that is there already, another table's day. */
function isRefused(error: unknown): boolean {
  return error instanceof DatabaseError && /^2[23]/.test(error.code)
}

/** Only a superuser may: the embedded database signs in as one, and works as another. Elsewhere such pages are lost. */
async function readInSpiteOfChecksums(query: Query): Promise<void> {
  await query('savepoint role')
  try {
    const [me] = await query<{ name: string }>('select quote_ident(current_user) as name')
    await query('set local role none')
    await query('set local ignore_checksum_failure = on')
    await query(`set local role ${me?.name ?? ''}`)
  } catch (error) {
    const notAllowed = '42501'
    if ((error as { code?: unknown }).code !== notAllowed) throw error
    await query('rollback to role')
  }
}

async function unless(isIt: (error: unknown) => boolean, query: Query, work: () => Promise<unknown>): Promise<boolean> {
  await query('savepoint page')
  try {
    await work()
    return true
  } catch (error) {
    if (!isIt(error)) throw error
    await query('rollback to page')
    return false
  }
}
