import { Undo2 } from 'lucide-preact'
import { summary, wordsOf } from '../../shared/conversations/content-words.ts'
import type { Wish } from '../app/device.ts'
import { dispatch } from '../app/dispatch.ts'
import { me } from '../app/live.ts'
import { agentName, nameOf } from '../app/shell/agent-name.ts'
import { now } from '../ui/now.ts'
import { SaidTwice } from '../ui/said-twice.tsx'
import { inSentence } from '../ui/time-words.ts'
import { toast } from '../ui/toast.ts'
import { notDone } from '../app/shell/command-words.ts'
import { Quote, type ToOthers } from './around.tsx'
import type { HeldReply, Said } from './lines.ts'
import { refusalSentence } from './refusal-sentence.ts'
import { words } from './words.ts'

type Props = { conversation: string; item: HeldReply; newer: Said | undefined; customer: string } & ToOthers

/** A reply written long ago, unaware of something newer. Both stand here, and its author decides. */
export function Held({ conversation, item, newer, customer, find, lead }: Props) {
  const mine = item.by.id === me.value?.agent
  const writer = mine ? 'You' : agentName(item.by.id)
  const other =
    newer?.kind === 'replied' ? (newer.by.id === me.value?.agent ? 'you' : agentName(newer.by.id)) : customer
  const decide = (type: 'conversation.send-held' | 'conversation.discard-held') =>
    settle({ type, conversation, message: item.id })
  return (
    <article class="held" data-message={item.id} aria-label={`Reply held back, by ${writer}`}>
      <p class="byline">
        <Undo2 class="small" />
        <b>Held back, not sent</b>
      </p>
      <p>
        {writer} wrote this {inSentence(item.at, now.value)}, before {other}{' '}
        {newer?.kind === 'replied' ? 'answered' : 'wrote again'}:
      </p>
      {newer && <blockquote dir="auto">{summary(newer.content)}</blockquote>}
      <p class="bubble" dir="auto">
        {'replyTo' in item.content && item.content.replyTo && (
          <Quote replyTo={item.content.replyTo} find={find} lead={lead} />
        )}
        {wordsOf(item.content)}
      </p>
      {mine && (
        <div class="acts">
          <SaidTwice
            words={words.discard}
            outcome="What you wrote is gone then."
            again="Discard it"
            keep="Keep it"
            act={() => decide('conversation.discard-held')}
          />
          <button type="button" class="button" onClick={() => void decide('conversation.send-held')}>
            {words.sendAnyway}
          </button>
        </div>
      )}
    </article>
  )
}

async function settle(wish: Wish): Promise<void> {
  const answer = await dispatch(wish)
  if (!answer.accepted) toast(`${notDone(wish)} ${refusalSentence(answer.refusal, { now: Date.now(), nameOf })}`)
}
