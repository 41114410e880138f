/** Rows of one statement. Values are bound as `$1`, `$2`, …; JSON goes in as text (`$1::text::jsonb`), `bigint` comes out as a number. */
export type Query = <Row = Record<string, unknown>>(text: string, values?: readonly unknown[]) => Promise<Row[]>

/** A way to the tables that shows the rows of some tenants and hides, and refuses to write, those of all others. */
export type Door = {
  readonly query: Query
  /** All of `work` or none. Queries of others never land in it: inside, use only the `query` that is handed in. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>
}

/**
 * The one way to the database. PGlite and PostgreSQL are behind it, and nobody but `main.ts` knows which.
 * There is no door without a name on it: row-level security in the database keeps what each one promises.
 */
export type Sql = {
  of(...tenants: readonly string[]): Door
  /** All tenants at once: for the schema, the upkeep and what belongs to nobody yet, such as a sign-in's token. */
  readonly everywhere: Door
  /** Statements are done in the order they were asked, also before the answer to the first is there. */
  readonly keepsOrder: boolean
  close(): Promise<void>
}

/** The same database, with something standing at every door. */
export function withDoors(sql: Sql, guarded: (door: Door) => Door): Sql {
  return {
    of: (...tenants) => guarded(sql.of(...tenants)),
    everywhere: guarded(sql.everywhere),
    keepsOrder: sql.keepsOrder,
    close: () => sql.close()
  }
}
