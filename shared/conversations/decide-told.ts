import { accept, refuse } from '../kernel/decision.ts'
import type { Context } from '../kernel/decider.ts'
import { unreachable } from '../kernel/unreachable.ts'
import { mediaName, summary } from './content-words.ts'
import type { Conversation } from './conversation.ts'
import { said, type ConversationDecision, type Of } from './decision.ts'
import type { ConversationFact } from './events.ts'
import { tellHistory } from './history.ts'
import { rises } from './ladder.ts'
import { reactionOn } from './reactions.ts'
import { sendOf } from './sends.ts'

type Told = Of<
  | 'conversation.receive'
  | 'conversation.echo'
  | 'conversation.edit'
  | 'conversation.unsend'
  | 'conversation.react'
  | 'conversation.notice'
  | 'conversation.tell-history'
>

const telling: ReadonlySet<string> = new Set<Told['type']>([
  'conversation.receive',
  'conversation.echo',
  'conversation.edit',
  'conversation.unsend',
  'conversation.react',
  'conversation.notice',
  'conversation.tell-history'
])

/** Does a platform tell it of somebody we may not have met yet? */
export function isTold(command: { readonly type: string }): command is Told {
  return telling.has(command.type)
}

/** What a platform tells is so: it is taken in whatever order it comes, and only a message wakes anybody. */
export function decideTold(command: Told, state: Conversation, context: Context): ConversationDecision {
  // Whoever wrote here was erased for good.
  if (state.over) return refuse({ reason: 'no-such-conversation' })
  if (command.type === 'conversation.tell-history') return tellHistory(command, state, context)
  const so = said(command, context)
  const { inbox, platform, contact } = command
  const opened: ConversationFact[] =
    state.status === 'unknown' ? [{ ...so, type: 'conversation.opened', inbox, platform, contact }] : []
  switch (command.type) {
    case 'conversation.receive': {
      const { message, content } = command
      const wakes = state.status === 'snoozed' || state.status === 'resolved'
      const reopened: ConversationFact[] = wakes ? [{ ...so, type: 'conversation.reopened' }] : []
      return accept(...opened, { ...so, type: 'conversation.message-received', message, content }, ...reopened)
    }
    case 'conversation.echo':
      return decideEcho(command, state, context, opened)
    case 'conversation.notice': {
      const { what, text, raw } = command
      const words = raw === undefined ? { what, text } : { what, text, raw }
      return accept(...opened, { ...so, type: 'conversation.noticed', ...words })
    }
    case 'conversation.edit':
    case 'conversation.unsend':
    case 'conversation.react':
      // What it changes was erased with everything else.
      if (state.status === 'unknown' && state.erasures > 0) return accept()
      if (command.type === 'conversation.react' && isOwn(command, state, context)) return accept()
      return accept(...opened, changed(command, so))
    default:
      return unreachable(command)
  }
}

function changed(
  command: Of<'conversation.edit' | 'conversation.unsend' | 'conversation.react'>,
  so: ReturnType<typeof said>
): ConversationFact {
  switch (command.type) {
    case 'conversation.edit':
      return { ...so, type: 'conversation.message-edited', message: command.message, content: command.content }
    case 'conversation.unsend':
      return { ...so, type: 'conversation.message-unsent', message: command.message }
    case 'conversation.react':
      return { ...so, type: 'conversation.reacted', of: command.of, emojis: command.emojis }
    default:
      return unreachable(command)
  }
}

/** A platform may tell what we have put there ourselves. */
function isOwn({ of, emojis }: Of<'conversation.react'>, state: Conversation, { by }: Context): boolean {
  const own = by.kind === 'customer' ? undefined : reactionOn(state, of)
  return own !== undefined && (own.reacts?.emoji ?? '') === emojis.join('')
}

/** An echo of our own reply is proof that it was taken. Any other was sent from another app of the business. */
function decideEcho(
  command: Of<'conversation.echo'>,
  state: Conversation,
  context: Context,
  opened: readonly ConversationFact[]
): ConversationDecision {
  const so = said(command, context)
  const { platformId, ours, content } = command
  const own = sendOf(state, { platformId, message: ours }) ?? unsettled(state, summary(content))
  if (own) {
    return rises(own.delivery, 'sent')
      ? accept({ ...so, type: 'conversation.receipt-received', platformId, message: own.message, status: 'sent' })
      : accept()
  }
  return accept(...opened, { ...so, type: 'conversation.replied-elsewhere', message: platformId, content })
}

/** The reply on its way that says just this: its answer may be slower than its echo, or lost. */
function unsettled(state: Conversation, words: string) {
  return state.sends.find(
    ({ delivery, platformId, words: mine }) =>
      (delivery === 'sending' || delivery === 'unknown') &&
      platformId === null &&
      mine !== undefined &&
      asEchoed(mine) === asEchoed(words)
  )
}

/** A file comes back without its name, and a voice as any sound. */
function asEchoed(words: string): string {
  return words === mediaName('voice') ? mediaName('audio') : words.replace(/^(Document) “.*”$/, '$1')
}
