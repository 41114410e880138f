import { randomUUID } from 'node:crypto'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Author } from '../../shared/kernel/message.ts'
import type { AnyCommand } from '../../shared/catalog.ts'
import type { Account } from '../../shared/platforms/account.ts'
import type { Channel } from '../../shared/platforms/accounts.ts'
import type { Actors } from '../actors/actors.ts'
import { platformOf } from '../platforms/registry.ts'
import type { InboxSecrets } from '../platforms/secrets.ts'

export type ConnectParts = { readonly actors: Actors; readonly secrets: InboxSecrets }

export type Connecting = Account & {
  readonly tenant: string
  readonly inbox: string
  readonly platform: Channel
  readonly name: string
}

/** Nothing was kept. A sentence for whoever wanted it. */
export class NotConnected extends Error {}

const knockForMs = 30_000

/**
 * A channel account, or its new secrets, which never become facts. Who may do so, the caller knows.
 * @throws NotConnected
 */
export async function connectInbox(
  { actors, secrets }: ConnectParts,
  by: Author,
  { tenant, name, ...account }: Connecting
): Promise<'connected' | 'renewed'> {
  const { inbox, platform } = account
  const before = await actors.state(tenant, 'inbox', inbox)
  const owner = (await secrets.of(inbox))?.tenant ?? tenant
  if (owner !== tenant || (before.platform !== null && before.platform !== platform)) {
    throw new NotConnected(`The inbox id ${inbox} is taken.`)
  }
  const secret = { ...account, tenant, baseUrl: null }
  const shut = await platformOf(platform)?.pull?.knock(secret, AbortSignal.timeout(knockForMs))
  if (shut) throw new NotConnected(shut)
  const tell = (command: AnyCommand) => actors.tell(tenant, command, now => trustedContext(by, now))
  const base = { id: randomUUID(), at: Date.now(), inbox }
  // Secrets first: a crash in between leaves an inbox that nobody sees, and connecting again finishes it.
  await secrets.connect(secret)
  if (before.platform === null) await tell({ ...base, type: 'inbox.connect', platform, name })
  // Whatever stopped it is mended, or stops it again.
  if (before.stopped) await tell({ ...base, type: 'inbox.resume-sending' })
  return before.platform === null ? 'connected' : 'renewed'
}
