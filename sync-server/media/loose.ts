import { mailboxes } from '../actors/mailbox.ts'
import type { Sql } from '../db/sql.ts'

/*
 *   about to be brought ──► media_brought ──► bytes ──► media_file ──► a reply is judged ──► an event names it: no longer loose
 *                             │ thirty days, and nothing of that
 *                             ▼
 *                           media_file ──► bytes ──► media_brought      ← whatever it dies of, the next round goes on
 *
 * Whoever brings a file, and whoever is about to name it, takes turns with whoever clears it away.
 */

/** A file that somebody brought, and that no event is known to name. */
export type LooseFile = { readonly tenant: string; readonly conversation: string; readonly file: string }

export type LooseFiles = {
  /** Before its bytes are here: whatever breaks off then leaves none that nobody knows of. */
  bring(of: LooseFile): Promise<void>
  /** It is about to be named. If it is loose, all of its time is before it again. */
  want(of: LooseFile): Promise<void>
  /** Its bytes are about to be kept, and a row of somebody's that names them comes after. */
  keep(tenant: string, file: string): Promise<void>
  named(of: LooseFile): Promise<void>
  /** Those that nobody wanted since, from the one after `last` on. */
  unwantedSince(before: number, last: LooseFile | undefined, limit: number): Promise<readonly LooseFile[]>
  /** Clears one away that nobody wanted since, and answers whether it did. */
  clear(of: LooseFile, before: number, by: Clearing): Promise<boolean>
  forget(tenant: string, conversation: string): Promise<void>
}

type Clearing = {
  /** What the log says of it. Rows come after events, and not of all of them. */
  isNamed(of: LooseFile): Promise<boolean>
  remove(tenant: string, file: string): Promise<void>
}

/** From the last byte to the row that names it: far longer than that ever takes. */
const rowFollowsWithinMs = 3_600_000
const mostWaiting = 10_000

export function looseFiles(sql: Sql, now: () => number = Date.now): LooseFiles {
  const turns = mailboxes(mostWaiting)
  const lately = new Map<string, number>()
  const keyOf = (tenant: string, file: string) => JSON.stringify([tenant, file])
  const note = notes(sql)

  async function clear(of: LooseFile, before: number, { isNamed, remove }: Clearing): Promise<boolean> {
    const { tenant, file } = of
    const keptAt = lately.get(keyOf(tenant, file)) ?? -Infinity
    if (keptAt > now() - rowFollowsWithinMs || !(await note.isUnwantedSince(of, before))) return false
    if (await isNamed(of)) {
      await note.drop(of)
      return false
    }
    // First its row: a reply that is judged by it needs its bytes. Last the note, which leads back here.
    await note.dropRow(of)
    if (!(await note.isOthersToo(of))) await remove(tenant, file)
    await note.drop(of)
    return true
  }

  return {
    bring: of => turns.deliver(keyOf(of.tenant, of.file), () => note.write(of, now())),
    want: of => turns.deliver(keyOf(of.tenant, of.file), () => note.renew(of, now())),
    keep: (tenant, file) => turns.deliver(keyOf(tenant, file), async () => void lately.set(keyOf(tenant, file), now())),
    named: note.drop,
    unwantedSince(before, last, limit) {
      for (const [key, at] of lately) if (at <= now() - rowFollowsWithinMs) lately.delete(key)
      return note.unwantedSince(before, last, limit)
    },
    clear: (of, before, by) => turns.deliver(keyOf(of.tenant, of.file), () => clear(of, before, by)),
    forget: note.forget
  }
}

const mine = 'tenant = $1 and conversation = $2 and file = $3'
const valuesOf = ({ tenant, conversation, file }: LooseFile) => [tenant, conversation, file]

function notes(sql: Sql) {
  const ask = (of: LooseFile, text: string, ...more: readonly unknown[]) =>
    sql.of(of.tenant).query(text, [...valuesOf(of), ...more])
  return {
    async write(of: LooseFile, at: number) {
      await ask(
        of,
        `insert into media_brought (tenant, conversation, file, since) values ($1, $2, $3, $4)
         on conflict (tenant, conversation, file) do update set since = excluded.since`,
        at
      )
    },
    async renew(of: LooseFile, at: number) {
      await ask(of, `update media_brought set since = $4 where ${mine}`, at)
    },
    async drop(of: LooseFile) {
      await ask(of, `delete from media_brought where ${mine}`)
    },
    async dropRow(of: LooseFile) {
      await ask(of, `delete from media_file where ${mine} and message = 'brought:' || $3`)
    },
    async isUnwantedSince(of: LooseFile, before: number) {
      return (await ask(of, `select from media_brought where ${mine} and since <= $4`, before)).length > 0
    },
    async isOthersToo({ tenant, conversation, file }: LooseFile) {
      const rows = await sql.of(tenant).query(
        `select from media_file where tenant = $1 and file = $3
         union all select from media_brought where tenant = $1 and file = $3 and conversation <> $2 limit 1`,
        [tenant, conversation, file]
      )
      return rows.length > 0
    },
    unwantedSince: (before: number, last: LooseFile | undefined, limit: number) =>
      sql.everywhere.query<LooseFile>(
        `select tenant, conversation, file from media_brought
         where since <= $1 and (tenant, conversation, file) > ($2, $3, $4) order by tenant, conversation, file limit $5`,
        [before, ...(last ? valuesOf(last) : ['', '', '']), limit]
      ),
    async forget(tenant: string, conversation: string) {
      await sql
        .of(tenant)
        .query('delete from media_brought where tenant = $1 and conversation = $2', [tenant, conversation])
    }
  }
}
