import type { Thread } from '../../shared/conversations/thread.ts'
import { streamKind, type Event, type StreamId } from '../../shared/kernel/message.ts'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { Ask, DbName, Rows, Script, TableName } from '../../web/sync/engine/script.ts'
import { ModelTable } from './model-table.ts'

const keys: { [N in TableName]: (row: Rows[N]['row']) => Rows[N]['key'] } = {
  commands: row => row.n,
  settled: row => row.n,
  drafts: row => [row.conversation, row.mode],
  documents: row => row.conversation,
  identity: row => row.key,
  files: row => [row.conversation, row.file],
  bytes: row => [row.conversation, row.file],
  events: row => [row.stream, row.version],
  streams: row => row.stream,
  threads: row => row.conversation,
  contacts: row => row.contact,
  inboxes: row => row.inbox,
  agents: row => row.agent,
  teams: row => row.team,
  workflows: row => row.workflow,
  cards: row => row.card,
  automations: row => row.automation,
  phrases: row => row.phrase,
  meta: row => row.key,
  unread: row => [row.stream, row.version],
  packs: row => [row.generation, row.first],
  packedRows: row => [row.generation, row.first]
}
const ofOutbox: ReadonlySet<TableName> = new Set<TableName>([
  'commands',
  'settled',
  'drafts',
  'documents',
  'identity',
  'files',
  'bytes'
])

/** Who may move the cursor, and where it is. */
export type Stand = { readonly epoch: unknown; readonly cursor: unknown }

export class QuotaExceeded extends Error {
  override readonly name = 'QuotaExceededError'
}

/**
 * The two databases of a device. A transaction is whole or not at all. The outbox is strict: what is committed stays.
 * The past is relaxed: what was committed since it was last synced may be gone after a crash of the device, newest first.
 */
export class ModelDb {
  /** Writing fails. */
  isFull = false
  #tables = new Map<TableName, ModelTable>()
  /** How to undo each commit of the past that the disk may not have, oldest first. */
  #unsynced: (() => void)[] = []
  #undo: (() => void)[] = []
  #stood: { readonly at: number; readonly stand: Stand } = { at: -1, stand: { epoch: undefined, cursor: undefined } }

  constructor() {
    for (const name of Object.keys(keys) as TableName[]) this.#tables.set(name, new ModelTable(keys[name]))
  }

  rows<N extends TableName>(name: N): readonly Rows[N]['row'][] {
    return this.#table(name).rows as readonly Rows[N]['row'][]
  }

  /** Wherever they lie. */
  get events(): readonly Event[] {
    return [...this.rows('packs').flatMap(({ held }) => held.flatMap(({ events }) => events)), ...this.rows('events')]
  }

  /** Wherever they lie. */
  get streams(): ReadonlySet<StreamId> {
    const packed = this.rows('packs').flatMap(({ streams }) => streams)
    return new Set([...packed, ...this.rows('streams').map(({ stream }) => stream)])
  }

  /** Wherever they lie. */
  get threads(): readonly Thread[] {
    const packed = this.rows('packedRows').flatMap(({ rows }) => rows)
    const ofTalks = packed.filter(({ stream }) => streamKind(stream) === 'conversation')
    return [...ofTalks.map(({ row }) => row as Thread), ...this.rows('threads')]
  }

