import { createHash, randomBytes } from 'node:crypto'
import type { Sql } from '../../db/sql.ts'

/** Somebody on a customer's page. The token is theirs alone: here is only its digest. */
export type Visitor = {
  readonly inbox: string
  readonly tenant: string
  readonly visitor: string
  readonly name: string | null
}

export type Visitors = {
  /** Whose token this is on this inbox, if anybody's. */
  byToken(inbox: string, token: string): Promise<Visitor | undefined>
  /** On disk when it resolves. Keeping somebody again changes their name. */
  keep(token: string, visitor: Visitor): Promise<void>
}

/** 256 bits: nobody guesses one. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the log knows a visitor by. It opens nothing. */
export function newVisitorId(): string {
  return randomBytes(9).toString('hex')
}

export function openVisitors(sql: Sql): Visitors {
  return {
    async byToken(inbox, token) {
      const [row] = await sql.everywhere.query<Visitor>(
        'select inbox, tenant, visitor, name from visitor where inbox = $1 and token_hash = $2',
        [inbox, digest(token)]
      )
      return row
    },
    async keep(token, { inbox, tenant, visitor, name }) {
      await sql.of(tenant).query(
        `insert into visitor (inbox, token_hash, tenant, visitor, name) values ($1, $2, $3, $4, $5)
         on conflict (inbox, token_hash) do update set name = excluded.name`,
        [inbox, digest(token), tenant, visitor, name]
      )
    }
  }
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
