import { withDoors, type Query, type Sql } from '../../sync-server/db/sql.ts'

/** The same database, whose transactions a test can break. */
export function sabotaged(sql: Sql, sabotage: (query: Query) => Query): Sql {
  return withDoors(sql, door => ({ ...door, transaction: work => door.transaction(query => work(sabotage(query))) }))
}
