import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { longestRaw, longestText, type Content } from '../../shared/conversations/content.ts'
import type { Report } from './port.ts'

/*
 * What every adapter needs to read a vendor's JSON generously: vendors add fields and kinds whenever they like,
 * and a customer's message must not be lost over one.
 */

export type Item = Record<string, unknown>

/** No vendor says anything below this many levels; what lies deeper is kept, and not looked into. */
export const deepest = 20

/** What need not be there, and counts as missing where it makes no sense: it costs nothing else of what it stands in. */
export function maybe<T extends v.GenericSchema>(schema: T) {
  return v.fallback(v.optional(v.nullable(schema)), undefined)
}

/** An id, which some vendors write as a number. */
export const someId = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'is not an id'),
  v.transform(String),
  v.minLength(1, 'is not an id'),
  v.maxLength(200, 'is not an id')
)

/** What a vendor documents, and no conversation is about: answered, and nobody is told. */
export const passedOver: Report = { kind: 'account', about: 'account', news: null }

export function isObject(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object under this name; an empty one if there is none. */
export function part(of: unknown, name: string): Item {
  const inner = isObject(of) ? of[name] : undefined
  return isObject(inner) ? inner : {}
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}

/** The first `most` UTF-16 units, never half a character. */
export function cut(words: string, most: number): string {
  return words.length <= most ? words : words.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
}

/** Words that are there, cut to what is kept. */
export function words(value: unknown, most = longestText): string | undefined {
  return typeof value === 'string' && value !== '' ? cut(value, most) : undefined
}

export function line(value: unknown): string | undefined {
  return words(value, 500)
}

/** An address is only good whole. */
export function link(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 4096 ? value : undefined
}

/** A number of bytes, seconds or pixels: some vendors write it as a text. */
export function count(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  const whole = typeof number === 'number' ? Math.round(number) : Number.NaN
  // More than can be counted is no count, and fits no fact.
  return Number.isSafeInteger(whole) && whole >= 0 ? whole : undefined
}

/** A latitude or a longitude. */
export function isDegrees(value: unknown, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most
}

/** An id as text, whatever the vendor makes of it. */
export function name(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Only the fields that have a value. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

const plainId = /^[A-Za-z0-9][\w.:~=+/@#-]{0,159}$/

/** A vendor's id as one of ours; one that is too long or too strange goes by its digest, everywhere alike. */
export function idFrom(vendors: string): string {
  return plainId.test(vendors) ? vendors : `digest:${createHash('sha256').update(vendors).digest('base64url')}`
}

/** The vendor's own id is not known any more. */
export function isDigest(id: string): boolean {
  return id.startsWith('digest:')
}

/** Was this handed back one of our own ids? */
export function ownId(value: unknown): string | null {
  return typeof value === 'string' && /^[A-Za-z0-9][\w.:~=+/@#-]{0,199}$/.test(value) ? value : null
}

export function unread(why: string, item: unknown): Report {
  return { kind: 'unread', why, raw: JSON.stringify(item) ?? 'undefined' }
}

export function faultOf(issues: readonly v.BaseIssue<unknown>[]): string {
  const [first] = issues
  return first ? `${v.getDotPath(first) ?? 'it'}: ${first.message}` : 'cannot be read'
}

/** What somebody filled in, line by line: what the form itself says of it is mostly "Sent". */
export function answersIn(json: unknown): string | undefined {
  const answers = typeof json === 'string' ? objectIn(json) : json
  if (!isObject(answers)) return undefined
  const lines = Object.entries(answers).flatMap(([field, answer]) => {
    if (field === 'flow_token') return []
    const said = typeof answer === 'string' ? answer : JSON.stringify(answer)
    return said === '' || said === undefined ? [] : [`${field.replaceAll('_', ' ')}: ${said}`]
  })
  return words(lines.join('\n'))
}

function objectIn(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** A platform's word for a kind, as one of ours: `[\w.-]{1,64}`. */
export function wordOf(kind: string): string {
  return kind.replace(/[^\w.-]+/g, '_').slice(0, 64) || 'unknown'
}

/** What a message says. `whole`: nothing of it had to be left out. */
export type Said = { readonly content: Content; readonly whole: boolean }

/** A kind we cannot show yet, with the vendor's own words for a version that can. `whole`: all of them fit. */
export function unsupported(
  what: string,
  item: unknown,
  more: { caption?: string | undefined; elsewhere?: true } = {}
): Said {
  const raw = JSON.stringify(item) ?? ''
  const whole = raw.length <= longestRaw
  const kept = given({ caption: words(more.caption), elsewhere: more.elsewhere, raw: whole ? raw : undefined })
  return { content: { kind: 'unsupported', what: cut(what, 64) || 'unknown', ...kept }, whole }
}

/** A message, and its raw form beside it when it is too long to keep in the conversation. */
export function withRest(report: Report, whole: boolean, item: unknown): readonly Report[] {
  return whole ? [report] : [report, unread('is too long to keep in the conversation', item)]
}

/** An answer that says where something is: small, and JSON. `undefined`: it is not. */
export async function smallJson(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body) {
    bytes += part.length
    if (bytes > longestRaw) return undefined
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString())
  } catch {
    return undefined
  }
}
