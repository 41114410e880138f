import { createHash, randomBytes } from 'node:crypto'
import type { Handle } from '../../../shared/contacts/events.ts'
import type { Sql } from '../../db/sql.ts'
import { seal, unseal } from '../../sealing/cipher.ts'

/** Somebody on a customer's page. The token is theirs alone: here is only its digest, and their name is sealed with it. */
export type Visitor = {
  readonly inbox: string
  readonly tenant: string
  readonly visitor: string
  readonly name: string | null
}

/** How a contact is known who writes on the web chat. */
export function handleOf({ visitor }: Visitor): Handle {
  return { platform: 'webchat', kind: 'visitor', value: visitor }
}

export type Visitors = {
  /** Whose token this is on this inbox, if anybody's. */
  byToken(inbox: string, token: string): Promise<Visitor | undefined>
  /** On disk when it resolves. Keeping somebody again changes their name. `contact`: who they are to the log. */
  keep(token: string, visitor: Visitor, contact: string): Promise<void>
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
      return row && { ...row, name: row.name && unsealedName(row.name, token) }
    },
    async keep(token, { inbox, tenant, visitor, name }, contact) {
      await sql.of(tenant).query(
        `insert into visitor (inbox, token_hash, tenant, visitor, name, contact) values ($1, $2, $3, $4, $5, $6)
         on conflict (inbox, token_hash) do update set name = excluded.name, contact = excluded.contact`,
        [inbox, digest(token), tenant, visitor, name && sealedName(name, token), contact]
      )
    }
  }
}

const sealedMark = 'sealed:'

function sealedName(name: string, token: string): string {
  return sealedMark + seal(name, keyOf(token), 'name').toString('base64')
}

function unsealedName(stored: string, token: string): string {
  // Kept before names were sealed.
  if (!stored.startsWith(sealedMark)) return stored
  return unseal(Buffer.from(stored.slice(sealedMark.length), 'base64'), keyOf(token), 'name').toString()
}

function keyOf(token: string): Buffer {
  return createHash('sha256').update(`name ${token}`).digest()
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
