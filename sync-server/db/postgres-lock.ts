import { setTimeout as pause } from 'node:timers/promises'
import { connect, type Connection } from './postgres-connection.ts'

/** Why the database cannot be used, as a sentence for whoever starts the server. */
export class DatabaseRefused extends Error {
  readonly reason: 'in-use' | 'unreachable'
  constructor(reason: 'in-use' | 'unreachable', message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DatabaseRefused'
    this.reason = reason
  }
}

/** The server may not have noticed yet that the process before us was killed. */
const patienceMs = 5000
const tryAgainAfterMs = 250

/**
 * Makes this process the only Daybook on the database: what is hot in memory is true only while nobody else writes.
 * The lock belongs to a connection, so the server gives it back when its holder dies, however it dies.
 * When the connection is lost the lock is taken again; `onGone` hears when somebody else was faster. Returns how to give it back.
 */
export async function holdDatabase(
  url: string,
  onGone: (error: Error) => void = () => {}
): Promise<() => Promise<void>> {
  const closing = new AbortController()
  const connection = connect(url, () => {
    if (held && !closing.signal.aborted) void regain()
  })
  let held = false

  async function regain(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        if (await take(connection)) return
        return onGone(inUse())
      } catch {
        // Not reachable: nobody else can have it either. Whoever asks for rows meanwhile hears why.
        await pause(tryAgainAfterMs)
      }
    }
  }
  try {
    const until = performance.now() + patienceMs
    while (!(await take(connection))) {
      if (performance.now() > until) throw inUse()
      await pause(tryAgainAfterMs)
    }
    held = true
  } catch (error) {
    await connection.close()
    if (error instanceof DatabaseRefused) throw error
    throw new DatabaseRefused('unreachable', `The database cannot be reached: ${(error as Error).message}`, {
      cause: error
    })
  }
  return () => {
    closing.abort()
    return connection.close()
  }
}

async function take(connection: Connection): Promise<boolean> {
  const [answer] = await connection.run<{ mine: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('daybook in ' || current_schema(), 0)) as mine`
  )
  return answer?.mine === true
}

function inUse(): DatabaseRefused {
  return new DatabaseRefused('in-use', 'The database is already in use by another Daybook process.')
}
