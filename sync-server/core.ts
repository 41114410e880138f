import type { Logger } from 'pino'
import { actors as openActors, type Actors } from './actors/actors.ts'
import { demandNotMoved } from './backup/moved.ts'
import { markHandles } from './contacts/mark-handles.ts'
import { contactHandles, type ContactHandles } from './contacts/handles.ts'
import { openContactLinks, type ContactLinks } from './contacts/links.ts'
import { linksBeside } from './contacts/links-beside.ts'
import type { Archive } from './days/archive.ts'
import { openArchive } from './days/open-archive.ts'
import type { Bucket } from './days/s3/bucket.ts'
import { openCold } from './days/cold.ts'
import { openDays, type Days } from './days/days.ts'
import { faultsOfDatabase, UnsafeDatabase } from './db/safety.ts'
import type { Sql } from './db/sql.ts'
import { erasuresIn } from './erasing/erasures.ts'
import type { ErasingParts } from './erasing/erase-person.ts'
import { openAcceptance, type Acceptance } from './identity/acceptance.ts'
import { openCredentials, type Credentials } from './identity/credentials.ts'
import { openDoor, type Door } from './identity/door.ts'
import { openRoster, type Roster } from './identity/roster.ts'
import { openInvitations, type Invitations } from './identity/invitations.ts'
import { openSignIns, type SignIns } from './identity/sign-ins.ts'
import { openLog, type Log } from './log/log.ts'
import { providerOf, type OwnApp } from './oauth/provider.ts'
import { openTokens } from './oauth/tokens.ts'
import { deadLetters } from './platforms/dead-letters.ts'
import type { MailHere } from './platforms/mail-here.ts'
import { withMail } from './platforms/with-mail.ts'
import { inboxSecrets, type InboxSecrets } from './platforms/secrets.ts'
import { usualAddress, type BaseUrls } from './platforms/usual-address.ts'
import { updateSchema } from './schema.ts'
import { openFiles, type Files } from './media/files.ts'
import { filesBeside } from './media/files-beside.ts'
import { openFileStore } from './media/open-store.ts'
import { fileLinks as linksSignedWith, type FileLinks } from './media/links.ts'
import { namesBeside } from './phrases/names-beside.ts'
import { openKeyring, type Keyring } from './sealing/keyring.ts'
import { masterKeyOf } from './sealing/master-key.ts'
import { boards } from './workflow/boards.ts'
import { openCards, type Cards } from './workflow/cards.ts'

/** What stands on one database: enough to tell actors something, without any door to the outside. */
export type Core = {
  readonly sql: Sql
  readonly log: Log
  readonly keyring: Keyring
  readonly days: Days
  readonly archive: Archive
  readonly actors: Actors
  readonly cards: Cards
  readonly handles: ContactHandles
  readonly links: ContactLinks
  readonly files: Files
  readonly fileLinks: FileLinks
  /** What it takes to erase somebody. */
  readonly erasing: ErasingParts
  readonly secrets: InboxSecrets
  /** What there is for all mailboxes. */
  readonly mail: MailHere
  /** Where a platform's API is, for an inbox that does not say so itself. */
  readonly baseUrlOf: (platform: string) => string
  readonly roster: Roster
  readonly credentials: Credentials
  readonly signIns: SignIns
  readonly invitations: Invitations
  readonly door: Door
  readonly acceptance: Acceptance
  close(): Promise<void>
}

export type CoreOptions = BaseUrls & {
  /** Where the master key is, and the files of messages. */
  readonly dataDir: string
  readonly allowUnsafeDatabase?: boolean
  /** What is kept hot of conversations and their like may take so much memory. */
  readonly hotBytes?: number
  /** An address of a directory, or a bucket. */
  readonly archive?: string | Bucket
  readonly coldAfterDays?: number
  /** Where the files of messages are, likewise; absent: in the data directory. */
  readonly media?: string | Bucket | undefined
  /** Where mailboxes of admins may be besides the public net. */
  readonly mailServers?: readonly string[]
  /** The apps that the operator has registered, so that people can sign in to their mailboxes. */
  readonly signInWith?: readonly OwnApp[]
  /** Puts somebody at the log's door who counts. */
  readonly watched?: (log: Log) => Log
}

