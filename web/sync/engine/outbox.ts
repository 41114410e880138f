import { commutes, type AnyRefusal, type ClientCommand } from '../../../shared/catalog.ts'
import { dayMs } from '../../../shared/kernel/day.ts'
import { streamKey, streamKind, type StreamId } from '../../../shared/kernel/message.ts'
import type { DownFrame } from '../../../shared/protocol/down.ts'
import type { PushItem } from '../../../shared/protocol/up.ts'
import type { Draft, Held, Identity } from '../../log/db.ts'
import { detachFor, dropUnnamed, removeFiles, saidOfFile } from './files-to-send.ts'
import { identify, identityHere } from './identity.ts'
import { add, all, clear, get, put, remove, transact, type Script } from './script.ts'
import { takeWindow } from './window.ts'

export type Ack = Extract<DownFrame, { type: 'acks' }>['acks'][number]

/** `isCopy`: an answer was about a command that is not ours. Somebody else has our number, and used its `n`. */
export type Settlement = { readonly touched: readonly StreamId[]; readonly isCopy: boolean }

/**
 * The commands of this device that are not confirmed yet, in the order of their `n`.
 * Any tab appends [T1]; the tab with the socket pushes and settles. The database is the truth, `rows` its copy here.
 */
export type Outbox = {
  readonly client: string
  readonly lastN: number
  readonly rows: readonly Held[]
  /** Decided and not refused, of one stream: what is hoped for. */
  pending(stream: StreamId): readonly Held[]
  reload(): Script<void>
  /** Gives the command its `n`, durably. `isCurrent` sees the stream's pending commands as they are inside the transaction. */
  append(
    stream: StreamId,
    command: ClientCommand,
    isCurrent: (pending: readonly Held[]) => boolean
  ): Script<'appended' | 'repeated' | 'conflict'>
  withdraw(command: string): Script<ClientCommand | null>
  discardRefused(command: string): Script<StreamId | null>
  /** What goes next to this log, from `n` on, now marked as gone. An `n` we no longer have goes as withdrawn. */
  window(from: number, log: string): Script<readonly PushItem[]>
  /** Writes down the server's answers, and puts away what the cursor has passed. */
  settle(acks: readonly Ack[], cursor: number, now: number): Script<Settlement>
  /** The streams to which something was written that is only here, drafts too. */
  written(): Script<readonly StreamId[]>
  /** [S4] What was erased takes along what was written to it and not judged yet. */
  forget(streams: readonly StreamId[]): Script<void>
  /** The server knows more of us than we do: this database is an old copy. Starts again as a new client. */
  renumber(client: string): Script<void>
}

const settledKeptMs = 7 * dayMs

export function* openOutbox(newClient: string): Script<Outbox> {
  yield* transact('outbox', 'rw', () => identify(newClient))
  let known = yield* transact('outbox', 'r', read)

  /** What is in memory afterwards was read in the same transaction: nothing can fail between storing and knowing. */
  function* write<T>(work: () => Script<T>): Script<T> {
    const [done, after] = yield* transact('outbox', 'rw', function* () {
      return [yield* work(), yield* read()] as const
    })
    known = after
    return done
  }

  return {
    get client() {
      return known.identity.client
    },
    get lastN() {
      return known.identity.lastN
    },
    get rows() {
      return known.rows
    },
    pending: stream => pendingOf(known.rows, stream),
    *reload() {
      known = yield* transact('outbox', 'r', read)
    },
    append: (stream, command, isCurrent) => write(() => append(stream, command, isCurrent)),
    withdraw: command => write(() => withdraw(command)),
    discardRefused: command => write(() => discardRefused(command)),
    window: (from, log) => write(() => takeWindow(from, log)),
    settle: (acks, cursor, now) => write(() => settle(acks, cursor, now)),
    written: () => transact('outbox', 'r', written),
    forget: streams => write(() => forget(new Set(streams))),
    renumber: client => write(() => renumber(client))
  }
}

function pendingOf(rows: readonly Held[], stream: StreamId): Held[] {
  return rows.filter(row => row.stream === stream && row.command !== null && row.refusal === null)
}

type Known = { readonly identity: Identity; readonly rows: readonly Held[] }

function* read(): Script<Known> {
  return { identity: yield* identityHere(), rows: yield* all('commands') }
}

function* append(
  stream: StreamId,
  command: ClientCommand,
  isCurrent: (pending: readonly Held[]) => boolean
): Script<'appended' | 'repeated' | 'conflict'> {
  const { identity, rows } = yield* read()
  if (rows.some(row => row.command?.id === command.id)) return 'repeated'
  const pending = pendingOf(rows, stream)
  if (!isCurrent(pending)) return 'conflict'

  const n = identity.lastN + 1
  const before = pending.findLast(row => row.command && row.acceptedAt === null && !commutes(row.command))
  const after = commutes(command) ? null : (before?.command?.id ?? null)
  yield* put('identity', [{ ...identity, lastN: n }])
  yield* add('commands', { n, command, stream, after, gone: false, acceptedAt: null, refusal: null })
  yield* detachFor(command)
  const draft = draftOf(command)
  if (draft) yield* remove('drafts', [draft])
  return 'appended'
}

