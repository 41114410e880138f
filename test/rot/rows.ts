import type { Query } from '../../sync-server/db/sql.ts'
import type { Chance } from '../power/chance.ts'

/** Where a row lies, and what it says. */
export type Place = { readonly table: string; readonly oid: number; readonly ctid: string; readonly row: Row }
type Row = Readonly<Record<string, string | number | null>>

const tables = ['event', 'head', 'heard', 'tenant_head', 'tenant_day', 'closed_day']

/** They tell when something was done, or what an append compares itself with, and nothing is read by them. */
const told = new Set(['closed_day.closed_at', 'closed_day.archived_at', 'closed_day.cold_at', 'head.was'])

/** Every stored row of the tenant, bytes as hex and JSON as its text. */
export async function storedRows(query: Query, tenant: string): Promise<readonly Place[]> {
  const places: Place[] = []
  for (const table of tables) {
    const columns = await query<{ name: string; type: string }>(
      `select attname as name, atttypid::regtype::text as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [table]
    )
    const read = columns.map(({ name, type }) =>
      type === 'bytea' ? `encode(${name}, 'hex') as ${name}` : `${name}${shown(type)}`
    )
    const rows = await query<Row & { oid: number; ctid: string }>(
      `select tableoid::bigint as oid, ctid::text as ctid, ${read.join(', ')} from ${table} where tenant = $1`,
      [tenant]
    )
    for (const { oid, ctid, ...row } of rows) places.push({ table, oid, ctid, row })
  }
  return places
}

const shown = (type: string) => (['json', 'date'].includes(type) ? '::text' : '')

export type Flip = { readonly place: Place; readonly column: string; readonly value: string | number }

/** One bit of one column of one row, as long as what comes out is still a value of its kind. */
export function flipOf(places: readonly Place[], chance: Chance): Flip {
  for (;;) {
    const place = chance.oneOf(places)
    const columns = Object.keys(place.row).filter(
      name => place.row[name] !== null && !told.has(`${place.table}.${name}`)
    )
    const column = chance.oneOf(columns)
    const value = flipped(place.row[column] ?? '', column, chance)
    if (value !== undefined) return { place, column, value }
  }
}

/** @throws where the database itself does not take it. */
export async function apply(query: Query, { place, column, value }: Flip): Promise<void> {
  const type = column === 'hash' ? `decode($3, 'hex')` : '$3'
  const done = await query(
    `update ${place.table} set ${column} = ${type}${kindOf(column)} where tableoid = $1::oid and ctid = $2::tid returning 1`,
    [place.oid, place.ctid, value]
  )
  if (done.length !== 1) throw new Error(`the row of ${place.table} is not there`)
}

function kindOf(column: string): string {
  if (column === 'data' || column === 'summary') return '::text::json'
  return column === 'hash' ? '' : column.endsWith('day') ? '::text::date' : ''
}

function flipped(value: string | number, column: string, chance: Chance): string | number | undefined {
  if (typeof value === 'number') return Number(BigInt(value) ^ (1n << BigInt(chance.below(16))))
  if (value === '') return undefined
  if (column === 'hash') {
    const bytes = Buffer.from(value, 'hex')
    const at = chance.below(bytes.length)
    bytes[at]! ^= 1 << chance.below(8)
    return bytes.toString('hex')
  }
  const at = chance.below(value.length)
  const turned = String.fromCharCode(value.charCodeAt(at) ^ (1 << chance.below(7)))
  const text = value.slice(0, at) + turned + value.slice(at + 1)
  return isOfItsKind(text, column) ? text : undefined
}

function isOfItsKind(text: string, column: string): boolean {
  if (text.includes('\0')) return false
  if (column.endsWith('day')) return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
  if (column !== 'data' && column !== 'summary') return true
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
