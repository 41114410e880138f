import type { Query } from '../db/sql.ts'
import { nameOf } from './comparison.ts'
import type { Drawn, ProjectedRow, Projection } from './projection.ts'

const rowsAtOnce = 5_000

/** The tenant's rows of the part as they are in the table now. */
export async function liveRows(
  query: Query,
  tenant: string,
  projection: Projection,
  isInPart: (part: string) => boolean
): Promise<ReadonlyMap<string, ProjectedRow>> {
  const { table, key } = projection
  const names = key.join(', ')
  const found = new Map<string, ProjectedRow>()
  for (let last: ProjectedRow | undefined; ;) {
    const after = last ? `and (${names}) > (${key.map((_, at) => `$${at + 2}`).join(', ')})` : ''
    const values = last ? key.map(column => last?.[column]) : []
    const rows = await query<Record<string, string | number | null>>(
      `select * from ${table} where tenant = $1 ${after} order by ${names} limit ${rowsAtOnce}`,
      [tenant, ...values]
    )
    last = rows.at(-1)
    if (!last) return found
    for (const { tenant: _, ...row } of rows)
      if (isInPart(projection.part(row))) found.set(nameOf(projection, row), row)
  }
}

/** Makes these rows what they should be. */
export async function putIn(
  query: Query,
  tenant: string,
  { table, key }: Projection,
  corrections: readonly Drawn[]
): Promise<void> {
  const rows = corrections.flatMap(({ row }) => (row ? [row] : []))
  const gone = corrections.flatMap(({ row, key: which }) => (row ? [] : [which]))
  const [first] = rows
  if (first) {
    const columns = Object.keys(first)
    const names = columns.join(', ')
    const others = columns.filter(column => !key.includes(column))
    await query(
      `insert into ${table} (tenant, ${names})
       select $1, ${names} from jsonb_populate_recordset(null::${table}, $2::text::jsonb)
       on conflict (tenant, ${key.join(', ')})
       do update set ${others.map(column => `${column} = excluded.${column}`).join(', ')}`,
      [tenant, JSON.stringify(rows)]
    )
  }
  if (gone.length === 0) return
  const same = key.map(column => `${table}.${column} = gone.${column}`).join(' and ')
  await query(
    `delete from ${table} using jsonb_populate_recordset(null::${table}, $2::text::jsonb) as gone
     where ${table}.tenant = $1 and ${same}`,
    [tenant, JSON.stringify(gone)]
  )
}
