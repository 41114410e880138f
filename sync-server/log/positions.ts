import type { Sql } from '../db/sql.ts'
import { unsynced } from '../db/unsynced.ts'

export type Position = { readonly tenant: string; readonly seq: number }

/** Where this follower stood in every tenant's log when it last ran, and where each log ends. */
export function startingPositions(sql: Sql, name: string): Promise<(Position & { readonly head: number })[]> {
  return sql.everywhere.query(
    `select tenant_head.tenant, coalesce(follower.seq, 0) as seq, tenant_head.seq as head
     from tenant_head left join follower on follower.tenant = tenant_head.tenant and follower.name = $1`,
    [name]
  )
}

export type Positions = {
  moved(position: Position): void
  /** Writes what has not been written yet, now. */
  flush(): Promise<void>
}

/** Keeps a follower's positions, a little late and many at once. */
export function positions(sql: Sql, name: string, afterMs: number, report: (error: unknown) => void): Positions {
  let unsaved = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  let saving: Promise<void> = Promise.resolve()

  async function save(): Promise<void> {
    const moved = [...unsaved].map(([tenant, seq]) => ({ tenant, seq }))
    unsaved = new Map()
    if (moved.length === 0) return
    try {
      await sql.everywhere.query(saveSql, [name, JSON.stringify(moved)])
    } catch (error) {
      // Nothing is lost but a little work: without a position it is handled once more. The next move writes again.
      report(error)
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    saving = saving.then(save)
    return saving
  }

  return {
    moved({ tenant, seq }) {
      unsaved.set(tenant, seq)
      timer ??= setTimeout(() => void flush(), afterMs)
    },
    flush
  }
}

const saveSql = `
  insert into follower (name, tenant, seq)
  select $1, tenant, seq from ${unsynced}, jsonb_to_recordset($2::text::jsonb) as position (tenant text, seq bigint)
  on conflict (name, tenant) do update set seq = greatest(follower.seq, excluded.seq)`
