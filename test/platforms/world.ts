import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import { actors, type Actors } from '../../sync-server/actors/actors.ts'
import { contactHandles, type ContactHandles } from '../../sync-server/contacts/handles.ts'
import { contactMarks, contactTables } from '../../sync-server/contacts/tables.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { broughtFiles, mediaTables } from '../../sync-server/media/tables.ts'
import { deadLetters, type DeadLetters } from '../../sync-server/platforms/dead-letters.ts'
import { inboxSecrets, type InboxSecret, type InboxSecrets } from '../../sync-server/platforms/secrets.ts'
import {
  businessAccounts,
  formerSecrets,
  mailboxesOfAdmins,
  platformTables,
  pulledPlaces,
  sealedLetters,
  signInsOfMailboxes,
  tokensThatEnd
} from '../../sync-server/platforms/tables.ts'
import { openKeyring } from '../../sync-server/sealing/keyring.ts'
import { keptNews, type KeptNews } from '../../sync-server/wires/news.ts'
import { newsTable } from '../../sync-server/wires/tables.ts'
import type { AnyCommand, AnyFact } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { database, freshTenant } from '../support/database.ts'
import { igId, pageId } from './meta-events.ts'
import { shop } from './mails.ts'
import { lineBot } from './line-events.ts'
import { account, appSecret } from './payloads.ts'
import { smsAccount } from './texts.ts'
import { bot } from './updates.ts'

const accounts = {
  whatsapp: account,
  instagram: igId,
  messenger: pageId,
  telegram: bot,
  sms: smsAccount,
  line: lineBot,
  email: shop
}

export const logger = pino({ level: 'silent' })

/** The server's own log, actors and tables, once for a test file. Use it inside tests. */
export type World = {
  readonly sql: Sql
  readonly log: Log
  readonly actors: Actors
  readonly people: ContactHandles
  readonly secrets: InboxSecrets
  readonly letters: DeadLetters
  readonly news: KeptNews
  /** An inbox nobody has used, in a tenant of its own. */
  connect(platform: keyof typeof accounts | 'webchat'): Promise<InboxSecret>
  facts(tenant: string): Promise<readonly AnyFact[]>
  tell(tenant: string, command: AnyCommand): ReturnType<Actors['tell']>
}

export function world(): World {
  const db = database([
    { name: 'platforms', sql: platformTables },
    { name: 'contacts', sql: contactTables },
    { name: 'letters', sql: sealedLetters },
    { name: 'marks', sql: contactMarks },
    { name: 'secrets', sql: formerSecrets },
    { name: 'media', sql: mediaTables },
    { name: 'brought', sql: broughtFiles },
    { name: 'places', sql: pulledPlaces },
    { name: 'business', sql: businessAccounts },
    { name: 'admins', sql: mailboxesOfAdmins },
    { name: 'sign-ins', sql: signInsOfMailboxes },
    { name: 'tokens', sql: tokensThatEnd },
    { name: 'news', sql: newsTable }
  ])
  const made: { parts?: Omit<World, 'sql' | 'connect' | 'facts' | 'tell'> } = {}
  beforeAll(async () => {
    const { sql } = db
    const keyring = openKeyring(sql, randomBytes(32))
    const log = await openLog(sql, { sealing: keyring.log })
    made.parts = {
      log,
      actors: actors(log),
      people: contactHandles(sql, keyring.workspaces),
      secrets: inboxSecrets(sql),
      letters: deadLetters(sql, keyring, () => Date.now()),
      news: keptNews(sql)
    }
  })
  afterAll(() => made.parts?.log.close())
  const parts = () => {
    if (!made.parts) throw new Error('the world is there only inside tests')
    return made.parts
  }
  return {
    get sql() {
      return db.sql
    },
    get log() {
      return parts().log
    },
    get actors() {
      return parts().actors
    },
    get people() {
      return parts().people
    },
    get secrets() {
      return parts().secrets
    },
    get letters() {
      return parts().letters
    },
    get news() {
      return parts().news
    },
    async connect(platform) {
      const tenant = freshTenant()
      const inbox = `${tenant}-${platform}`
      const secret: InboxSecret = {
        tenant,
        inbox,
        platform,
        account: platform === 'webchat' ? inbox : accounts[platform],
        appSecret,
        verifyToken: 'demo-verify-token',
        accessToken: 'demo-access-token',
        baseUrl: null
      }
      await parts().secrets.connect(secret)
      await this.tell(tenant, {
        type: 'inbox.connect',
        id: `connect-${inbox}`,
        at: 0,
        inbox,
        platform,
        name: 'The shop'
      })
      return secret
    },
    async facts(tenant) {
      return (await parts().log.follow.since(tenant, 0, 100_000)).map(event => event.fact as AnyFact)
    },
    tell(tenant, command) {
      return parts().actors.tell(tenant, command, now => trustedContext({ kind: 'agent', id: 'agent-1' }, now))
    }
  }
}
