import { withDoors, type Query, type Sql } from '../../sync-server/db/sql.ts'

/** The same database, whose statements a test can break, inside transactions and alone. */
export function sabotaged(sql: Sql, sabotage: (query: Query) => Query): Sql {
  return withDoors(sql, door => ({
    query: sabotage(door.query),
    transaction: work => door.transaction(query => work(sabotage(query)))
  }))
}
