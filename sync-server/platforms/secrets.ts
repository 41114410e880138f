import * as v from 'valibot'
import { id } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import type { ProviderId } from '../oauth/provider.ts'
import type { SignIn } from '../oauth/tokens.ts'
import type { MailHere } from './mail-here.ts'

/** What connects an inbox with its account at the platform. Never a fact, never in a log line, never sent to a client. */
export type InboxSecret = {
  readonly tenant: string
  readonly inbox: string
  readonly platform: string
  /** The platform's own id of the account: WhatsApp's phone number id. Web chat has none and repeats the inbox. */
  readonly account: string
  /** WhatsApp's business account, which has the templates. Absent: nobody has said so. */
  readonly business?: string | undefined
  /** Proves that a webhook is the platform's. */
  readonly appSecret: string
  /** Proves to the platform that the webhook's address is ours. */
  readonly verifyToken: string
  /** Proves to the platform that a send is ours. */
  readonly accessToken: string
  /** Since when that token is here, and when it ends, as far as anybody knows. Epoch milliseconds. */
  readonly token?: { readonly since?: number; readonly endsAt?: number }
  /** Where the platform's API is, without a slash at the end; `null`: where this server was told that it is. */
  readonly baseUrl: string | null
  /** An admin of the workspace named its servers: they are gone to on the public net only. */
  readonly publicOnly?: true
  /** Somebody has signed in for it, and there is no password. */
  readonly signIn?: SignIn
  /** Of a mailbox: what this server has for all of them. It is kept nowhere. */
  readonly mail?: MailHere
  /** The app secret of before, and until when it proves as much: both ends cannot change in the same moment. */
  readonly former?: { readonly appSecret: string; readonly until: number }
}

export type InboxSecrets = {
  /**
   * Inbox ids are unique over the whole server. Connecting one again replaces its secrets, never its tenant. A new app
   * secret leaves the old one good for a day; connecting with the same once more ends that at once.
   */
  connect(secret: InboxSecret): Promise<void>
  /** A new refresh token, as long as the inbox stands on the sign-in of that moment. It tells nobody: nothing else is new. */
  keepRefreshToken(inbox: string, at: number, refreshToken: string): Promise<void>
  /** A token that holds longer, in the place of this one. It tells nobody: it is the same account. */
  keepAccessToken(inbox: string, before: string, next: NewToken): Promise<void>
  /** A webhook's or a visitor's address names only the inbox; whose it is, is known here. */
  of(inbox: string): Promise<InboxSecret | undefined>
  /** Every inbox of these platforms. */
  all(platforms: readonly string[]): Promise<readonly InboxSecret[]>
  /** Tells of each inbox that is connected from now on, or connected again. Answers how to stop. */
  watch(heard: (secret: InboxSecret) => void): () => void
}

export type NewToken = { readonly accessToken: string; readonly since: number; readonly endsAt: number }

type Row = Omit<InboxSecret, 'business' | 'publicOnly' | 'signIn' | 'mail' | 'token'> & {
  readonly token_since: number | null
  readonly token_ends_at: number | null
  readonly sign_in_provider: ProviderId | null
  readonly refresh_token: string | null
  readonly signed_in_at: number | null
  readonly business: string | null
  readonly public_only: boolean
  readonly former_secret: string | null
  readonly former_until: number | null
}

const formerForMs = 24 * 3_600_000