/** The words in the field become the words in the outbox: never both, never neither. */
export function draftOf(command: ClientCommand): [string, 'reply' | 'note'] | null {
  if (command.type === 'conversation.note') return [command.conversation, 'note']
  if (command.type !== 'conversation.reply') return null
  const { kind } = command.content
  const isWritten = kind === 'text' || (kind === 'media' && command.content.caption !== undefined)
  return isWritten ? [command.conversation, 'reply'] : null
}

function* withdraw(command: string): Script<ClientCommand | null> {
  const rows = yield* all('commands')
  const row = rows.find(one => one.command?.id === command)
  if (!row?.command || row.gone || row.refusal) return null
  // What rested on it now rests on what it rested on.
  const resting = rows.filter(other => other.after === command).map(other => ({ ...other, after: row.after }))
  yield* put('commands', [{ ...row, command: null }, ...resting])
  yield* dropUnnamed()
  return row.command
}

function* discardRefused(command: string): Script<StreamId | null> {
  const row = (yield* all('commands')).find(one => one.command?.id === command)
  if (!row?.refusal) return null
  yield* remove('commands', [row.n])
  yield* dropUnnamed()
  return row.stream
}

function* written(): Script<readonly StreamId[]> {
  const rows = (yield* all('commands')).filter(row => row.command !== null)
  const drafts = yield* all('drafts')
  const attached = (yield* all('files')).filter(file => file.isAttached)
  const talks = [...drafts, ...attached].map(({ conversation }): StreamId => `conversation/${conversation}`)
  return [...new Set([...rows.map(row => row.stream), ...talks])]
}

/** All that is kept of a composer. */
const drafted: readonly Draft['mode'][] = ['reply', 'note', 'choices', 'answered']

/** Each goes as withdrawn and only consumes its `n`: its words are not kept anywhere. */
function* forget(streams: ReadonlySet<StreamId>): Script<void> {
  const isTheirs = (row: Held) => streams.has(row.stream) && row.command !== null
  const rows = (yield* all('commands')).filter(isTheirs)
  const waiting = rows.filter(row => row.refusal === null)
  yield* remove(
    'commands',
    rows.filter(row => row.refusal !== null).map(row => row.n)
  )
  yield* put(
    'commands',
    waiting.map(row => ({ ...row, command: null, after: null }))
  )
  const settled = (yield* all('settled')).filter(isTheirs)
  yield* put(
    'settled',
    settled.map(row => ({ ...row, command: null }))
  )
  const talks = [...streams].filter(stream => streamKind(stream) === 'conversation').map(streamKey)
  yield* remove('documents', talks)
  yield* removeFiles((yield* all('files')).filter(({ conversation }) => talks.includes(conversation)))
  yield* remove(
    'drafts',
    talks.flatMap(one => drafted.map((mode): [string, string] => [one, mode]))
  )
}

function* settle(acks: readonly Ack[], cursor: number, now: number): Script<Settlement> {
  const touched = new Set<StreamId>()
  for (const ack of acks) {
    const row = (yield* get('commands', ack.n)) ?? (yield* get('settled', ack.n))
    // What was refused has its answer, also where only its `n` was to be consumed once more.
    if (!row || row.refusal) continue
    if (ack.command !== (row.command?.id ?? null)) return { touched: [...touched], isCopy: true }
    if ('settledAt' in row && !ack.refusal) continue
    touched.add(row.stream)
    // Nobody is told that a conversation they may not see any more was not marked as read.
    if (ack.refusal && row.command?.type === 'conversation.mark-read') yield* remove('commands', [row.n])
    else yield* put('commands', [answered(row, ack.seq, yield* saidOfFile(row, ack.refusal))])
  }
  for (const row of yield* all('commands')) {
    if (row.refusal || row.acceptedAt === null || row.acceptedAt > cursor) continue
    touched.add(row.stream)
    yield* remove('commands', [row.n])
    yield* put('settled', [{ ...row, settledAt: now }])
  }
  yield* forgetOldest(now)
  return { touched: [...touched], isCopy: false }
}

function answered({ n, command, stream, after }: Held, seq: number, refusal: AnyRefusal | null): Held {
  return { n, command, stream, after, gone: true, acceptedAt: refusal ? null : seq, refusal: command ? refusal : null }
}

function* forgetOldest(now: number): Script<void> {
  const oldest = yield* all('settled', 50)
  yield* remove(
    'settled',
    oldest.filter(row => now - row.settledAt > settledKeptMs).map(row => row.n)
  )
  yield* dropUnnamed()
}

function* renumber(client: string): Script<void> {
  const { identity, rows } = yield* read()
  const waiting = rows.filter(row => row.command)
  yield* clear('commands')
  yield* clear('settled')
  // What has gone may have been taken, under whichever number: it is not taken back here. What was taken and has not come
  // back in an event is asked about once more, or it would be on the screen and not here.
  yield* put(
    'commands',
    waiting.map((row, at) => ({ ...row, n: at + 1, acceptedAt: null }))
  )
  yield* put('identity', [{ ...identity, client, lastN: waiting.length }])
}