/** For who opens a database without settings: nothing of it ever leaves. */
const noArchive = 'file:///nonexistent/daybook-archive'

const defaultHotBytes = 256 * 1024 * 1024

/** @throws UnsafeDatabase unless that is allowed, Misconfigured when the data were moved elsewhere or their key is missing. */
export async function openCore(sql: Sql, logger: Logger, options: CoreOptions): Promise<Core> {
  await updateSchema(sql)
  await demandNotMoved(sql)
  await demandSafe(sql, logger, options.allowUnsafeDatabase === true)
  const { keyring, fileLinks } = await openKeys(sql, options.dataDir)
  await markHandles(sql, keyring.workspaces)
  const archive = openArchive(options.archive ?? noArchive)
  const cold = await openCold(sql, archive)
  const hotBytes = options.hotBytes ?? defaultHotBytes
  const opened = await openLog(sql, {
    hotBytes: hotBytes * 0.75,
    cold,
    sealing: keyring.log,
    report: (error, follower?: string) =>
      logger.error({ err: error, follower }, 'something that follows the log failed')
  })
  const log = options.watched?.(opened) ?? opened
  const cards = openCards(sql, log)
  const links = openContactLinks(sql, log)
  const files = openFiles(sql, openFileStore(options.media, options.dataDir), logger)
  const roster = openRoster(sql, log.streams, log.follow)
  const beside = namesBeside(roster, linksBeside(filesBeside(files, boards(cards))))
  const actors = openActors(log, { hotBytes: hotBytes * 0.25, beside })
  const handles = contactHandles(sql, keyring.workspaces)
  const letters = deadLetters(sql, keyring, Date.now)
  return {
    sql,
    log,
    archive,
    keyring,
    days: openDays({
      sql,
      archive,
      cold,
      states: log.states,
      coldAfterDays: options.coldAfterDays ?? 0,
      report: error => logger.error({ err: error }, 'a day could not be closed')
    }),
    actors,
    cards,
    handles,
    links,
    files,
    fileLinks,
    erasing: { sql, log, actors, cards, roster, handles, links, letters, files, erasures: erasuresIn(options.dataDir) },
    ...openSecrets(sql, options),
    baseUrlOf: platform => usualAddress(platform, options),
    roster,
    ...openIdentity(sql, actors, roster),
    async close() {
      await links.stop()
      await cards.stop()
      await log.close()
      await sql.close()
    }
  }
}

type Identity = Pick<Core, 'credentials' | 'signIns' | 'invitations' | 'door' | 'acceptance'>

function openIdentity(sql: Sql, actors: Actors, roster: Roster): Identity {
  const credentials = openCredentials(sql)
  const signIns = openSignIns(sql)
  const invitations = openInvitations(sql)
  const door = openDoor(actors, credentials, roster)
  const acceptance = openAcceptance({ door, actors, credentials, roster, invitations, signIns })
  return { credentials, signIns, invitations, door, acceptance }
}

function openSecrets(sql: Sql, { mailServers = [], signInWith = [] }: CoreOptions): Pick<Core, 'secrets' | 'mail'> {
  const kept = inboxSecrets(sql)
  const tokens = openTokens({ providers: signInWith.map(providerOf), keep: kept.keepRefreshToken })
  kept.watch(({ inbox, signIn }) => tokens.standsOn(inbox, signIn?.at))
  const mail = { servers: mailServers, tokens }
  return { mail, secrets: withMail(kept, mail) }
}

async function demandSafe(sql: Sql, logger: Logger, isUnsafeAllowed: boolean): Promise<void> {
  const faults = await faultsOfDatabase(sql)
  if (faults.length > 0 && !isUnsafeAllowed) throw new UnsafeDatabase(faults)
  for (const fault of faults) logger.warn(`the database is not safe to use: ${fault}`)
}

/** All that the master key is for. */
async function openKeys(sql: Sql, dataDir: string) {
  const master = await masterKeyOf(dataDir, sql)
  return { keyring: openKeyring(sql, master), fileLinks: linksSignedWith(master, Date.now) }
}
