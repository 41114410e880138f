import { createHash } from 'node:crypto'
import type { Sql } from '../db/sql.ts'
import type { Keyring } from '../sealing/keyring.ts'

export type DeadLetter = {
  readonly why: string
  readonly raw: string
  /** What `raw` is, where it can be read again: the platform's words, or what we had made of them. */
  readonly form?: 'payload' | 'report'
}

export type LetterName = { readonly inbox: string; readonly digest: string }
export type KeptLetter = DeadLetter & LetterName & { readonly at: number }

/** What a platform told us and nobody could read, kept as it came: platforms do not tell twice. */
export type DeadLetters = {
  /** The same letter again is still one, for the reason it has now: a webhook is told until it is answered. */
  keep(tenant: string, inbox: string, letters: readonly DeadLetter[]): Promise<void>
  /** The latest first, at most so many. */
  of(tenant: string, most?: number): Promise<readonly KeptLetter[]>
  one(tenant: string, name: LetterName): Promise<KeptLetter | undefined>
  count(tenant: string): Promise<number>
  discard(tenant: string, name: LetterName): Promise<void>
  /** Throws away what mentions any of these marks. */
  forget(tenant: string, marks: readonly string[]): Promise<void>
}

type Row = LetterName & { readonly at: number; readonly why: string; readonly raw: string }

const columns = 'inbox, digest, at, why, raw'

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
         on conflict (tenant, inbox, digest) do update set why = excluded.why, raw = excluded.raw`,
        [tenant, inbox, now(), JSON.stringify(rows)]
      )
    },
    ...reading(sql, ofWorkspace),
    async discard(tenant, { inbox, digest }) {
      await sql
        .of(tenant)
        .query('delete from dead_letter where tenant = $1 and inbox = $2 and digest = $3', [tenant, inbox, digest])
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

function reading(sql: Sql, ofWorkspace: Keyring['ofWorkspace']): Pick<DeadLetters, 'of' | 'one' | 'count'> {
  const opened = async (tenant: string, { why, raw, ...row }: Row): Promise<KeptLetter> => {
    // Kept before letters were sealed.
    if (why !== 'sealed') return { ...row, why, raw }
    const plain = await ofWorkspace.unseal({ tenant, what: `a letter to ${row.inbox}` }, Buffer.from(raw, 'base64'))
    return { ...row, ...(JSON.parse(plain?.toString() ?? '{}') as DeadLetter) }
  }
  return {
    async of(tenant, most = 1000) {
      const rows = await sql
        .of(tenant)
        .query<Row>(`select ${columns} from dead_letter where tenant = $1 order by at desc, digest limit $2`, [
          tenant,
          most
        ])
      return Promise.all(rows.map(row => opened(tenant, row)))
    },
    async one(tenant, { inbox, digest }) {
      const [row] = await sql
        .of(tenant)
        .query<Row>(`select ${columns} from dead_letter where tenant = $1 and inbox = $2 and digest = $3`, [
          tenant,
          inbox,
          digest
        ])
      return row && opened(tenant, row)
    },
    async count(tenant) {
      const [row] = await sql
        .of(tenant)
        .query<{ n: number }>('select count(*)::int as n from dead_letter where tenant = $1', [tenant])
      return row?.n ?? 0
    }
  }
}

const mostNames = 500

/** Everything in a letter that could be somebody's number or user id. */
function namesIn(raw: string): readonly string[] {
  // Before all others: where there are too many names, some are cut.
  const names = new Set(addressesIn(raw))
  try {
    JSON.parse(raw, (_key, value: unknown) => {
      if ((typeof value === 'string' && value.length <= 200) || typeof value === 'number') names.add(String(value))
      return value
    })
  } catch {
    for (const [digits] of raw.matchAll(/\d{5,20}/g)) names.add(digits)
  }
  return [...names].slice(0, 2 * mostNames)
}

/** In a mail they stand in the middle of it, in any case of letters. Sought from the @ on: most of a megabyte has none. */
function addressesIn(raw: string): readonly string[] {
  const lines = raw.replaceAll(/\\[nrt]/g, ' ')
  const found = new Set<string>()
  for (const { 0: at, index } of lines.matchAll(/@[a-z\d](?:[a-z\d.-]{0,252}[a-z\d])?/gi)) {
    const local = /[^\s<>"'(),;:\\[\]@]{1,64}$/.exec(lines.slice(Math.max(0, index - 64), index))?.[0]
    if (local !== undefined) found.add((local + at).toLowerCase())
    if (found.size === mostNames) break
  }
  return [...found]
}
