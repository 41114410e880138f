import type { Sql } from '../db/sql.ts'

/**
 * A row that is deleted stays where it was until its place is used again. After erasures the keys that are left are
 * written anew, so that those that were destroyed are in no table's file any more.
 */
export async function rewriteKeys({ everywhere }: Sql): Promise<boolean> {
  const [row] = await everywhere.query<{ at: number | null; done: string | null }>(
    `select (select max(at) from erased_stream) as at, (select value from meta where key = 'keys-rewritten-for') as done`
  )
  const at = row?.at ?? 0
  if (at <= Number(row?.done ?? 0)) return false
  await everywhere.query('vacuum full sealing_key')
  await everywhere.query(
    `insert into meta (key, value) values ('keys-rewritten-for', $1) on conflict (key) do update set value = excluded.value`,
    [String(at)]
  )
  return true
}