  /** Grows with every change of the past. */
  get changes(): number {
    let changes = 0
    for (const [name, table] of this.#tables) if (!ofOutbox.has(name)) changes += table.changes
    return changes
  }

  /** Grows with everything that is put away, or taken up again. */
  get putAway(): number {
    return this.#table('settled').changes
  }

  stand(): Stand {
    const meta = this.#table('meta')
    if (this.#stood.at !== meta.changes) {
      this.#stood = { at: meta.changes, stand: { epoch: meta.get('epoch'), cursor: meta.get('cursor') } }
    }
    return this.#stood.stand
  }

  sync(): void {
    this.#unsynced = []
  }

  /** The device loses power: of what was not synced, the last `lost` commits are gone. */
  crash(lost: number): number {
    const gone = this.#unsynced.splice(Math.max(0, this.#unsynced.length - lost)).reverse()
    for (const undo of gone) undo()
    this.#unsynced = []
    return gone.length
  }

  get unsynced(): number {
    return this.#unsynced.length
  }

  lose(db: DbName): void {
    for (const [name, table] of this.#tables) if (ofOutbox.has(name) === (db === 'outbox')) table.clear()
    this.#unsynced = []
  }

  /** A profile that was copied. */
  copy(): ModelDb {
    const made = new ModelDb()
    for (const [name, table] of this.#tables) made.#tables.set(name, table.copy())
    return made
  }

  answer(ask: Ask): unknown {
    if (ask.do !== 'transact')
      return this.#atomic('table' in ask && ofOutbox.has(ask.table) ? 'outbox' : 'past', () => this.#do(ask))
    return this.#atomic(ask.db, () => this.#runWhole(ask.script()))
  }

  #atomic(db: DbName, work: () => unknown): unknown {
    this.#undo = []
    try {
      const answer = work()
      const changes = this.#undo
      if (changes.length > 0 && db === 'past') this.#unsynced.push(() => undoAll(changes))
      return answer
    } catch (error) {
      undoAll(this.#undo)
      throw error
    }
  }

  #runWhole(script: Script<unknown>): unknown {
    let step = script.next()
    while (!step.done) {
      let answer: unknown
      try {
        answer = this.#do(step.value)
      } catch (error) {
        step = script.throw(error)
        continue
      }
      step = script.next(answer)
    }
    return step.value
  }

  #do(ask: Ask): unknown {
    switch (ask.do) {
      case 'transact':
        throw new Error('a transaction inside another')
      case 'get':
        return this.#table(ask.table).get(ask.key as never)
      case 'get each':
        return ask.keys.map(key => this.#table(ask.table).get(key as never))
      case 'between': {
        const table = this.#table(ask.table)
        const rows = ask.range ? table.between(ask.range.from as never, ask.range.to as never) : [...table.rows]
        return ask.most === Infinity ? rows : rows.slice(0, ask.most)
      }
      case 'put':
        this.#write()
        for (const row of ask.rows) this.#undo.push(this.#table(ask.table).put(row))
        return
      case 'add': {
        this.#write()
        const table = this.#table(ask.table)
        if (table.get(table.keyOf(ask.row)) !== undefined) throw new Error(`${ask.table} has such a row already`)
        this.#undo.push(table.put(ask.row))
        return
      }
      case 'delete':
        for (const key of ask.keys) this.#undo.push(this.#table(ask.table).delete(key as never))
        return
      case 'delete between': {
        const table = this.#table(ask.table)
        if (!ask.ranges) return void this.#undo.push(table.clear())
        const rows = ask.ranges.flatMap(({ from, to }) => table.between(from as never, to as never))
        for (const row of rows) this.#undo.push(table.delete(table.keyOf(row)))
        return
      }
      case 'caused':
        return this.events.filter(event => ask.by.includes(event.fact.cause))
      case 'packs of':
        return this.rows('packs').filter(pack => pack.streams.some(stream => ask.streams.includes(stream)))
      case 'first packs':
        return this.rows('packedRows')
          .toSorted((a, b) => a.order - b.order)
          .slice(0, ask.most)
      case 'unword':
      case 'rest':
        return
      default:
        return unreachable(ask)
    }
  }

  #write(): void {
    if (this.isFull) throw new QuotaExceeded('the disk of this device is full')
  }

  #table(name: TableName): ModelTable {
    return this.#tables.get(name)!
  }
}

function undoAll(changes: (() => void)[]): void {
  for (const undo of changes.reverse()) undo()
}
