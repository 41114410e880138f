import { createHash, randomBytes } from 'node:crypto'
import { dayMs } from '../../shared/kernel/day.ts'
import type { Sql } from '../db/sql.ts'
import { askedTogether } from '../log/asked-together.ts'
import type { Person } from './credentials.ts'

/** A sign-in ends after this long without a visit. Milliseconds. */
export const signInLastsMs = 30 * dayMs

/** `key` names the sign-in without opening it: the hash of its token. */
export type SignIn = Person & { readonly key: string }

export type SignIns = {
  /** The token is in nobody's hands but the browser's cookie. */
  open(person: Person): Promise<{ token: string; signIn: SignIn }>
  of(token: string): Promise<SignIn | null>
  isOpen(key: string): Promise<boolean>
  close(key: string): Promise<void>
  /** All of theirs, but the one with this key. */
  closeAll(person: Person, but?: string): Promise<void>
  /** Tells at once when a sign-in ends, so that its sockets end with it. */
  onClosed(listener: (keys: readonly string[]) => void): void
}

type SignInRow = {
  readonly token_hash: string
  readonly tenant: string
  readonly agent: string
  readonly expires_at: number
}

export function openSignIns(sql: Sql, now: () => number = Date.now): SignIns {
  const listeners: ((keys: readonly string[]) => void)[] = []
  const tell = (rows: readonly { token_hash: string }[]) => {
    for (const listener of listeners) listener(rows.map(row => row.token_hash))
  }
  const open = askedTogether(async (keys: readonly string[]) => {
    const rows = await sql.everywhere.query<SignInRow>(
      `select token_hash, tenant, agent, expires_at from sign_in
       where token_hash in (select jsonb_array_elements_text($1::text::jsonb)) and expires_at > $2`,
      [JSON.stringify(keys), now()]
    )
    const byKey = new Map(rows.map(row => [row.token_hash, row]))
    return keys.map(key => byKey.get(key))
  })
  return {
    async open(person) {
      const token = randomBytes(32).toString('base64url')
      const signIn = { ...person, key: keyOf(token) }
      await sql.everywhere.query('delete from sign_in where expires_at <= $1', [now()])
      await sql.everywhere.query(
        'insert into sign_in (token_hash, tenant, agent, expires_at) values ($1, $2, $3, $4)',
        [signIn.key, signIn.tenant, signIn.agent, now() + signInLastsMs]
      )
      return { token, signIn }
    },
    async of(token) {
      const key = keyOf(token)
      const row = await open(key)
      if (!row) return null
      const expiresAt = now() + signInLastsMs
      // Sliding, but not a write a visit: once a day is enough for thirty days.
      if (expiresAt - row.expires_at > dayMs) {
        await sql.everywhere.query('update sign_in set expires_at = $2 where token_hash = $1', [key, expiresAt])
      }
      return { key, tenant: row.tenant, agent: row.agent }
    },
    isOpen: async key => (await open(key)) !== undefined,
    async close(key) {
      tell(await sql.everywhere.query('delete from sign_in where token_hash = $1 returning token_hash', [key]))
    },
    async closeAll({ tenant, agent }, but = '') {
      tell(
        await sql.everywhere.query(
          'delete from sign_in where tenant = $1 and agent = $2 and token_hash <> $3 returning token_hash',
          [tenant, agent, but]
        )
      )
    },
    onClosed(listener) {
      listeners.push(listener)
    }
  }
}

function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
