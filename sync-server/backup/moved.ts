import { Misconfigured } from '../config.ts'
import { fromReserve } from '../db/room.ts'
import type { Sql } from '../db/sql.ts'

/** @throws Misconfigured for a database whose log goes on elsewhere: written to again, there would be two truths. */
export async function demandNotMoved({ everywhere }: Sql): Promise<void> {
  const [row] = await everywhere.query<{ value: string }>(`select value from meta where key = 'moved'`)
  if (row) throw new Misconfigured(`These data were moved to ${row.value} and go on there.`)
}

export async function markMoved({ everywhere }: Sql, to: string): Promise<void> {
  await everywhere.query(`insert into meta (key, value) values ('moved', $1) ${fromReserve}`, [to])
}
