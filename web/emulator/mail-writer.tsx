import { useSignal, type Signal } from '@preact/signals'
import { Paperclip, SendHorizontal } from 'lucide-preact'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { measure } from '../../shared/platforms/strategy.ts'
import type { Phone, PhoneMessage } from '../../shared/protocol/emulator.ts'
import type { Emulator } from './emulator.ts'

type Props = {
  emulator: Emulator
  phone: Phone
  /** `null`: it is a new one, and has a subject of its own. */
  answers: PhoneMessage | null
  begin(): void
  sent(): void
}

const longestCaption = 1024

/** Where the pretended customer writes an e-mail. The words leave the field only when the emulator has them. */
export function MailWriter({ emulator, phone, answers, begin, sent }: Props) {
  const subject = useSignal('')
  const text = useSignal('')
  const photo = useSignal(false)
  const sending = useSignal(false)
  const { text: limit } = strategyOf(phone.platform)
  const over = measure(text.value, limit) - (photo.value ? longestCaption : limit.most)
  const words = text.value.trim()
  const may = !sending.value && over <= 0 && (words !== '' || photo.value)

  const send = async () => {
    if (!may) return
    const about = answers ? { answers: answers.id } : { subject: subject.value.trim() }
    sending.value = true
    const said = await emulator.say(
      phone,
      photo.value ? { kind: 'image', caption: words, ...about } : { kind: 'text', text: words, ...about }
    )
    sending.value = false
    if (!said) return
    subject.value = ''
    text.value = ''
    photo.value = false
    sent()
  }

  return (
    <form class="mail-writer" aria-label="Write an e-mail" onSubmit={event => (event.preventDefault(), void send())}>
      <About subject={subject} answers={answers} begin={begin} />
      <textarea
        class="input"
        rows={3}
        dir="auto"
        aria-label={`Write as ${phone.name}`}
        aria-invalid={over > 0}
        placeholder="Message"
        value={text}
        onInput={event => (text.value = event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          void send()
        }}
      />
      {over > 0 && (
        <p class="phone-over">
          {over} {limit.unit} too many {photo.value && 'beside a photo'}
        </p>
      )}
      <Foot photo={photo} may={may} />
    </form>
  )
}

type AboutProps = Pick<Props, 'answers' | 'begin'> & { subject: Signal<string> }

/** What it is about: the one that it answers, or a subject of its own. */
function About({ answers, begin, subject }: AboutProps) {
  if (answers) {
    return (
      <p class="mail-about">
        <span class="mail-answers">
          Answers <bdi>{answers.subject || 'No subject'}</bdi>
        </span>
        <button type="button" class="button tight" onClick={begin}>
          New e-mail
        </button>
      </p>
    )
  }
  return (
    <input
      class="input"
      dir="auto"
      aria-label="Subject"
      placeholder="Subject"
      maxLength={200}
      value={subject}
      onInput={event => (subject.value = event.currentTarget.value)}
    />
  )
}

function Foot({ photo, may }: { photo: Signal<boolean>; may: boolean }) {
  return (
    <p class="mail-foot">
      <button type="button" class="button quiet" aria-pressed={photo} onClick={() => (photo.value = !photo.value)}>
        <Paperclip class="small" />
        Attach a photo
      </button>
      <button type="submit" class="button primary" disabled={!may}>
        <SendHorizontal class="small turns" />
        Send
      </button>
    </p>
  )
}
