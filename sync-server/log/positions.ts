import type { Sql } from '../db/sql.ts'
import { unsynced } from '../db/unsynced.ts'

export type Position = { readonly name: string; readonly tenant: string; readonly seq: number }

/** Where this follower stood in every tenant's log when it last ran, and where each log ends. */
export function startingPositions(
  sql: Sql,
  name: string
): Promise<(Omit<Position, 'name'> & { readonly head: number })[]> {
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

/**
 * Keeps the positions of all followers, a little late and many at once: each follower's alone would be more statements
 * than events.
 */
export function positions(sql: Sql, afterMs: number, report: (error: unknown) => void): Positions {
  let unsaved = new Map<string, Position>()
  let timer: NodeJS.Timeout | undefined
  let saving: Promise<void> = Promise.resolve()

  async function save(): Promise<void> {
    const moved = [...unsaved.values()]
    unsaved = new Map()
    if (moved.length === 0) return
    try {
      await sql.everywhere.query(saveSql, [JSON.stringify(moved)])
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
    moved(position) {
      unsaved.set(JSON.stringify([position.name, position.tenant]), position)
      timer ??= setTimeout(() => void flush(), afterMs)
    },
    flush
  }
}

const saveSql = `
  insert into follower (name, tenant, seq)
  select name, tenant, seq
  from ${unsynced}, jsonb_to_recordset($1::text::jsonb) as position (name text, tenant text, seq bigint)
  on conflict (name, tenant) do update set seq = greatest(follower.seq, excluded.seq)`
