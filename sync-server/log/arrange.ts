import type { AnyRefusal, Scope } from '../../shared/catalog.ts'
import { dayOf, type Day } from '../../shared/kernel/day.ts'
import type { Fact, StreamId } from '../../shared/kernel/message.ts'
import type { Ack, Chained, Recorded, Ticket } from './recorded.ts'
import { link, toRow, type Row } from './row.ts'

export type Append = {
  readonly tenant: string
  readonly stream: StreamId
  readonly version: number
  readonly facts: readonly Fact[]
  readonly scope: Scope
  readonly ticket?: Ticket | undefined
  /** The contact whose words are among them, if anybody's are. */
  readonly person?: string | null
}

/** An append as it is stored: `data` is what is written of each fact beyond the columns. */
export type Sealed = Append & {
  readonly data: readonly string[]
  /** The key it was sealed with, where that is a new one. */
  readonly key: NewKey | null
  readonly erasure: Erasure | null
}

/** A stream's key from version `since` on, as it is stored. */
export type NewKey = {
  readonly tenant: string
  readonly stream: StreamId
  readonly since: number
  readonly contact: string
  readonly wrapped: string
}

/** Nothing personal of the stream up to `version` can be read any more, nor of any stream of `contact`, if that is somebody. */
export type Erasure = {
  readonly tenant: string
  readonly stream: StreamId
  readonly version: number
  readonly contact: string | null
}

/** An answer without facts that is kept all the same: a refusal, or nothing to do. */
export type Judgement = {
  readonly tenant: string
  readonly ticket: Ticket
  readonly command: string | null
  readonly refusal: AnyRefusal | null
}

export type Wanted = Sealed | Judgement

export type Outcome =
  | { readonly result: 'appended'; readonly events: readonly Chained[]; readonly seq: number }
  | { readonly result: 'repeated'; readonly seq: number }
  | { readonly result: 'conflict' }
  /** The ticket was judged, now or before: this is its answer, for good. */
  | { readonly result: 'judged'; readonly ack: Ack }

export type TenantHead = { readonly seq: number; readonly recordedAt: number; readonly hash: string }
/** Without the day it began, whoever moves it says today's, and the table keeps its own. */
export type StreamHead = { readonly version: number; readonly firstDay?: Day }

/** What the tables said, read under the tenants' locks. The keys are made by `keyOf`. */
export type Known = {
  readonly tenants: Map<string, TenantHead>
  readonly heads: Map<string, StreamHead>
  readonly heard: Map<string, number>
  readonly acks: Map<string, Ack>
}

/** What the tables shall say, as rows by table. `was` and `was_hash` are what they must say before. */
export type Arranged = {
  readonly outcomes: readonly Outcome[]
  readonly events: (Row & { readonly tenant: string; readonly day: Day; readonly hash: string })[]
  readonly heads: Map<
    string,
    { tenant: string; stream: StreamId; was: number; version: number; scope: Scope; first_day: Day; last_day: Day }
  >
  readonly heard: { tenant: string; cause: string; seq: number }[]
  readonly tenants: Map<
    string,
    { tenant: string; was: number; was_hash: string; seq: number; recorded_at: number; hash: string }
  >
  readonly days: Map<string, { tenant: string; day: Day; first_seq: number; last_seq: number }>
  readonly acks: (Ack & { readonly tenant: string; readonly client: string })[]
  readonly keys: NewKey[]
  readonly erasures: Erasure[]
}

const noHead: TenantHead = { seq: 0, recordedAt: 0, hash: '' }

export function keyOf(tenant: string, ...rest: readonly (string | number)[]): string {
  return JSON.stringify([tenant, ...rest])
}

/**
 * Gives everything that is wanted its place, in the order it came, each seeing what those before it did:
 *
 *     ticket judged before?  → that answer       cause heard before?  → repeated
 *     version has moved?     → conflict          else                 → seq + 1 …, hash, head, heard
 *
 * and with a ticket, the ack. Pure: it changes `known` and nothing else.
 */
export function arrange(wanted: readonly Wanted[], known: Known, now: number): Arranged {
  const outcomes: Outcome[] = []
  const tables = { events: [], heads: new Map(), heard: [], tenants: new Map(), days: new Map(), acks: [] }
  const book: Book = { known, arranged: { outcomes, ...tables, keys: [], erasures: [] }, now }
  for (const one of wanted) outcomes.push(place(book, one))
  return book.arranged
}