export function inboxSecrets(sql: Sql, now: () => number = Date.now): InboxSecrets {
  const known = new Map<string, InboxSecret>()
  const watching = new Set<(secret: InboxSecret) => void>()
  return {
    async connect(secret) {
      const isMine = await write(sql, secret, now())
      known.delete(secret.inbox)
      if (!isMine) throw new Error(`the inbox id "${secret.inbox}" is taken`)
      for (const heard of watching) heard(secret)
    },
    async keepRefreshToken(inbox, at, refreshToken) {
      await sql.everywhere.query(
        'update inbox_secret set refresh_token = $3 where inbox = $1 and signed_in_at = $2 returning inbox',
        [inbox, at, refreshToken]
      )
      known.delete(inbox)
    },
    async keepAccessToken(inbox, before, { accessToken, since, endsAt }) {
      await sql.everywhere.query(
        `update inbox_secret set access_token = $3, token_since = $4, token_ends_at = $5
         where inbox = $1 and access_token = $2 returning inbox`,
        [inbox, before, accessToken, since, endsAt]
      )
      known.delete(inbox)
    },
    async of(inbox) {
      // From anybody's address, and the database takes no NUL: what is no id is nobody's inbox.
      if (!v.is(id, inbox)) return undefined
      const before = known.get(inbox)
      if (before) return before
      const [row] = await sql.everywhere.query<Row>(`select ${columns} from inbox_secret where inbox = $1`, [inbox])
      if (!row) return undefined
      const found = secretIn(row)
      known.set(inbox, found)
      return found
    },
    async all(platforms) {
      const rows = await sql.everywhere.query<Row>(
        `select ${columns} from inbox_secret
         where platform in (select jsonb_array_elements_text($1::text::jsonb)) order by inbox`,
        [JSON.stringify(platforms)]
      )
      return rows.map(secretIn)
    },
    watch(heard) {
      watching.add(heard)
      return () => void watching.delete(heard)
    }
  }
}

/** Is the id free, or of the same tenant? Otherwise nothing is written. */
async function write(sql: Sql, secret: InboxSecret, now: number): Promise<boolean> {
  const rows = await sql.everywhere.query(
    `insert into inbox_secret (inbox, tenant, platform, account, app_secret, verify_token, access_token, base_url, business,
       public_only, sign_in_provider, refresh_token, signed_in_at, token_since)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $10, $11, $12, $13, $14, $15)
     on conflict (inbox) do update set platform = $3, account = $4, app_secret = $5, verify_token = $6,
       access_token = $7, base_url = $8,
       former_secret = nullif(inbox_secret.app_secret, ''),
       former_until = $9,
       business = coalesce($10, inbox_secret.business),
       public_only = $11, sign_in_provider = $12, refresh_token = $13, signed_in_at = $14,
       token_since = case inbox_secret.access_token when $7 then inbox_secret.token_since else $15 end,
       token_ends_at = case inbox_secret.access_token when $7 then inbox_secret.token_ends_at end
     where inbox_secret.tenant = $2
     returning inbox`,
    [
      secret.inbox,
      secret.tenant,
      secret.platform,
      secret.account,
      secret.appSecret,
      secret.verifyToken,
      secret.accessToken,
      secret.baseUrl,
      now + formerForMs,
      secret.business ?? null,
      secret.publicOnly === true,
      secret.signIn?.provider ?? null,
      secret.signIn?.refreshToken ?? null,
      secret.signIn?.at ?? null,
      now
    ]
  )
  return rows.length > 0
}

const columns = `tenant, inbox, platform, account, app_secret as "appSecret", verify_token as "verifyToken",
  access_token as "accessToken", base_url as "baseUrl", business, public_only,
  sign_in_provider, refresh_token, signed_in_at, former_secret, former_until, token_since, token_ends_at`

function secretIn(whole: Row): InboxSecret {
  const { business, public_only, sign_in_provider, refresh_token, signed_in_at, former_secret, former_until, ...rest } =
    whole
  const { token_since, token_ends_at, ...row } = rest
  const isSignedIn = sign_in_provider !== null && refresh_token !== null && signed_in_at !== null
  return {
    ...row,
    ...(business !== null && { business }),
    ...(public_only && { publicOnly: true as const }),
    ...(isSignedIn && { signIn: { provider: sign_in_provider, refreshToken: refresh_token, at: signed_in_at } }),
    ...(former_secret !== null &&
      former_until !== null && { former: { appSecret: former_secret, until: former_until } }),
    ...(token_since !== null && {
      token: { since: token_since, ...(token_ends_at !== null && { endsAt: token_ends_at }) }
    })
  }
}
