import { setTimeout as pause } from 'node:timers/promises'
import postgres, { type Sql as Client } from 'postgres'
import { DatabaseError } from './database-error.ts'

/** Rows, and the command as the server names it: `SELECT`, `COMMIT`. */
export type Answer<Row> = readonly Row[] & { readonly command: string }

export type Connection = {
  run<Row>(text: string, values?: readonly unknown[]): Promise<Answer<Row>>
  close(): Promise<void>
}

const int8 = 20

/** A statement of one text is parsed once a connection, and then only bound; so many of them are remembered there. */
const mostPrepared = 200

/** One connection to a PostgreSQL server, made when it is first needed, and again after it was lost. `onLost` hears of that. */
export function connect(url: string, onLost: () => void): Connection {
  let loss = Promise.withResolvers<void>()
  const client: Client<{ bigint: number }> = postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    backoff: false,
    onnotice: () => undefined,
    onclose() {
      loss.resolve()
      loss = Promise.withResolvers()
      onLost()
    },
    types: { bigint: { to: int8, from: [int8], serialize: String, parse: Number } },
    connection: { application_name: 'daybook' }
  })
  const prepared = new Set<string>()
  return {
    async run<Row>(text: string, values?: readonly unknown[]) {
      // Without values there may be several statements in it, which cannot be prepared.
      const prepare = values !== undefined && (prepared.has(text) || prepared.size < mostPrepared)
      if (prepare) prepared.add(text)
      const lostWhileAsked = loss.promise
      try {
        const answer: unknown = await client.unsafe(text, values as never[] | undefined, { prepare })
        // Of several statements the last one's answer counts.
        return (Array.isArray((answer as unknown[])[0]) ? (answer as unknown[]).at(-1) : answer) as Answer<Row>
      } catch (error) {
        const trouble = troubleOf(error)
        // The driver never answers what it is given between a connection's last error and its close.
        if (endsConnection(trouble)) await Promise.race([lostWhileAsked, pause(longestDyingMs)])
        throw trouble
      }
    },
    close: () => client.end({ timeout: 5 })
  }
}

const connectionFailure = '08006'
const longestDyingMs = 1000

/** Class 57P: the server shuts down, or somebody ended this session. */
function endsConnection(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === connectionFailure || error.code.startsWith('57P'))
}

/** A code of five characters is PostgreSQL's own; the driver's and the system's mean that the connection failed. */
function troubleOf(error: unknown): unknown {
  const { code, message, detail } = error as { code?: string; message?: string; detail?: string }
  if (typeof code !== 'string') return error
  return new DatabaseError({
    message: message || code,
    code: /^[0-9A-Z]{5}$/.test(code) ? code : connectionFailure,
    ...(detail && { detail })
  })
}
