import { createHash, randomBytes } from 'node:crypto'
import type { Role } from '../../shared/identity/events.ts'
import { dayMs } from '../../shared/kernel/day.ts'
import type { Sql } from '../db/sql.ts'

/** How long a link is good. Milliseconds. */
export const linkLastsMs = { newcomer: 7 * dayMs, colleague: dayMs }

/** More at once is no team that begins but somebody who floods us. */
const most = 200

/** Who may set a password, and as whom. `role`: null for a colleague, who has one. `by`: null for the operator. */
export type Invitation = {
  readonly tenant: string
  readonly agent: string
  readonly email: string
  readonly role: Role | null
  readonly inboxes: readonly string[]
  readonly by: string | null
}

export type Made = Invitation & { readonly expiresAt: number }

export type Invitations = {
  /** A new link for the same address takes the place of the old one. `too-many`: the workspace has as many as it may. */
  make(invitation: Invitation): Promise<{ readonly token: string; readonly expiresAt: number } | 'too-many'>
  of(token: string): Promise<Made | null>
  /** Those of a workspace that can still be accepted, the newest first. */
  list(tenant: string): Promise<readonly Made[]>
  /** Whether there was one. */
  withdraw(tenant: string, agent: string): Promise<boolean>
}

type Row = {
  readonly tenant: string
  readonly agent: string
  readonly email: string
  readonly role: Role | null
  readonly inboxes: string
  readonly made_by: string | null
  readonly expires_at: number
}

const columns = 'tenant, agent, email, role, inboxes, made_by, expires_at'

export function openInvitations(sql: Sql, now: () => number = Date.now): Invitations {
  return {
    async make({ tenant, agent, email, role, inboxes, by }) {
      const token = randomBytes(32).toString('base64url')
      const expiresAt = now() + (role === null ? linkLastsMs.colleague : linkLastsMs.newcomer)
      const isMade = await sql.of(tenant).transaction(async query => {
        // Of two for the same, the second has to see the first.
        await query(`select pg_advisory_xact_lock(hashtext('invitation ' || $1))`, [tenant])
        await query('delete from invitation where tenant = $1 and (expires_at <= $2 or email = $3 or agent = $4)', [
          tenant,
          now(),
          email,
          agent
        ])
        const [{ count } = { count: 0 }] = await query<{ count: number }>(
          'select count(*)::int as count from invitation where tenant = $1',
          [tenant]
        )
        if (count >= most) return false
        await query(`insert into invitation (token_hash, ${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8)`, [
          hashOf(token),
          tenant,
          agent,
          email,
          role,
          JSON.stringify(inboxes),
          by,
          expiresAt
        ])
        return true
      })
      return isMade ? { token, expiresAt } : 'too-many'
    },
    async of(token) {
      const [row] = await sql.everywhere.query<Row>(
        `select ${columns} from invitation where token_hash = $1 and expires_at > $2`,
        [hashOf(token), now()]
      )
      return row ? madeOf(row) : null
    },
    async list(tenant) {
      const rows = await sql
        .of(tenant)
        .query<Row>(
          `select ${columns} from invitation where tenant = $1 and expires_at > $2 order by expires_at desc, agent`,
          [tenant, now()]
        )
      return rows.map(madeOf)
    },
    async withdraw(tenant, agent) {
      const gone = await sql
        .of(tenant)
        .query('delete from invitation where tenant = $1 and agent = $2 returning agent', [tenant, agent])
      return gone.length > 0
    }
  }
}

function madeOf({ inboxes, made_by, expires_at, ...row }: Row): Made {
  return { ...row, inboxes: JSON.parse(inboxes) as string[], by: made_by, expiresAt: expires_at }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
