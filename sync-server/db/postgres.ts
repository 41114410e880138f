import { DatabaseError } from './database-error.ts'
import { connect } from './postgres-connection.ts'
import { holdDatabase } from './postgres-lock.ts'
import type { Door, Query, Sql } from './sql.ts'
import { everybody, showSql, shownOf } from './tenancy.ts'
import { transaction } from './transaction.ts'
import { turns } from './turns.ts'

export type PostgresOptions = {
  /** How many connections work side by side. */
  readonly connections?: number
  /** The database went to another Daybook process while this one was cut off from it. */
  readonly onGone?: (error: Error) => void
}

/**
 * A PostgreSQL server of the operator's own, for one Daybook process at a time. A connection that is lost costs
 * what was under way on it, and is made anew.
 * @throws DatabaseRefused when another process has it, or when it cannot be reached.
 */
export async function openPostgres(url: string, { connections = 4, onGone }: PostgresOptions = {}): Promise<Sql> {
  const release = await holdDatabase(url, onGone)
  const lanes = Array.from({ length: connections }, () => openLane(url))

  /** Where the fewest are before us; among equals one that shows these tenants already. */
  function laneFor(tenants: string): Lane {
    return lanes.reduce((best, lane) =>
      lane.waiting < best.waiting || (lane.waiting === best.waiting && lane.shows(tenants)) ? lane : best
    )
  }
  function door(tenants: string): Door {
    return {
      query: (text, values) => laneFor(tenants).query(tenants, text, values),
      transaction: work => laneFor(tenants).transaction(tenants, work)
    }
  }
  return {
    of: (...tenants) => door(shownOf(tenants)),
    everywhere: door(everybody),
    // Each lane does, and what is asked takes the lane that is free.
    keepsOrder: false,
    async close() {
      await Promise.all(lanes.map(lane => lane.close()))
      await release()
    }
  }
}

/** One connection: one statement or transaction after the other. */
type Lane = {
  readonly waiting: number
  shows(tenants: string): boolean
  query<Row>(tenants: string, text: string, values?: readonly unknown[]): Promise<Row[]>
  transaction<T>(tenants: string, work: (query: Query) => Promise<T>): Promise<T>
  close(): Promise<void>
}

function openLane(url: string): Lane {
  /** What the connection's setting is; a new connection has none. */
  let shown: string | undefined
  /** Counts connections: a transaction must end on the one it began on. */
  let life = 0
  let waiting = 0
  const connection = connect(url, () => {
    shown = undefined
    life += 1
  })
  const inTurn = turns()

  function queued<T>(work: () => Promise<T>): Promise<T> {
    waiting += 1
    return inTurn(work).finally(() => (waiting -= 1))
  }
  async function show(tenants: string): Promise<void> {
    if (tenants === shown) return
    const mine = life
    await connection.run(showSql, [tenants])
    if (life === mine) shown = tenants
  }
  async function statement<Row>(mine: number, text: string, values?: readonly unknown[]) {
    if (life !== mine) throw new DatabaseError({ message: 'the connection was lost', code: '08006' })
    return connection.run<Row>(text, values)
  }
  return {
    get waiting() {
      return waiting
    },
    shows: tenants => tenants === shown,
    query: <Row>(tenants: string, text: string, values?: readonly unknown[]) =>
      queued(async () => {
        await show(tenants)
        return [...(await connection.run<Row>(text, values))]
      }),
    transaction: (tenants, work) =>
      queued(async () => {
        // Set before it begins, or a rollback would take it back.
        await show(tenants)
        const mine = life
        const query: Query = async <Row>(text: string, values?: readonly unknown[]) => [
          ...(await statement<Row>(mine, text, values))
        ]
        return transaction({ statement: query, end: () => statement(mine, 'commit') }, work)
      }),
    close: () => connection.close()
  }
}
