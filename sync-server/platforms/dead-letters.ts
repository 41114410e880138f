import { createHash } from 'node:crypto'
import type { Sql } from '../db/sql.ts'
import type { Keyring } from '../sealing/keyring.ts'

export type DeadLetter = { readonly why: string; readonly raw: string }

/** What a platform told us and nobody could read, kept as it came: platforms do not tell twice. */
export type DeadLetters = {
  /** The same letter again is still one: a webhook is told until it is answered. */
  keep(tenant: string, inbox: string, letters: readonly DeadLetter[]): Promise<void>
  of(tenant: string): Promise<readonly (DeadLetter & { readonly inbox: string; readonly at: number })[]>
  /** Throws away what mentions any of these marks. */
  forget(tenant: string, marks: readonly string[]): Promise<void>
}

type Row = { readonly inbox: string; readonly at: number; readonly why: string; readonly raw: string }

export function deadLetters(
  sql: Sql,
  { ofWorkspace, workspaces }: Pick<Keyring, 'ofWorkspace' | 'workspaces'>,
  now: () => number
): DeadLetters {
  return {
    async keep(tenant, inbox, letters) {
      if (letters.length === 0) return
      const rows = await Promise.all(
        letters.map(async letter => {
          const sealed = await ofWorkspace.seal({ tenant, what: `a letter to ${inbox}` }, JSON.stringify(letter))
          const marks = namesIn(letter.raw).map(name => workspaces.markOf(tenant, name))
          return {
            digest: createHash('sha256').update(letter.raw).digest('hex'),
            raw: sealed?.toString('base64') ?? '',
            mentions: await Promise.all(marks)
          }
        })
      )
      await sql.of(tenant).query(
        `insert into dead_letter (tenant, inbox, digest, at, why, raw, mentions)
         select $1, $2, digest, $3, 'sealed', raw, mentions
         from jsonb_to_recordset($4::text::jsonb) as letter(digest text, raw text, mentions jsonb)
         on conflict do nothing`,
        [tenant, inbox, now(), JSON.stringify(rows)]
      )
    },
    async of(tenant) {
      const rows = await sql
        .of(tenant)
        .query<Row>('select inbox, at, why, raw from dead_letter where tenant = $1 order by at, digest', [tenant])
      return Promise.all(
        rows.map(async ({ inbox, at, why, raw }) => {
          // Kept before letters were sealed.
          if (why !== 'sealed') return { inbox, at, why, raw }
          const plain = await ofWorkspace.unseal({ tenant, what: `a letter to ${inbox}` }, Buffer.from(raw, 'base64'))
          return { inbox, at, ...(JSON.parse(plain?.toString() ?? '{}') as DeadLetter) }
        })
      )
    },
    async forget(tenant, marks) {
      await sql.of(tenant).query(
        `delete from dead_letter where tenant = $1
           and exists (select from jsonb_array_elements_text(mentions) as mark
             where mark in (select jsonb_array_elements_text($2::text::jsonb)))`,
        [tenant, JSON.stringify(marks)]
      )
    }
  }
}

const mostNames = 500

/** Everything in a letter that could be somebody's number or user id. */
function namesIn(raw: string): readonly string[] {
  const names = new Set<string>()
  try {
    JSON.parse(raw, (_key, value: unknown) => {
      if ((typeof value === 'string' && value.length <= 200) || typeof value === 'number') names.add(String(value))
      return value
    })
  } catch {
    for (const [digits] of raw.matchAll(/\d{5,20}/g)) names.add(digits)
  }
  return [...names].slice(0, mostNames)
}
