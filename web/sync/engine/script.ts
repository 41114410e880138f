import type {
  AgentRow,
  AutomationRow,
  CardRow,
  ContactRow,
  InboxRow,
  PhraseRow,
  TeamRow,
  WorkflowRow
} from '../../app/live.ts'
import type { Thread } from '../../../shared/conversations/thread.ts'
import type { Event, StreamId } from '../../../shared/kernel/message.ts'
import type {
  Draft,
  FileBytes,
  FileToSend,
  Held,
  HeldStream,
  Identity,
  KeptDocument,
  Meta,
  Pack,
  PackedRows,
  Settled,
  Unread
} from '../../log/db.ts'

/**
 * What the engine does with the two databases of a device, without touching them: a script asks for one thing after
 * the other, and whoever runs it answers. A browser's answers come from Dexie, the simulator's from a model.
 *
 *     function* (…)  ── Ask ──▶  runner ── what it says, or throws ──▶  function* goes on
 */
export type Script<T> = Generator<Ask, T, unknown>

export type Rows = {
  commands: { key: number; row: Held }
  settled: { key: number; row: Settled }
  drafts: { key: [string, string]; row: Draft }
  documents: { key: string; row: KeptDocument }
  identity: { key: string; row: Identity }
  files: { key: [string, string]; row: FileToSend }
  bytes: { key: [string, string]; row: FileBytes }
  events: { key: [string, number]; row: Event }
  streams: { key: string; row: HeldStream }
  threads: { key: string; row: Thread }
  contacts: { key: string; row: ContactRow }
  inboxes: { key: string; row: InboxRow }
  agents: { key: string; row: AgentRow }
  teams: { key: string; row: TeamRow }
  workflows: { key: string; row: WorkflowRow }
  cards: { key: string; row: CardRow }
  automations: { key: string; row: AutomationRow }
  phrases: { key: string; row: PhraseRow }
  meta: { key: string; row: Meta }
  unread: { key: [string, number]; row: Unread }
  packs: { key: [number, string]; row: Pack }
  packedRows: { key: [number, string]; row: PackedRows }
}
export type TableName = keyof Rows
export type DbName = 'outbox' | 'past'

export type Ask =
  /** `script` is all or nothing; a runner that lost its connection may begin it once more. */
  | { readonly do: 'transact'; readonly db: DbName; readonly mode: 'r' | 'rw'; readonly script: () => Script<unknown> }
  | { readonly do: 'get'; readonly table: TableName; readonly key: unknown }
  /** Together: to ask for one after the other takes a browser many times as long. */
  | { readonly do: 'get each'; readonly table: TableName; readonly keys: readonly unknown[] }
  /** In the order of the keys, both ends included, at most so many. */
  | { readonly do: 'between'; readonly table: TableName; readonly range: Range | null; readonly most: number }
  | { readonly do: 'put'; readonly table: TableName; readonly rows: readonly unknown[] }
  /** Throws when there is one of that key already. */
  | { readonly do: 'add'; readonly table: TableName; readonly row: unknown }
  | { readonly do: 'delete'; readonly table: TableName; readonly keys: readonly unknown[] }
  /** `null`: all there are. */
  | { readonly do: 'delete between'; readonly table: TableName; readonly ranges: readonly Range[] | null }
  /** The events that one of these commands caused. */
  | { readonly do: 'caused'; readonly by: readonly string[] }
  /** The packs that hold some of these streams. */
  | { readonly do: 'packs of'; readonly streams: readonly StreamId[] }
  /** The rows of so many packs, in their order. */
  | { readonly do: 'first packs'; readonly most: number }
  /** The screen has its turn. Outside of a transaction. */
  | { readonly do: 'rest' }
  /** Messages of these conversations cannot be found any more. */
  | { readonly do: 'unword'; readonly conversations: readonly string[] }

export type Range = { readonly from: unknown; readonly to: unknown }

export function* transact<T>(db: DbName, mode: 'r' | 'rw', script: () => Script<T>): Script<T> {
  return (yield { do: 'transact', db, mode, script }) as T
}

export function* get<N extends TableName>(table: N, key: Rows[N]['key']): Script<Rows[N]['row'] | undefined> {
  return (yield { do: 'get', table, key }) as Rows[N]['row'] | undefined
}

export function* getEach<N extends TableName>(
  table: N,
  keys: readonly Rows[N]['key'][]
): Script<(Rows[N]['row'] | undefined)[]> {
  return keys.length === 0 ? [] : ((yield { do: 'get each', table, keys }) as (Rows[N]['row'] | undefined)[])
}

export function* between<N extends TableName>(
  table: N,
  from: Rows[N]['key'],
  to: Rows[N]['key'],
  most = Infinity
): Script<Rows[N]['row'][]> {
  return (yield { do: 'between', table, range: { from, to }, most }) as Rows[N]['row'][]
}

export function* all<N extends TableName>(table: N, most = Infinity): Script<Rows[N]['row'][]> {
  return (yield { do: 'between', table, range: null, most }) as Rows[N]['row'][]
}

/**
 * All rows of a table below a key, so many at a time: a browser makes objects of what it reads in one task. What `take`
 * gives of each is kept.
 */
export function* inParts<N extends 'packs' | 'packedRows' | 'streams', T>(
  table: N,
  [from, to]: readonly [Rows[N]['key'], Rows[N]['key']],
  most: number,
  take: (row: Rows[N]['row']) => T
): Script<T[]> {
  const taken: T[] = []
  for (let next = from; ;) {
    const rows = yield* between(table, next, to, most)
    taken.push(...rows.map(take))
    const last = rows.length === most ? rows.at(-1) : undefined
    if (!last) return taken
    next = 'first' in last ? [last.generation, `${last.first}\0`] : `${last.stream}\0`
  }
}

export function* put<N extends TableName>(table: N, rows: readonly Rows[N]['row'][]): Script<void> {
  if (rows.length > 0) yield { do: 'put', table, rows }
}

export function* add<N extends TableName>(table: N, row: Rows[N]['row']): Script<void> {
  yield { do: 'add', table, row }
}

export function* remove<N extends TableName>(table: N, keys: readonly Rows[N]['key'][]): Script<void> {
  if (keys.length > 0) yield { do: 'delete', table, keys }
}

export function* removeBetween<N extends TableName>(table: N, from: Rows[N]['key'], to: Rows[N]['key']): Script<void> {
  yield* removeRanges(table, [{ from, to }])
}

export function* removeRanges(table: TableName, ranges: readonly Range[]): Script<void> {
  if (ranges.length > 0) yield { do: 'delete between', table, ranges }
}

export function* clear(table: TableName): Script<void> {
  yield { do: 'delete between', table, ranges: null }
}

export function* caused(by: readonly string[]): Script<Event[]> {
  return by.length === 0 ? [] : ((yield { do: 'caused', by }) as Event[])
}

export function* packsOf(streams: readonly StreamId[]): Script<Pack[]> {
  return streams.length === 0 ? [] : ((yield { do: 'packs of', streams }) as Pack[])
}

export function* firstPacks(most: number): Script<PackedRows[]> {
  return (yield { do: 'first packs', most }) as PackedRows[]
}

export function* rest(): Script<void> {
  yield { do: 'rest' }
}

export function* unword(conversations: readonly string[]): Script<void> {
  if (conversations.length > 0) yield { do: 'unword', conversations }
}