type Book = { readonly known: Known; readonly arranged: Arranged; readonly now: number }

function place(book: Book, one: Wanted): Outcome {
  const { tenant, ticket } = one
  const before = ticket && book.known.acks.get(keyOf(tenant, ticket.client, ticket.n))
  if (before) return { result: 'judged', ack: before }

  if (!('facts' in one)) {
    const { command, refusal } = one
    const head = book.known.tenants.get(tenant) ?? noHead
    moveTenant(book, tenant, head, head)
    const { seq } = head
    return {
      result: 'judged',
      ack: acknowledge(book, tenant, one.ticket.client, { n: one.ticket.n, command, seq, refusal })
    }
  }
  const outcome = append(book, one)
  if (ticket && 'seq' in outcome) {
    acknowledge(book, tenant, ticket.client, { n: ticket.n, command: causeOf(one), seq: outcome.seq, refusal: null })
  }
  return outcome
}

function acknowledge({ known, arranged }: Book, tenant: string, client: string, ack: Ack): Ack {
  known.acks.set(keyOf(tenant, client, ack.n), ack)
  arranged.acks.push({ tenant, client, ...ack })
  return ack
}

export function causeOf(append: Append): string {
  const cause = append.facts[0]?.cause
  if (cause === undefined) throw new Error(`an append to ${append.stream} without a fact`)
  if (append.facts.some(fact => fact.cause !== cause)) throw new Error(`an append to ${append.stream} with two causes`)
  return cause
}

function append(book: Book, one: Sealed): Outcome {
  const { known, arranged, now } = book
  const { tenant, stream } = one
  const heardAt = known.heard.get(keyOf(tenant, causeOf(one)))
  if (heardAt !== undefined) return { result: 'repeated', seq: heardAt }
  if ((known.heads.get(keyOf(tenant, stream))?.version ?? 0) !== one.version) return { result: 'conflict' }

  const last = known.tenants.get(tenant) ?? noHead
  // A clock that was set back must not open a day again that lies behind the last event.
  const recordedAt = Math.max(now, last.recordedAt)
  const events: Chained[] = []
  let hash = last.hash
  for (const [index, event] of record(one, last.seq, recordedAt).entries()) {
    const row = toRow(event, one.data[index] ?? '')
    hash = link(hash, tenant, row)
    events.push({ ...event, hash })
    arranged.events.push({ ...row, tenant, day: dayOf(recordedAt), hash })
  }
  const head = { seq: last.seq + events.length, recordedAt, hash }
  moveTenant(book, tenant, last, head)
  moveHeads(book, one, head)
  if (one.key) arranged.keys.push(one.key)
  if (one.erasure) arranged.erasures.push(one.erasure)
  return { result: 'appended', events, seq: head.seq }
}

function record({ stream, version, facts, scope }: Append, seq: number, recordedAt: number): Recorded[] {
  return facts.map((fact, index): Recorded => {
    const place = index + 1
    return { seq: seq + place, stream, version: version + place, recordedAt, fact, scope }
  })
}

function moveTenant({ known, arranged }: Book, tenant: string, from: TenantHead, to: TenantHead): void {
  const { was, was_hash } = arranged.tenants.get(tenant) ?? { was: from.seq, was_hash: from.hash }
  known.tenants.set(tenant, to)
  arranged.tenants.set(tenant, { tenant, was, was_hash, seq: to.seq, recorded_at: to.recordedAt, hash: to.hash })
}

function moveHeads({ known, arranged }: Book, one: Append, head: TenantHead): void {
  const { tenant, stream, scope, facts } = one
  const { seq, recordedAt } = head
  const day = dayOf(recordedAt)
  const cause = causeOf(one)
  const version = one.version + facts.length
  const firstDay = known.heads.get(keyOf(tenant, stream))?.firstDay ?? day
  const was = arranged.heads.get(keyOf(tenant, stream))?.was ?? one.version
  known.heads.set(keyOf(tenant, stream), { version, firstDay })
  known.heard.set(keyOf(tenant, cause), seq)
  arranged.heads.set(keyOf(tenant, stream), { tenant, stream, was, version, scope, first_day: firstDay, last_day: day })
  arranged.heard.push({ tenant, cause, seq })
  const firstSeq = arranged.days.get(keyOf(tenant, day))?.first_seq ?? seq - facts.length + 1
  arranged.days.set(keyOf(tenant, day), { tenant, day, first_seq: firstSeq, last_seq: seq })
}
