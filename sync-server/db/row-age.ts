import type { Sql } from './sql.ts'

/**
 * How many transactions have gone by since the oldest row that is not frozen may have been written. PostgreSQL compares
 * the numbers of transactions in a circle: a row that is 2,147 million old would count as not written yet.
 */
export async function rowAge({ everywhere }: Sql): Promise<number> {
  const [row] = await everywhere.query<{ age: number }>(
    'select age(datfrozenxid) as age from pg_database where datname = current_database()'
  )
  return row?.age ?? 0
}
