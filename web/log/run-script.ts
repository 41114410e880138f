import type { Dexie, IndexableType } from 'dexie'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { Ask, DbName, Script } from '../sync/engine/script.ts'
import { sturdy, type OutboxDb, type PastDb } from './db.ts'
import { inTurn } from './in-turn.ts'
import { causedBy, packsOf } from './packs.ts'

/** Runs what the engine wrote down over the two databases of this device. */
export type RunScript = <T>(script: Script<T>) => Promise<T>

export function openScripts(past: PastDb, outbox: OutboxDb): RunScript {
  const dbs: Record<DbName, Dexie> = { past, outbox }
  // What a tab knows of its outbox it read in the same transaction: one after the other, or the older one is known last.
  const turns = { past: now, outbox: inTurn() }

  function transact({ db: name, mode, script }: Extract<Ask, { do: 'transact' }>): Promise<unknown> {
    const db = dbs[name]
    const body = () => db.transaction(mode, db.tables, () => written(answer => run(script(), answer)))
    return turns[name](() => sturdy(db, body))
  }
  function outside(ask: Ask): Promise<unknown> {
    if (ask.do === 'transact') return transact(ask)
    const db = dbOf(ask, past, outbox)
    return sturdy(db, () => inside(ask))
  }
  function inside(ask: Ask): Promise<unknown> {
    return perform(dbOf(ask, past, outbox), past, ask)
  }
  /** The transaction waits for what is written in it, and not the script for each: what it reads next sees it all the same. */
  async function written<T>(work: (answer: Answer) => Promise<T>): Promise<T> {
    const writes: Promise<unknown>[] = []
    const write = (ask: Ask): undefined => {
      const writing = inside(ask)
      // Heard below; a script that breaks off takes all of it back.
      writing.catch(() => undefined)
      writes.push(writing)
    }
    const done = await work(ask => (isWrite(ask) ? write(ask) : inside(ask)))
    await Promise.all(writes)
    return done
  }
  return script => run(script, outside)
}

const isWrite = ({ do: what }: Ask) =>
  what === 'put' || what === 'add' || what === 'delete' || what === 'delete between'

/** Nothing: there is nothing to wait for. */
type Answer = (ask: Ask) => Promise<unknown> | undefined

const now = <T>(work: () => Promise<T>): Promise<T> => work()

async function run<T>(script: Script<T>, answer: Answer): Promise<T> {
  let step = script.next()
  while (!step.done) {
    const { value } = step
    // The script hears of a failure where it asked, as if it had done it itself.
    let said: unknown
    try {
      const answering = answer(value)
      // Nothing to wait for: an `await` that is not Dexie's own leaves its transaction.
      said = answering && (await answering)
    } catch (error) {
      step = script.throw(error)
      continue
    }
    step = script.next(said)
  }
  return step.value
}

const ofOutbox = new Set(['commands', 'settled', 'drafts', 'documents', 'identity', 'files', 'bytes'])

function dbOf(ask: Ask, past: PastDb, outbox: OutboxDb): Dexie {
  return 'table' in ask && ofOutbox.has(ask.table) ? outbox : past
}

async function perform(db: Dexie, past: PastDb, ask: Ask): Promise<unknown> {
  switch (ask.do) {
    case 'transact':
      throw new Error('a transaction inside another')
    case 'get':
      return db.table(ask.table).get(ask.key as IndexableType)
    case 'get each':
      return db.table(ask.table).bulkGet(ask.keys as IndexableType[])
    case 'between': {
      const rows = ask.range
        ? db.table(ask.table).where(':id').between(ask.range.from, ask.range.to, true, true)
        : db.table(ask.table).toCollection()
      return (ask.most === Infinity ? rows : rows.limit(ask.most)).toArray()
    }
    case 'put':
      return db.table(ask.table).bulkPut([...ask.rows])
    case 'add':
      return db.table(ask.table).add(ask.row)
    case 'delete':
      return db.table(ask.table).bulkDelete(ask.keys as IndexableType[])
    case 'delete between':
      if (!ask.ranges) return db.table(ask.table).clear()
      return Promise.all(
        ask.ranges.map(({ from, to }) => db.table(ask.table).where(':id').between(from, to, true, true).delete())
      )
    case 'caused':
      return causedBy(past, ask.by)
    case 'packs of':
      return packsOf(past, ask.streams)
    case 'first packs':
      return past.packedRows.orderBy('order').limit(ask.most).toArray()
    case 'rest':
      return new Promise(resolve => setTimeout(resolve))
    case 'unword': {
      const silent = new Set(ask.conversations)
      return past.words.filter(word => silent.has(word.conversation)).delete()
    }
    default:
      return unreachable(ask)
  }
}
