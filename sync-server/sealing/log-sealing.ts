import { erasedBy } from '../../shared/catalog.ts'
import type { Fact, StreamId } from '../../shared/kernel/message.ts'
import { personalIn } from '../../shared/personal.ts'
import type { Append, Erasure } from '../log/arrange.ts'
import type { Recorded } from '../log/recorded.ts'
import { eventOf, type Row } from '../log/row.ts'
import type { Sealing } from '../log/sealing.ts'
import { seal, unseal } from './cipher.ts'
import { emptyRing, type Ring, type StreamKeys } from './stream-keys.ts'

/**
 * Words about a person, stored under a key of their own, one a stream:
 *
 *     fact   {message, content}  ─►  {message, sealed: "<since>.<nonce · content · tag>"}
 *     row    key is there        ─►  {message, content}
 *            key was destroyed   ─►  {message, content: erased}
 *
 * `since` is the version from which the key was used: what is said after an erasure is sealed with another one.
 */
export function logSealing(keys: StreamKeys, beside: Omit<Sealing['beside'], 'demanded'>): Sealing {
  const made = new WeakMap<object, Buffer>()
  return {
    beside: { ...beside, demanded: true },
    async seal(append) {
      const { tenant, stream, version, facts } = append
      const erasure = erasureOf(append)
      const personal = facts.some(isPersonal)
      const { row, since, key } = personal ? await keyFor(append) : { row: null, since: 0, key: null }
      if (row && key) made.set(row, key)
      const data = facts.map((fact, at) => {
        const place = placeOf(tenant, stream, version + 1 + at, fact.type)
        return key ? sealedText(fact, since, key, place) : JSON.stringify(restOf(fact))
      })
      return { ...append, data, key: row, erasure }
    },
    stands({ key, erasure }) {
      const secret = key && made.get(key)
      if (key && secret) keys.stands(key, secret)
      if (erasure) keys.destroyed(erasure)
    },
    mayStand({ tenant, stream, version, key, erasure }) {
      // Forgotten is what may be destroyed, and that there is no new one: what is still there is read again.
      if (key ?? erasure) keys.destroyed(erasure ?? { tenant, stream, version, contact: null })
    },
    async open(tenant, rows) {
      const read = rows.map(row => ({ row, said: JSON.parse(row.data) as Said }))
      const streams = read.filter(({ row, said }) => said.sealed !== undefined || hasPersonal(row.type))
      const rings = await keys.of(tenant, [...new Set(streams.map(({ row }) => row.stream))])
      return read.map(({ row, said }) => opened(tenant, row, said, rings.get(row.stream) ?? emptyRing))
    }
  }

  async function keyFor({ tenant, stream, version, person }: Append) {
    if (!person) throw new Error(`something personal was said in ${stream}, and of nobody`)
    // A stream that begins has no key yet: there is no need to ask.
    const ring = keys.known(tenant, stream) ?? (version > 0 ? (await keys.of(tenant, [stream])).get(stream) : undefined)
    const since = Math.max(...(ring?.keys.keys() ?? []))
    const key = ring?.keys.get(since)
    if (key) return { row: null, since, key }
    const fresh = await keys.make(tenant, stream, version + 1, person)
    return { row: fresh.row, since: version + 1, key: fresh.key }
  }
}

type Said = { readonly sealed?: string; readonly [field: string]: unknown }

function opened(tenant: string, row: Row, { sealed, ...said }: Said, ring: Ring): Recorded {
  const gone = { ...said, ...personalIn(row.type) }
  if (row.version <= ring.erasedUpTo) return eventOf(row, gone)
  if (sealed === undefined) return eventOf(row, said)
  const dot = sealed.indexOf('.')
  const key = ring.keys.get(Number(sealed.slice(0, dot)))
  if (!key) return eventOf(row, gone)
  const place = placeOf(tenant, row.stream, row.version, row.type)
  const plain = unseal(Buffer.from(sealed.slice(dot + 1), 'base64'), key, place).toString()
  return eventOf(row, { ...said, ...(JSON.parse(plain) as object) })
}

function sealedText(fact: Fact, since: number, key: Buffer, place: string): string {
  const fields = personalIn(fact.type)
  const open: Record<string, unknown> = {}
  const personal: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(restOf(fact))) {
    if (Object.hasOwn(fields, field)) personal[field] = value
    else open[field] = value
  }
  if (Object.keys(personal).length === 0) return JSON.stringify(open)
  return JSON.stringify({
    ...open,
    sealed: `${since}.${seal(JSON.stringify(personal), key, place).toString('base64')}`
  })
}

function erasureOf({ tenant, stream, version, facts, person }: Append): Erasure | null {
  const at = facts.findLastIndex(fact => erasedBy(fact) !== null)
  const fact = facts[at]
  if (!fact) return null
  return { tenant, stream, version: version + 1 + at, contact: erasedBy(fact) === 'person' ? (person ?? null) : null }
}

function restOf({ type: _type, at: _at, by: _by, cause: _cause, ...rest }: Fact): Record<string, unknown> {
  return rest
}

function isPersonal(fact: Fact): boolean {
  return Object.keys(personalIn(fact.type)).some(field => Object.hasOwn(fact, field))
}

function hasPersonal(type: string): boolean {
  return Object.keys(personalIn(type)).length > 0
}

/** Sealed words stand in one event and in no other. */
function placeOf(tenant: string, stream: StreamId, version: number, type: string): string {
  return `${tenant} ${stream} ${version} ${type}`
}
