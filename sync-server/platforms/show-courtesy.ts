import type { Logger } from 'pino'
import { courtesiesOf } from '../../shared/inboxes/content.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Actors, StateOf } from '../actors/actors.ts'
import type { Courtesy, Shown } from './courtesy.ts'
import type { Platform } from './port.ts'
import type { ReadTokens } from './read-tokens.ts'
import type { InboxSecrets } from './secrets.ts'

export type ShowingParts = {
  readonly actors: Actors
  readonly secrets: InboxSecrets
  readonly platformOf: (name: string) => Platform | undefined
  readonly baseUrlOf: (platform: string) => string
  readonly readTokens: ReadTokens
  /** How each ended, for whoever measures: `late` was not even asked for. */
  readonly count: (labels: { platform: string; kind: Kind; result: Shown['result'] | 'late' }) => void
  readonly logger: Logger
}

export type Chat = { readonly tenant: string; readonly conversation: string }
export type Kind = Courtesy['kind']
type Conversation = StateOf<'conversation'>

const timeOutMs = 5000

/** Asks the platform, once. */
export async function showCourtesy(
  parts: ShowingParts,
  { tenant }: Chat,
  kind: Kind,
  { platform: name, inbox, contact, lastReceived }: Conversation,
  signal: AbortSignal
): Promise<void> {
  const platform = parts.platformOf(name)
  const secret = await parts.secrets.of(inbox)
  if (!platform?.show || secret?.tenant !== tenant || lastReceived === null) return
  const { handles } = await parts.actors.state(tenant, 'contact', contact)
  const courtesy = { kind, message: lastReceived, readToken: parts.readTokens.of(tenant, lastReceived), handles }
  const baseUrl = secret.baseUrl ?? parts.baseUrlOf(secret.platform)
  const within = AbortSignal.any([signal, AbortSignal.timeout(timeOutMs)])
  const shown = await platform.show(courtesy, secret, { baseUrl, signal: within })
  parts.count({ platform: name, kind, result: shown.result })
  if (shown.result === 'shown') return
  parts.logger.debug(
    { inbox, kind, code: shown.result === 'refused' ? shown.code : 'lost' },
    'a courtesy was not shown'
  )
}

/** Somebody has seen all that the customer wrote: what nobody has seen is not called read. */
export function isRead({ received, readBy }: Conversation): boolean {
  return received > 0 && readBy.some(({ upTo }) => upTo >= received)
}

/** Does the platform show it, and does the inbox want it shown? */
export async function isWanted(
  { actors }: Pick<ShowingParts, 'actors'>,
  tenant: string,
  state: Conversation,
  kind: Kind
): Promise<boolean> {
  const inbox = await actors.state(tenant, 'inbox', state.inbox)
  const { reads, typing } = strategyOf(state.platform)
  const isOffered = kind === 'read' ? reads : typing !== null
  return isOffered && !state.over && !state.history && !inbox.stopped && courtesiesOf(inbox)[kind]
}
