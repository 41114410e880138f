import { ownFile } from '../../shared/conversations/content-words.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { dispatch } from '../app/dispatch.ts'
import { threads } from '../app/live.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { isEmojiOnly } from '../ui/linkify.ts'
import { later } from '../ui/later.tsx'
import { now } from '../ui/now.ts'
import { toast } from '../ui/toast.ts'
import { After, Before, type ToOthers } from './around.tsx'
import { Ladder } from '../app/shell/ladder.tsx'
import { isWindowClosed } from './is-window-closed.ts'
import type { Replied, Said } from './lines.ts'
import { MessageActs } from './message-acts.tsx'
import { refusalSentence } from './refusal-sentence.ts'
import { Spoken } from './spoken.tsx'
import { askForTemplate } from './template-request.ts'
import { words } from './words.ts'

const Bringing = later(async () => (await import('./bringing.tsx')).Bringing)
const Waits = later(async () => (await import('./waits.tsx')).Waits)
const TakeBack = later(async () => (await import('./waits.tsx')).TakeBack)

type Props = { conversation: string; item: Said; alone: boolean } & ToOthers

/** One message. `alone`: its own ladder stands beside it, because the group's does not speak for it. */
export function Bubble({ conversation, item, alone, find, lead }: Props) {
  const unsent = typeof item.later?.unsentAt === 'number'
  const big = !unsent && item.content.kind === 'text' && isEmojiOnly(item.content.text)
  const delivery = item.kind === 'replied' ? item.delivery : undefined
  return (
    <li class="message" data-message={item.id} data-delivery={delivery}>
      <div class={big ? 'bubble big' : 'bubble'} dir="auto">
        {unsent ? (
          <span class="kind">{isUnsentByThem(conversation, item) ? words.theyUnsent : words.unsent}</span>
        ) : (
          <>
            {item.writer && <b class="kind">{item.writer}</b>}
            <Before item={item} find={find} lead={lead} />
            <Spoken conversation={conversation} content={item.content} later={item.later} />
          </>
        )}
      </div>
      <After item={item} />
      {item.kind === 'replied' && item.onDevice && ownFile(item.content) && <Bringing id={item.id} mayCancel />}
      <MessageActs conversation={conversation} item={item} />
      {alone && item.kind === 'replied' && <Ladder delivery={item.delivery} onDevice={item.onDevice} />}
      {item.kind === 'replied' && <Trouble conversation={conversation} item={item} />}
    </li>
  )
}

/** Not every platform says who took a message back. */
function isUnsentByThem(conversation: string, { kind }: Said): boolean {
  const { platform } = threads.get(conversation) ?? {}
  return kind === 'received' && (platform === undefined || strategyOf(platform).unsends === 'theirs')
}

/** Why it did not go, in plain words, and the one right next action. */
function Trouble({ conversation, item }: { conversation: string; item: Replied }) {
  if (item.doubt) {
    return <p class="trouble amber">It may not be sent. {refusalSentence(item.doubt, { now: now.value, nameOf })}</p>
  }
  if (item.delivery === 'unknown') {
    return (
      <p class="trouble amber" role="group">
        We don’t know whether it arrived. <NextStep conversation={conversation} item={item} />
      </p>
    )
  }
  if (item.delivery === 'waiting' && !item.onDevice) return <Waits conversation={conversation} item={item} />
  if (item.delivery !== 'failed') return null
  return (
    <div class="trouble red" role="group">
      Not sent. {item.failure?.reason} <NextStep conversation={conversation} item={item} />
      {item.platformId === null && <TakeBack conversation={conversation} item={item} />}
    </div>
  )
}

const windowCodes = new Set<string | undefined>(['outside-reply-window', '131047'])

/** After the window free text would only be refused again: then the templates are the way. */
function NextStep({ conversation, item }: { conversation: string; item: Replied }) {
  // It is no longer true.
  if (item.failure?.code === 'open-again') return null
  const row = threads.get(conversation)
  const closed = windowCodes.has(item.failure?.code) || (row !== undefined && isWindowClosed(row, now.value))
  if (item.content.kind !== 'text' || !closed) return <Retry conversation={conversation} message={item.id} />
  if (row && !strategyOf(row.platform).templates) return <>{words.untilTheyWrite}</>
  return (
    <button type="button" class="link" onClick={() => askForTemplate(conversation)}>
      {words.chooseTemplate}
    </button>
  )
}

function Retry({ conversation, message }: { conversation: string; message: string }) {
  const retry = async () => {
    const answer = await dispatch({ type: 'conversation.retry', conversation, message })
    if (!answer.accepted) toast(`Not sent. ${refusalSentence(answer.refusal, { now: Date.now(), nameOf })}`)
  }
  return (
    <button type="button" class="link" onClick={() => void retry()}>
      {words.retry}
    </button>
  )
}
