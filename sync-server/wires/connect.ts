import { randomUUID } from 'node:crypto'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Author } from '../../shared/kernel/message.ts'
import type { AnyCommand } from '../../shared/catalog.ts'
import type { Account } from '../../shared/platforms/account.ts'
import type { Channel } from '../../shared/platforms/accounts.ts'
import type { Actors } from '../actors/actors.ts'
import type { MailHere } from '../platforms/mail-here.ts'
import type { SignIn } from '../oauth/tokens.ts'
import { platformOf } from '../platforms/registry.ts'
import type { InboxSecret, InboxSecrets } from '../platforms/secrets.ts'

export type ConnectParts = {
  readonly actors: Actors
  readonly secrets: InboxSecrets
  readonly baseUrlOf: (platform: string) => string
  readonly mail: MailHere
}

export type Connecting = Account & {
  readonly tenant: string
  readonly inbox: string
  readonly platform: Channel
  readonly name: string
  readonly signIn?: SignIn | undefined
}

/** Somebody has signed in for it, instead of a password. */
export type SignedIn = {
  readonly signIn: SignIn
  /** Its first token is there, under the inbox's id. */
  readonly readied: (inbox: string) => void
}

export type Done = {
  readonly result: 'connected' | 'renewed'
  readonly secret: InboxSecret
  /** In a sentence, why nobody knows whether the platform lets us in. `null`: it does, or there is nobody to ask. */
  readonly notAsked: string | null
}

/** Nothing was kept. A sentence for whoever wanted it. */
export class NotConnected extends Error {
  /** What is wrong of what was given. */
  readonly field: string | undefined
  constructor(sentence: string, field?: string) {
    super(sentence)
    this.field = field
  }
}

/** An admin waits for it. */
const knockForMs = 30_000
const askForMs = 10_000

/**
 * A channel account, or its new secrets, which never become facts. Who may do so, the caller knows.
 * @throws NotConnected
 */
export async function connectInbox(
  parts: ConnectParts,
  by: Author,
  { tenant, name, signIn, ...account }: Connecting
): Promise<Done> {
  const { actors, secrets } = parts
  const { inbox, platform } = account
  const before = await actors.state(tenant, 'inbox', inbox)
  const kept = await secrets.of(inbox)
  const owner = kept?.tenant ?? tenant
  if (owner !== tenant || (before.platform !== null && before.platform !== platform)) {
    throw new NotConnected(`The inbox id ${inbox} is taken.`)
  }
  const wanted = { ...account, account: account.account || (kept?.account ?? ''), tenant, baseUrl: null }
  // Where a mailbox is, is an address that this server goes to again and again; only the operator's may be anywhere.
  const signedIn = signIn && { signIn }
  const asked = { ...wanted, ...signedIn, ...(by.kind !== 'system' && { publicOnly: true as const }), mail: parts.mail }
  const { secret, notAsked } = await letIn(asked, kept?.baseUrl ?? parts.baseUrlOf(platform))
  const tell = (command: AnyCommand) => actors.tell(tenant, command, now => trustedContext(by, now))
  const base = { id: randomUUID(), at: Date.now(), inbox }
  // Secrets first: a crash in between leaves an inbox that nobody sees, and connecting again finishes it.
  await secrets.connect(secret)
  if (before.platform === null) await tell({ ...base, type: 'inbox.connect', platform, name })
  // Whatever stopped it is mended, or stops it again.
  if (before.stopped) await tell({ ...base, type: 'inbox.resume-sending' })
  return { result: before.platform === null ? 'connected' : 'renewed', secret, notAsked }
}

/** Asks the platform once, before anything is kept. @throws NotConnected */
async function letIn(secret: InboxSecret, baseUrl: string): Promise<Pick<Done, 'secret' | 'notAsked'>> {
  const { knock, pull } = platformOf(secret.platform) ?? {}
  const shut = await pull?.knock(secret, AbortSignal.timeout(knockForMs))
  if (shut) throw new NotConnected(shut.message, shut.field)
  const knocked = await knock?.(secret, { baseUrl, signal: AbortSignal.timeout(askForMs) })
  if (knocked?.result === 'shut') throw new NotConnected(knocked.why)
  if (knocked?.result === 'unasked') {
    return { secret, notAsked: `${knocked.why} So nobody knows yet whether the secrets are right.` }
  }
  return { secret: { ...secret, ...(knocked?.account !== undefined && { account: knocked.account }) }, notAsked: null }
}
