import { hash, verify, type Options } from '@node-rs/argon2'
import { passwordLength } from '../../shared/protocol/people.ts'
import type { Sql } from '../db/sql.ts'

// The OWASP minimum for argon2id: 19 MiB, two passes, one lane. The library's default algorithm is argon2id.
const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export type Person = { readonly tenant: string; readonly agent: string }

export type Credentials = {
  /** Who this is, if the password is theirs. Takes as long for an e-mail address that nobody has. */
  check(email: string, password: string): Promise<Person | null>
  /** Who signs in with this address, in whichever workspace. */
  ownerOf(email: string): Promise<Person | null>
  /** The address they sign in with. `null`: they cannot. */
  emailOf(person: Person): Promise<string | null>
  /** Whether it was theirs. What was set while it was looked at stays. */
  change(person: Person, current: string, next: string): Promise<boolean>
  /** Gives the address and the password to this person, and takes them from whoever had them. */
  put(person: Person, email: string, password: string): Promise<void>
}

export function openCredentials(sql: Sql): Credentials {
  // Of no password: verified for strangers, so that the clock does not tell who has an account.
  const decoy = hash(crypto.randomUUID(), cost)
  decoy.catch(() => undefined)
  return {
    async check(email, password) {
      const [row] = await sql.everywhere.query<Person & { hash: string }>(
        'select tenant, agent, hash from credential where email = $1',
        [email]
      )
      const right = await verify(row?.hash ?? (await decoy), password.slice(0, passwordLength.most))
      return row && right ? { tenant: row.tenant, agent: row.agent } : null
    },
    async ownerOf(email) {
      const [row] = await sql.everywhere.query<Person>('select tenant, agent from credential where email = $1', [email])
      return row ?? null
    },
    async emailOf({ tenant, agent }) {
      const [row] = await sql
        .of(tenant)
        .query<{ email: string }>('select email from credential where tenant = $1 and agent = $2', [tenant, agent])
      return row?.email ?? null
    },
    async change({ tenant, agent }, current, next) {
      const { query } = sql.of(tenant)
      const [row] = await query<{ hash: string }>('select hash from credential where tenant = $1 and agent = $2', [
        tenant,
        agent
      ])
      if (!row || !(await verify(row.hash, current))) return false
      const changed = await query(
        'update credential set hash = $4 where tenant = $1 and agent = $2 and hash = $3 returning agent',
        [tenant, agent, row.hash, await hash(next, cost)]
      )
      return changed.length > 0
    },
    async put({ tenant, agent }, email, password) {
      const hashed = await hash(password, cost)
      await sql.everywhere.transaction(async query => {
        await query('delete from credential where email = $1 or (tenant = $2 and agent = $3)', [email, tenant, agent])
        await query('insert into credential (email, tenant, agent, hash) values ($1, $2, $3, $4)', [
          email,
          tenant,
          agent,
          hashed
        ])
      })
    }
  }
}
