import * as v from 'valibot'
import type { StoredRow } from '../log/stored-row.ts'
import { chain, type Chain } from '../log/verify.ts'
import { Damaged } from './damaged.ts'
import type { Extent, OpenKey } from './record.ts'
import { openKey, type Source } from './take.ts'

const eventsAtOnce = 500

/** `key` opens the `keys` lines at the end. A file of an older version has neither: nothing in it is sealed. */
const firstLine = v.object({
  tenant: v.string(),
  seq: v.number(),
  hash: v.string(),
  key: v.optional(v.string()),
  keys: v.optional(v.number(), 0)
})
const keyLine = v.object({ stream: v.string(), since: v.number(), contact: v.string(), wrapped: v.string() })
const row = v.object({
  seq: v.number(),
  stream: v.string(),
  version: v.number(),
  type: v.string(),
  at: v.number(),
  recorded_at: v.number(),
  by: v.string(),
  cause: v.string(),
  data: v.string(),
  scope: v.string(),
  day: v.string(),
  hash: v.string()
})

/** A workspace's log as it is stored: where it ends, an event a line, then the keys that are left. Some lines at a time. @throws Damaged */
export async function* tenantLines({ sql, log, keyring }: Source, tenant: string): AsyncGenerator<string> {
  // As of one moment: who reads the file would miss the key of an event, or find one in the place of a key to come.
  const { head, keys } = await sql.of(tenant).transaction(async query => {
    await query('set transaction isolation level repeatable read, read only')
    const [head] = await query<Extent>(
      `select tenant, seq, encode(hash, 'hex') as hash from tenant_head where tenant = $1`,
      [tenant]
    )
    const keys = await query<KeyRow>(
      'select stream, since, contact, wrapped from sealing_key where tenant = $1 order by stream, since',
      [tenant]
    )
    return { head, keys }
  })
  if (!head) throw new Error(`${tenant} has no head`)
  const { key } = await openKey(keyring, tenant)
  yield `${JSON.stringify({ ...head, key, keys: keys.length })}\n`
  const followed = chain(tenant)
  for (let seq = 0; seq < head.seq;) {
    const rows = await log.stored(tenant, seq, Math.min(eventsAtOnce, head.seq - seq))
    const last = rows.at(-1)
    if (!last) throw new Error(`the log of ${tenant} ends at ${seq}, before ${head.seq}`)
    for (const one of rows) {
      const fault = followed.take(one)
      if (fault) throw new Damaged(`event ${fault.seq} of ${tenant} ${fault.what}`)
    }
    followed.heard()
    yield rows.map(one => `${JSON.stringify(one)}\n`).join('')
    seq = last.seq
  }
  yield keys.map(one => `${JSON.stringify(one)}\n`).join('')
}

export type KeyRow = v.InferOutput<typeof keyLine>

export type Page = { readonly tenant: string; readonly rows: readonly StoredRow[] }

/** All that a file says beside the events: where they end, and what opens them. */
export type Ending = { readonly extent: Extent; readonly workspace: OpenKey | null; readonly keys: readonly KeyRow[] }

/**
 * Reads it again, a page at a time, and follows it as far as it goes; its ending comes last, when all of it is there.
 * @throws Damaged with the number of the first bad line
 */
export async function* readTenant(lines: AsyncIterable<string>): AsyncGenerator<Page, Ending> {
  let [number, extent, followed]: [number, v.InferOutput<typeof firstLine> | null, Chain | null] = [0, null, null]
  let rows: StoredRow[] = []
  const keys: KeyRow[] = []
  for await (const text of lines) {
    number += 1
    if (extent === null || followed === null) {
      extent = parsed(firstLine, text, number)
      followed = chain(extent.tenant)
      continue
    }
    if (followed.seq === extent.seq) {
      keys.push(parsed(keyLine, text, number))
      continue
    }
    const next = parsed(row, text, number) as StoredRow
    const fault = followed.take(next)
    if (fault) throw new Damaged(`line ${number}: event ${fault.seq} ${fault.what}`)
    followed.heard()
    rows.push(next)
    if (rows.length < eventsAtOnce) continue
    yield { tenant: extent.tenant, rows }
    rows = []
  }
  if (extent === null) throw new Damaged('line 1: it is empty')
  if (followed?.seq !== extent.seq || followed.hash !== extent.hash) {
    throw new Damaged(`line ${number + 1}: it ends at event ${followed?.seq ?? 0} of ${extent.seq}`)
  }
  if (keys.length !== extent.keys) {
    throw new Damaged(`line ${number + 1}: it ends after ${keys.length} keys of ${extent.keys}`)
  }
  if (rows.length > 0) yield { tenant: extent.tenant, rows }
  const { tenant, seq, hash, key } = extent
  return { extent: { tenant, seq, hash }, workspace: key === undefined ? null : { tenant, key }, keys }
}

function parsed<Output>(schema: v.GenericSchema<unknown, Output>, text: string, number: number): Output {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Damaged(`line ${number}: it is no JSON`)
  }
  const read = v.safeParse(schema, json)
  if (!read.success) throw new Damaged(`line ${number}: it is not a line of export --full`)
  return read.output
}
