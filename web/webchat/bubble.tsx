import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-preact'
import { isEmojiOnly } from '../ui/linkify.ts'
import { LinkedText } from '../ui/linked-text.tsx'
import { clock, fullWhen } from '../ui/time-words.ts'
import type { Chat } from './chat.ts'
import { NamedFile, ShownFile } from './chat-file.tsx'
import { Quote } from './quote.tsx'
import { sentence } from './reasons.ts'
import type { Line, Standing } from './ledger.ts'

type Props = { line: Line; last: boolean; chat: Chat }

export function Bubble({ line, last, chat }: Props) {
  const large = !line.quote && isEmojiOnly(line.text)
  return (
    <div class={`bubble ${line.standing}${large ? ' large' : ''}`} data-line={line.id} tabIndex={-1}>
      {line.quote && <Quote quote={line.quote} />}
      {line.file && <ShownFile file={line.file} />}
      {line.waiting && (
        <span class="chat-paper">
          <NamedFile file={line.waiting} />
        </span>
      )}
      {line.text !== '' && (
        <p class="bubble-text" dir="auto">
          <LinkedText text={line.text} />
        </p>
      )}
      <p class="bubble-foot">
        {last && (
          <time dateTime={new Date(line.at).toISOString()} title={fullWhen(line.at)}>
            {clock(line.at)}
          </time>
        )}
        <Mark standing={line.standing} />
      </p>
      {line.refused !== null && <Refused line={line} reason={line.refused} chat={chat} />}
      {line.standing === 'received' && <span class="bubble-end" data-message={line.id} />}
    </div>
  )
}

const marks = {
  sending: { Icon: Clock, words: 'Waiting to be sent' },
  kept: { Icon: Check, words: 'Sent' },
  read: { Icon: CheckCheck, words: 'Read' },
  refused: { Icon: CircleAlert, words: 'Not sent' }
}

/** No more than we know: a clock while it is only on this device, a tick when the server has it on its disk, two when somebody read it. */
function Mark({ standing }: { standing: Standing }) {
  if (standing === 'received') return null
  const { Icon, words } = marks[standing]
  return (
    <span class="mark" title={words}>
      <Icon />
      <span class="unseen">{words}</span>
    </span>
  )
}

function Refused({ line, reason, chat }: { line: Line; reason: string; chat: Chat }) {
  return (
    <div class="bubble-refused">
      <p>Not sent. {sentence(reason)}</p>
      {line.waiting ? (
        <button type="button" class="link" onClick={() => chat.remove(line.id)}>
          Remove
        </button>
      ) : (
        <button type="button" class="link" onClick={() => chat.edit(line.id)}>
          Edit
        </button>
      )}
      <button type="button" class="link" onClick={() => chat.retry(line.id)}>
        Try again
      </button>
    </div>
  )
}
