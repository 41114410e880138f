/** Rows of one statement. Values are bound as `$1`, `$2`, …; JSON goes in as text (`$1::text::jsonb`), `bigint` comes out as a number. */
export type Query = <Row = Record<string, unknown>>(text: string, values?: readonly unknown[]) => Promise<Row[]>

/** The one way to the database. PGlite and PostgreSQL are behind it, and nobody but `main.ts` knows which. */
export type Sql = {
  readonly query: Query
  /** All of `work` or none. Queries of others never land in it: inside, use only the `query` that is handed in. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>
  close(): Promise<void>
}
