import { SmilePlus, UserRound, Users } from 'lucide-preact'
import type { PhoneMessage } from '../../shared/protocol/emulator.ts'
import { isEmojiOnly } from '../ui/linkify.ts'
import { LinkedText } from '../ui/linked-text.tsx'
import { clock, fullWhen } from '../ui/time-words.ts'
import { kindWords, unsentWords } from './kind-words.ts'
import { PhoneLaterButtons, type PhoneLater } from './phone-later.tsx'
import { PhoneFile, Picture, Ticks } from './phone-parts.tsx'

type Props = {
  platform: string
  message: PhoneMessage
  press(choice: { id: string; title: string }): void
  /** Absent: nobody reacts here. */
  react?: ((emoji: string) => void) | undefined
  later: PhoneLater
}

export function PhoneBubble({ platform, message, press, react, later }: Props) {
  const isMine = message.from === 'customer'
  const large = message.kind === 'text' && isEmojiOnly(message.text)
  return (
    <div class={`phone-bubble ${isMine ? 'mine' : 'theirs'}${large ? ' large' : ''}`}>
      <span class="unseen">{isMine ? 'You: ' : 'The business: '}</span>
      {message.quote !== undefined && (
        <q class="phone-quote" dir="auto">
          {message.quote}
        </q>
      )}
      {message.group !== undefined && (
        <p class="phone-kind">
          <Users class="small" />
          In the group <bdi>{message.group}</bdi>
        </p>
      )}
      {message.account && (
        <p class="phone-kind">
          <UserRound class="small" />
          {isMine ? 'To the owner’s account' : 'From the owner’s account'}
        </p>
      )}
      {message.kind === 'template' && <p class="phone-kind">Template</p>}
      {message.file ? (
        <PhoneFile platform={platform} file={message.file} kind={message.kind} />
      ) : (
        <WithoutFile kind={message.kind} />
      )}
      {message.text && (
        <p class="phone-text" dir="auto">
          <LinkedText text={message.text} />
        </p>
      )}
      {message.unsent && <p class="phone-kind">{unsentWords}</p>}
      <p class="phone-foot">
        {message.edits !== undefined && <span>Edited</span>}
        <time dateTime={new Date(message.at).toISOString()} title={fullWhen(message.at)}>
          {clock(message.at)}
        </time>
        {isMine && <Ticks ticks={message.ticks} />}
      </p>
      {message.choices?.map(choice => (
        <button key={choice.id} type="button" class="button phone-choice" onClick={() => press(choice)}>
          {choice.title}
        </button>
      ))}
      {message.reaction && isMine && (
        <p class="phone-reaction" role="img" aria-label={`The business reacted: ${message.reaction}`}>
          {message.reaction}
        </p>
      )}
      <PhoneLaterButtons {...later} />
      {react && !isMine && !message.account && (
        <button
          type="button"
          class="phone-reaction"
          aria-pressed={message.reaction !== undefined}
          aria-label={message.reaction ? `You reacted: ${message.reaction}` : `React with ${liked}`}
          onClick={() => react(message.reaction ? '' : liked)}
        >
          {message.reaction ?? <SmilePlus class="small" />}
        </button>
      )}
    </div>
  )
}

/** What a customer sent, or what the business sent before this server began anew: its bytes are not here. */
function WithoutFile({ kind }: Pick<PhoneMessage, 'kind'>) {
  if (kind === 'image' || kind === 'location') return <Picture kind={kind} />
  return kind === 'text' || kind === 'template' ? null : <p class="phone-kind">{kindWords[kind]}</p>
}

/** One that every platform takes. */
const liked = '👍'
