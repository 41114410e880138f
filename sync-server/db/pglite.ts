import { Worker } from 'node:worker_threads'
import { DatabaseError } from './database-error.ts'
import { inOrder } from './in-order.ts'
import type { Door, Query, Sql } from './sql.ts'
import { syncingAhead } from './sync-ahead.ts'
import { everybody, shownOf } from './tenancy.ts'
import { transaction } from './transaction.ts'

export type Asked = { readonly id: number; readonly kind: 'close' } | (Statement & { readonly id: number })
type Statement = {
  readonly kind: 'statement'
  /** Whose rows it may touch, as `tenancy.ts` says it. */
  readonly tenants: string
  readonly text: string
  readonly values?: readonly unknown[]
}
export type Trouble = {
  readonly message: string
  readonly code?: string
  readonly detail?: string
  /** PostgreSQL is gone with it. */
  readonly fatal: boolean
}
export type Answered =
  | { readonly id: number; readonly rows: readonly unknown[]; readonly command?: string }
  | { readonly id: number; readonly trouble: Trouble }

type Answer = Extract<Answered, { rows: unknown }>
type Waiting = { resolve(answer: Answer): void; reject(error: Error): void }

export type Embedded = Sql & {
  /** Before a checkpoint, which is the shorter for it. */
  syncAhead(): Promise<void>
}

/**
 * PostgreSQL in a thread of this process, on the directory `dataDir`, which only this process may use (see `lock.ts`).
 * When the thread dies, everything that waits is rejected, everything asked later too, and `onGone` hears why: not while it
 * is opened, for then whoever opens it does.
 */
export async function openPglite(dataDir: string, onGone: (error: Error) => void = () => {}): Promise<Embedded> {
  const thread = await startThread(dataDir, onGone)
  const order = inOrder()
  const syncAhead = syncingAhead(dataDir)

  function door(tenants: string): Door {
    const statement: Query = async <Row>(text: string, values?: readonly unknown[]) =>
      (await thread.ask({ kind: 'statement', tenants, text, ...(values && { values }) })).rows as Row[]
    const end = () => thread.ask({ kind: 'statement', tenants, text: 'commit' })
    return {
      query: <Row>(text: string, values?: readonly unknown[]) => order.statement(() => statement<Row>(text, values)),
      transaction: work => order.transaction(() => transaction({ statement, end }, work))
    }
  }
  return {
    of: (...tenants) => door(shownOf(tenants)),
    everywhere: door(everybody),
    keepsOrder: true,
    async syncAhead() {
      try {
        await syncAhead()
      } catch (error) {
        const { syscall, message } = error as NodeJS.ErrnoException
        if (syscall === 'fdatasync') thread.end(`could not sync ahead: ${message}`)
        throw error
      }
    },
    close: () => order.transaction(() => thread.close())
  }
}

type Thread = {
  ask(what: { kind: 'close' } | Statement): Promise<Answer>
  /** At once, whatever it is doing: what PostgreSQL believes of its disk is no longer true. */
  end(why: string): void
  close(): Promise<void>
}

async function startThread(dataDir: string, onGone: (error: Error) => void): Promise<Thread> {
  const worker = new Worker(new URL('pglite-worker.ts', import.meta.url), { workerData: dataDir })
  const waiting = new Map<number, Waiting>()
  let gone: Error | undefined
  let opening = true
  let closing = false
  let asked = 0

  function lose(why: string): void {
    if (gone) return
    gone = new DatabaseError({ message: `the database has stopped: ${why}`, code: 'gone' })
    for (const { reject } of waiting.values()) reject(gone)
    waiting.clear()
    if (!opening && !closing) onGone(gone)
  }

  function end(why: string): void {
    lose(why)
    void worker.terminate()
  }

  worker.on('error', error => lose(String(error)))
  worker.on('exit', code => lose(closing ? 'it was closed' : `its thread ended with code ${code}`))
  worker.on('message', (answered: Answered) => {
    const asker = waiting.get(answered.id)
    waiting.delete(answered.id)
    if ('rows' in answered) return asker?.resolve(answered)
    asker?.reject(new DatabaseError(answered.trouble))
    if (answered.trouble.fatal) end(answered.trouble.message)
  })

  const started = new Promise<Answer>((resolve, reject) => waiting.set(0, { resolve, reject }))
  const thread: Thread = {
    ask: what =>
      new Promise<Answer>((resolve, reject) => {
        if (gone) return reject(gone)
        const id = ++asked
        waiting.set(id, { resolve, reject })
        worker.postMessage({ ...what, id } satisfies Asked)
      }),
    end,
    async close() {
      if (gone) return
      await thread.ask({ kind: 'statement', tenants: everybody, text: 'checkpoint' })
      closing = true
      await thread.ask({ kind: 'close' })
      await worker.terminate()
    }
  }
  try {
    await started
    opening = false
  } catch (error) {
    await worker.terminate()
    throw error
  }
  return thread
}
