import { createHash } from 'node:crypto'
import type { Scope } from '../../shared/catalog.ts'
import type { Author, Fact, StreamId } from '../../shared/kernel/message.ts'
import { upcast } from '../../shared/kernel/upcast.ts'
import type { Recorded } from './recorded.ts'

/** An event as its table has it. `data` is what the fact says beyond the columns, as JSON text, byte for byte. */
export type Row = {
  readonly seq: number
  readonly stream: StreamId
  readonly version: number
  readonly type: string
  readonly at: number
  readonly recorded_at: number
  readonly by: string
  readonly cause: string
  readonly data: string
  readonly scope: Scope
}

export const rowColumns = 'seq, stream, version, type, at, recorded_at, by, cause, data::text as data, scope'

export function toRow({ seq, stream, version, recordedAt, fact, scope }: Recorded, data: string): Row {
  const { type, at, by, cause } = fact
  const place = { seq, stream, version, recorded_at: recordedAt, scope }
  return { ...place, type, at, by: `${by.kind}/${by.id}`, cause, data }
}

/** What a fact says beyond the columns. */
export function dataOf({ type: _type, at: _at, by: _by, cause: _cause, ...rest }: Fact): string {
  return JSON.stringify(rest)
}

/** The event as it is read today: a retired fact comes as the one that replaced it, an unknown one as it is. */
export function fromRow(row: Row): Recorded {
  return eventOf(row, JSON.parse(row.data) as object)
}

export function eventOf(row: Row, said: object): Recorded {
  const { seq, stream, version, type, at, cause, scope } = row
  const fact: Fact = { type, at, by: toAuthor(row.by), cause, ...said }
  return { seq, stream, version, recordedAt: row.recorded_at, fact: upcast(fact), scope }
}

function toAuthor(by: string): Author {
  const end = by.indexOf('/')
  return { kind: by.slice(0, end) as Author['kind'], id: by.slice(end + 1) }
}

/** A number that is beyond these was not recorded by anybody. */
export function isNumbered({ seq, version, at, recorded_at }: Row): boolean {
  return [seq, version, at, recorded_at].every(Number.isSafeInteger)
}

/** The next link of a tenant's chain, as hex. Whoever changes any column of any event breaks every link from there on. */
export function link(previous: string, tenant: string, row: Row): string {
  const { seq, stream, version, type, at, recorded_at, by, cause, data, scope } = row
  const bytes = JSON.stringify([tenant, seq, stream, version, type, at, recorded_at, by, cause, data, scope])
  return createHash('sha256').update(previous, 'hex').update(bytes).digest('hex')
}
