import { useEffect, useState } from 'preact/hooks'
import { dispatch } from '../app/dispatch.ts'
import { inboxes, threads } from '../app/live.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { now } from '../ui/now.ts'
import { SaidTwice } from '../ui/said-twice.tsx'
import { inSentence } from '../ui/time-words.ts'
import { toast } from '../ui/toast.ts'
import type { Replied } from './lines.ts'
import { refusalSentence } from './refusal-sentence.ts'
import { rewrite } from './take-back.ts'
import { whyItWaits } from './why-it-waits.ts'
import { words } from './words.ts'

type Props = { conversation: string; item: Replied }

/** What goes at once needs no words about that. */
const patienceMs = 3000

/** Why a reply that is at the server has not gone yet, and what can still be done about it. */
export function Waits({ conversation, item }: Props) {
  const isLong = useLong()
  const row = threads.get(conversation)
  const stopped = (row && inboxes.get(row.inbox)?.stopped) ?? null
  if (!isLong && !item.failure && !stopped) return null
  const { failure, until } = item
  const why = whyItWaits({ failure, until, stopped: stopped?.failure ?? null }, now.value, at =>
    inSentence(at, now.value)
  )
  return (
    <div class="trouble amber" role="group">
      {why}
      <TakeBack conversation={conversation} item={item} />
    </div>
  )
}

/** Before any platform has taken it. */
export function TakeBack({ conversation, item }: Props) {
  const isOurWords = item.content.kind === 'text' || item.content.kind === 'media'
  return (
    <div class="acts">
      {isOurWords && (
        <button type="button" class="button quiet tight" onClick={() => void rewrite(conversation, item)}>
          {words.rewrite}
        </button>
      )}
      <SaidTwice
        words={words.doNotSend}
        look="tight"
        outcome="What was written is gone then."
        again="Don’t send it"
        keep="Keep it"
        act={() => withdraw(conversation, item.id)}
      />
    </div>
  )
}

async function withdraw(conversation: string, message: string): Promise<void> {
  const answer = await dispatch({ type: 'conversation.withdraw-reply', conversation, message })
  if (!answer.accepted) toast(`Not taken back. ${refusalSentence(answer.refusal, { now: Date.now(), nameOf })}`)
}

function useLong(): boolean {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  return isLong
}
