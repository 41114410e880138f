import { DatabaseError } from './database-error.ts'
import type { Query } from './sql.ts'

/** The statements of one connection that nobody else uses until the transaction is over. `end` answers what `commit` was answered. */
export type Connection = { readonly statement: Query; end(): Promise<{ readonly command?: string }> }

/** Runs `work` between `begin` and `commit`: all of it or none. */
export async function transaction<T>({ statement, end }: Connection, work: (query: Query) => Promise<T>): Promise<T> {
  await statement('begin')
  let over = false
  const query: Query = (text, values) => {
    // A forgotten `await` would otherwise run its statement inside somebody else's transaction.
    if (over) throw new Error(`the transaction is over: ${text.slice(0, 80)}`)
    return statement(text, values)
  }
  try {
    const result = await work(query)
    over = true
    const { command } = await end()
    // PostgreSQL answers the commit of a failed transaction without an error, with a rollback.
    if (command !== 'COMMIT')
      throw new DatabaseError({ message: 'a statement of the transaction failed', code: '25P02' })
    return result
  } catch (error) {
    over = true
    await statement('rollback').catch(() => {
      // The first error says why; a connection that cannot even roll back is gone, and its owner has heard.
    })
    throw error
  }
}
