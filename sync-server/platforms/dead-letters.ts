import { createHash } from 'node:crypto'
import type { Sql } from '../db/sql.ts'

export type DeadLetter = { readonly why: string; readonly raw: string }

/** What a platform told us and nobody could read, kept as it came: platforms do not tell twice. */
export type DeadLetters = {
  /** The same letter again is still one: a webhook is told until it is answered. */
  keep(tenant: string, inbox: string, letters: readonly DeadLetter[]): Promise<void>
}

export function deadLetters(sql: Sql, now: () => number): DeadLetters {
  return {
    async keep(tenant, inbox, letters) {
      if (letters.length === 0) return
      const rows = letters.map(({ why, raw }) => ({
        why,
        // A text column takes every character but this one.
        raw: raw.replaceAll('\0', '\uFFFD').toWellFormed(),
        digest: createHash('sha256').update(raw).digest('hex')
      }))
      await sql.of(tenant).query(
        `insert into dead_letter (tenant, inbox, digest, at, why, raw)
         select $1, $2, digest, $3, why, raw
         from jsonb_to_recordset($4::text::jsonb) as letter(digest text, why text, raw text)
         on conflict do nothing`,
        [tenant, inbox, now(), JSON.stringify(rows)]
      )
    }
  }
}
