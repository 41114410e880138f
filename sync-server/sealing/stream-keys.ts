import { randomBytes } from 'node:crypto'
import type { StreamId } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import type { Erasure, NewKey } from '../log/arrange.ts'
import { groups, type Waiting } from '../log/group.ts'
import { latelyUsed } from '../log/lately-used.ts'
import { seal, unseal } from './cipher.ts'
import type { WorkspaceKeys } from './workspace-keys.ts'

/** What can be opened of a stream: with the keys that are left, by the version from which each was used. */
export type Ring = {
  readonly keys: ReadonlyMap<number, Buffer>
  /** Up to this version everything personal was erased. */
  readonly erasedUpTo: number
  readonly contact: string | null
}

export const emptyRing: Ring = { keys: new Map(), erasedUpTo: 0, contact: null }

export type StreamKeys = {
  /** Of these streams, from memory or from the database. */
  of(tenant: string, streams: readonly StreamId[]): Promise<ReadonlyMap<StreamId, Ring>>
  known(tenant: string, stream: StreamId): Ring | undefined
  /** A new key, wrapped for the database. It is in use once `stands` says so. */
  make(tenant: string, stream: StreamId, since: number, contact: string): Promise<{ row: NewKey; key: Buffer }>
  stands(row: NewKey, key: Buffer): void
  destroyed(erasure: Erasure): void
}

/** About 400 bytes each. */
const mostRings = 50_000

type Wanted = { readonly tenant: string; readonly stream: StreamId }
type Row = Wanted & {
  readonly since: number | null
  readonly contact: string | null
  readonly wrapped: string | null
  readonly erasedUpTo: number | null
}

export function streamKeys(sql: Sql, workspaces: WorkspaceKeys): StreamKeys {
  const rings = latelyUsed<Ring>(mostRings)
  let erasures = 0

  /** Those who ask in one tick are one question: a device's first sync opens thousands of streams. */
  const { add } = groups<Wanted, Ring>(ask, { mostWaiting: Infinity, mostInOneGroup: 1000 })

  async function ask(group: readonly Waiting<Wanted, Ring>[]): Promise<void> {
    try {
      const loaded = await load(group.map(one => one.wanted))
      for (const { wanted, resolve } of group) resolve(loaded.get(keyOf(wanted.tenant, wanted.stream)) ?? emptyRing)
    } catch (error) {
      for (const one of group) one.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }

  async function load(wanted: readonly Wanted[]): Promise<ReadonlyMap<string, Ring>> {
    const tenants = [...new Set(wanted.map(one => one.tenant))]
    for (;;) {
      const before = erasures
      const [found] = await sql.of(...tenants).query<{ rows: string | null }>(ringsSql, [JSON.stringify(wanted)])
      const rows = JSON.parse(found?.rows ?? '[]') as Row[]
      // Only where there is something to open: to read must not make a key, and need room on the disk for it.
      const sealed = new Set(rows.filter(row => row.wrapped !== null).map(row => row.tenant))
      const keys = new Map(await Promise.all([...sealed].map(async one => [one, await workspaces.of(one)] as const)))
      // What was read may have been destroyed meanwhile.
      if (before !== erasures) continue
      const loaded = new Map<string, Ring>()
      for (const [name, some] of Map.groupBy(rows, row => keyOf(row.tenant, row.stream))) {
        loaded.set(name, ringOf(some, keys))
      }
      for (const [name, ring] of loaded) rings.keep(name, ring, 1)
      return loaded
    }
  }

  return {
    known: (tenant, stream) => rings.recall(keyOf(tenant, stream)),
    async of(tenant, streams) {
      const known = new Map<StreamId, Ring>()
      const strange: StreamId[] = []
      for (const stream of streams) {
        const ring = rings.recall(keyOf(tenant, stream))
        if (ring) known.set(stream, ring)
        else strange.push(stream)
      }
      const loaded = await Promise.all(strange.map(async stream => [stream, await add({ tenant, stream })] as const))
      return loaded.length === 0 ? known : new Map([...known, ...loaded])
    },
    async make(tenant, stream, since, contact) {
      const key = randomBytes(32)
      const wrapped = seal(key, await workspaces.of(tenant), placeOf(stream, since)).toString('base64')
      return { row: { tenant, stream, since, contact, wrapped }, key }
    },
    stands({ tenant, stream, since, contact }, key) {
      const { keys, erasedUpTo } = rings.recall(keyOf(tenant, stream)) ?? emptyRing
      rings.keep(keyOf(tenant, stream), { keys: new Map([...keys, [since, key]]), erasedUpTo, contact }, 1)
    },
    destroyed({ tenant, stream, contact }) {
      erasures += 1
      rings.forget(keyOf(tenant, stream))
      if (contact === null) return
      // All keys first: to recall one moves it.
      const theirs = Array.from(rings.keys()).filter(key => key.startsWith(`${tenant}\n`))
      for (const key of theirs) if (rings.recall(key)?.contact === contact) rings.forget(key)
    }
  }
}

// Lateral, so that each is looked up by its key, however small the tables were when the plan was made. As one text:
// thousands of rows, each a message from the database, take longer than to read them.
const ringsSql = `
  select json_agg(each)::text as rows from (
    select asked.tenant, asked.stream, key.since, key.contact, key.wrapped, erased.version as "erasedUpTo"
    from jsonb_to_recordset($1::text::jsonb) as asked (tenant text, stream text)
    left join lateral (
      select * from sealing_key where sealing_key.tenant = asked.tenant and sealing_key.stream = asked.stream offset 0
    ) as key on true
    left join lateral (
      select * from erased_stream
      where erased_stream.tenant = asked.tenant and erased_stream.stream = asked.stream offset 0
    ) as erased on true
  ) as each`

function ringOf(rows: readonly Row[], workspaces: ReadonlyMap<string, Buffer>): Ring {
  const keys = new Map<number, Buffer>()
  for (const { tenant, stream, since, wrapped } of rows) {
    const workspace = workspaces.get(tenant)
    if (since === null || wrapped === null || !workspace) continue
    keys.set(since, unseal(Buffer.from(wrapped, 'base64'), workspace, placeOf(stream, since)))
  }
  return { keys, erasedUpTo: rows[0]?.erasedUpTo ?? 0, contact: rows[0]?.contact ?? null }
}

/** Is this row a key, wrapped by that of its workspace? */
export function isKeyOf(workspace: Buffer, { stream, since, wrapped }: Pick<NewKey, 'stream' | 'since' | 'wrapped'>) {
  try {
    return unseal(Buffer.from(wrapped, 'base64'), workspace, placeOf(stream, since)).length > 0
  } catch {
    return false
  }
}

const keyOf = (tenant: string, stream: StreamId) => `${tenant}\n${stream}`
const placeOf = (stream: StreamId, since: number) => `key ${since} of ${stream}`
