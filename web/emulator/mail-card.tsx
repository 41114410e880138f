import { Reply } from 'lucide-preact'
import type { PhoneMessage } from '../../shared/protocol/emulator.ts'
import { LinkedText } from '../ui/linked-text.tsx'
import { clock, fullWhen } from '../ui/time-words.ts'
import { PhoneFile, Picture, Ticks } from './phone-parts.tsx'

type Props = {
  platform: string
  mail: PhoneMessage
  from: string
  /** It is what is being answered. */
  isAnswered: boolean
  answer(): void
}

export function MailCard({ platform, mail, from, isAnswered, answer }: Props) {
  const isMine = mail.from === 'customer'
  const subject = mail.subject || 'No subject'
  return (
    <article class={`mail-card${isMine ? ' mine' : ''}`} aria-current={isAnswered ? 'true' : undefined}>
      <p class="mail-top">
        <span class="unseen">From </span>
        <bdi class="mail-from">{from}</bdi>
        {isMine && <Ticks ticks={mail.ticks} />}
        <time dateTime={new Date(mail.at).toISOString()} title={fullWhen(mail.at)}>
          {clock(mail.at)}
        </time>
      </p>
      <h4 dir="auto">{subject}</h4>
      {mail.text && (
        <p class="phone-text" dir="auto">
          <LinkedText text={mail.text} />
        </p>
      )}
      {mail.file ? (
        <PhoneFile platform={platform} file={mail.file} kind={mail.kind} />
      ) : (
        mail.kind === 'image' && <Picture kind="image" />
      )}
      {!isMine && (
        <button type="button" class="button quiet tight mail-answer" aria-label={`Answer ${subject}`} onClick={answer}>
          <Reply class="small turns" />
          Answer
        </button>
      )}
    </article>
  )
}
