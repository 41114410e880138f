import { PowerOff } from 'lucide-preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { EmulatorState, Phone } from '../../shared/protocol/emulator.ts'
import { Avatar } from '../ui/avatar.tsx'
import { EndFollower } from '../ui/end-follower.ts'
import { now } from '../ui/now.ts'
import { dayHeading, inSentence } from '../ui/time-words.ts'
import type { Emulator } from './emulator.ts'
import { PhoneBubble } from './phone-bubble.tsx'
import { PhoneComposer } from './phone-composer.tsx'
import { phoneDays } from './phone-days.ts'

type Props = { emulator: Emulator; state: EmulatorState; phone: Phone }

/** The one chat on this phone: the one with the business. */
export function PhoneChat({ emulator, state, phone }: Props) {
  if (state.mood.phonesOff) return <SwitchedOff emulator={emulator} />
  return (
    <div class="phone-chat">
      <header class="phone-head">
        <Avatar name={state.business.name} of={state.business.inbox} />
        <div class="phone-who">
          <h2 dir="auto">{state.business.name}</h2>
          <p class="figures" role="status">
            {phone.typing ? 'typing …' : state.business.number}
          </p>
        </div>
      </header>
      <Messages key={phone.id} emulator={emulator} phone={phone} />
      <PhoneComposer key={phone.id} emulator={emulator} phone={phone} />
    </div>
  )
}

function Messages({ emulator, phone }: { emulator: Emulator; phone: Phone }) {
  const scroller = useRef<HTMLElement>(null)
  const end = useMemo(() => new EndFollower(), [])
  const last = phone.messages.at(-1)
  const justSaid = last?.from === 'customer' ? last.id : null
  useLayoutEffect(() => (scroller.current ? end.follow(scroller.current) : undefined), [end])
  useLayoutEffect(() => {
    if (justSaid) end.toEnd()
  }, [justSaid, end])
  return (
    <section class="phone-messages" ref={scroller} tabIndex={0} aria-label="Messages">
      <div class="phone-pages">
        <p class="phone-line">
          You hold the phone of <bdi>{phone.name}</bdi>, <span class="phone-number">{phone.number}</span>.{' '}
          {windowWords(phone.windowClosesAt, now.value)}
        </p>
        {phoneDays(phone.messages, at => new Date(at).toDateString()).map(page => (
          <section key={page.key} aria-label={dayHeading(page.at, now.value)}>
            <h3 class="phone-day">
              <span>{dayHeading(page.at, now.value)}</span>
            </h3>
            {page.messages.map(message => (
              <PhoneBubble
                key={message.id}
                message={message}
                press={({ id, title }) =>
                  void emulator.say(phone.id, { kind: 'choice', of: message.id, choice: id, title })
                }
              />
            ))}
          </section>
        ))}
      </div>
    </section>
  )
}

/** The rule a first-time visitor cannot guess: when the business may still write freely. */
function windowWords(closesAt: number | null, now: number): string {
  if (closesAt === null) return 'You have never written, so the business may only send you a template.'
  return closesAt > now
    ? `The business may answer freely until ${inSentence(closesAt, now).replace(/^at |^on /, '')}.`
    : 'Your last message is more than 24 hours old, so the business may only send you a template.'
}

function SwitchedOff({ emulator }: { emulator: Emulator }) {
  return (
    <div class="phone-off">
      <PowerOff />
      <p>The phone is switched off. What the business writes waits at WhatsApp.</p>
      <button type="button" class="button" onClick={() => emulator.change({ phonesOff: false })}>
        Switch it on
      </button>
    </div>
  )
}
