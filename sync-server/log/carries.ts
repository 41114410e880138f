import { createHash } from 'node:crypto'
import { deciders, type StreamKind } from '../../shared/catalog.ts'
import { streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import { keyOf } from './arrange.ts'
import { groups, type Waiting } from './group.ts'
import type { Sealing } from './sealing.ts'
import { shapeOf } from './shape.ts'

/** What an aggregate was after the event `version` of its stream. */
export type Carry = {
  readonly stream: StreamId
  readonly version: number
  readonly state: unknown
  /** May there be words about a person in it? */
  readonly personal: boolean
}

/** The states that were carried over a cut: who loads a stream need not read what is before it. */
export type Carries = {
  /** `undefined`: there is none, or none that can be trusted. */
  of(tenant: string, stream: StreamId): Promise<Carry | undefined>
  /** In place of those of the same streams. */
  keep(tenant: string, carries: readonly Carry[]): Promise<void>
  /** Somebody is erased, and these states may hold their words. Who loads the stream next reads its events. */
  forget(tenant: string, stream: StreamId): Promise<void>
}

type Wanted = { readonly tenant: string; readonly stream: StreamId }
type Row = Wanted & { readonly version: number; readonly state: string; readonly proof: string }

/**
 * `shape` tells folds apart: what another one made is not trusted. A state is stored sealed, as a JSON string, where its
 * stream has a key; one whose key was destroyed is none, and one whose key was destroyed while it was folded never is.
 */
export function carries(sql: Sql, beside: Sealing['beside'], shape: (kind: StreamKind) => string = shapeOf): Carries {
  const { add } = groups<Wanted, Row | undefined>(ask, { mostWaiting: Infinity, mostInOneGroup: 500 })

  // Those who ask in one tick are one question.
  async function ask(group: readonly Waiting<Wanted, Row | undefined>[]): Promise<void> {
    try {
      const wanted = group.map(one => one.wanted)
      const rows = await sql.of(...new Set(wanted.map(one => one.tenant))).query<Row>(readSql, [JSON.stringify(wanted)])
      const found = new Map(rows.map(row => [keyOf(row.tenant, row.stream), row]))
      for (const { wanted: one, resolve } of group) resolve(found.get(keyOf(one.tenant, one.stream)))
    } catch (error) {
      for (const one of group) one.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }

  /** Over everything that a carry claims, and the fold that made it. */
  function proofOf({ tenant, stream, version, state }: Omit<Row, 'proof'>): string {
    const claimed = [shape(streamKind(stream) as StreamKind), tenant, stream, version, state]
    return createHash('sha256').update(JSON.stringify(claimed)).digest('hex')
  }

  return {
    async of(tenant, stream) {
      if (!Object.hasOwn(deciders, streamKind(stream))) return undefined
      const row = await add({ tenant, stream })
      if (row?.proof !== (row && proofOf(row))) return undefined
      if (!row) return undefined
      const stored = JSON.parse(row.state) as unknown
      const { version } = row
      if (typeof stored !== 'string') return { stream, version, state: stored, personal: false }
      const plain = await beside.unseal({ tenant, stream }, Buffer.from(stored, 'base64'))
      return plain === null
        ? undefined
        : { stream, version, state: JSON.parse(plain.toString()) as unknown, personal: true }
    },
    async keep(tenant, made) {
      const rows = await Promise.all(
        made.map(async ({ stream, version, state, personal }) => {
          const plain = JSON.stringify(state)
          const sealed = await beside.seal({ tenant, stream }, plain)
          if (!sealed && personal && beside.demanded) return []
          const row = { tenant, stream, version, state: sealed ? JSON.stringify(sealed.toString('base64')) : plain }
          return [{ ...row, proof: proofOf(row) }]
        })
      )
      if (rows.flat().length > 0) await sql.of(tenant).query(keepSql, [JSON.stringify(rows.flat())])
    },
    async forget(tenant, stream) {
      await sql.of(tenant).query('delete from carry where tenant = $1 and stream = $2', [tenant, stream])
    }
  }
}

const readSql = `
  select carry.tenant, carry.stream, carry.version, carry.state::text as state, carry.proof
  from jsonb_to_recordset($1::text::jsonb) as asked (tenant text, stream text)
  cross join lateral (
    select * from carry where carry.tenant = asked.tenant and carry.stream = asked.stream offset 0
  ) as carry`

// `state` travels as JSON inside a JSON string, as the events' data does: no text in it is unpacked on the way.
const keepSql = `
  insert into carry (tenant, stream, version, state, proof)
  select tenant, stream, version, state::json, proof
  from jsonb_to_recordset($1::text::jsonb) as row (tenant text, stream text, version integer, state text, proof text)
  on conflict (tenant, stream) do update set version = excluded.version, state = excluded.state, proof = excluded.proof`
