import { PowerOff } from 'lucide-preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { EmulatorState, Phone, StandInState } from '../../shared/protocol/emulator.ts'
import { PlatformGlyph, platformName } from '../app/shell/platform-glyph.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { EndFollower } from '../ui/end-follower.ts'
import { now } from '../ui/now.ts'
import { dayHeading, inSentence } from '../ui/time-words.ts'
import type { Emulator } from './emulator.ts'
import { keyOf } from './happened.ts'
import { PhoneBubble } from './phone-bubble.tsx'
import { PhoneComposer } from './phone-composer.tsx'
import { phoneDays } from './phone-days.ts'

type Props = { emulator: Emulator; state: EmulatorState; standIn: StandInState; phone: Phone }

/** The one chat on this phone: the one with the business. */
export function PhoneChat({ emulator, state, standIn, phone }: Props) {
  if (standIn.mood.phonesOff) return <SwitchedOff emulator={emulator} standIn={standIn} />
  const { name } = strategyOf(phone.platform)
  return (
    <div class="phone-chat">
      <header class="phone-head">
        <Avatar name={state.business.name} of={standIn.inbox} />
        <div class="phone-who">
          <h2 dir="auto">{state.business.name}</h2>
          <p class="figures" role="status">
            {phone.typing ? 'typing …' : standIn.address}
          </p>
        </div>
        <p class="phone-platform">
          <PlatformGlyph platform={phone.platform} />
          {name}
        </p>
      </header>
      <Messages key={keyOf(phone)} emulator={emulator} standIn={standIn} phone={phone} />
      <PhoneComposer key={keyOf(phone)} emulator={emulator} standIn={standIn} phone={phone} />
    </div>
  )
}

function Messages({ emulator, standIn, phone }: Omit<Props, 'state'>) {
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
          {windowWords(phone, now.value)}
        </p>
        {phoneDays(phone.messages, at => new Date(at).toDateString()).map(page => (
          <section key={page.key} aria-label={dayHeading(page.at, now.value)}>
            <h3 class="phone-day">
              <span>{dayHeading(page.at, now.value)}</span>
            </h3>
            {page.messages.map(message => (
              <PhoneBubble
                key={message.id}
                platform={phone.platform}
                message={message}
                press={({ id, title }) =>
                  void emulator.say(phone, { kind: 'choice', of: message.id, choice: id, title })
                }
                react={
                  standIn.says.includes('reaction')
                    ? emoji => void emulator.say(phone, { kind: 'reaction', of: message.id, emoji })
                    : undefined
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
function windowWords({ platform, messages, windowClosesAt: closesAt }: Phone, now: number): string {
  const { name, replyWindowHours, personWindowHours, templates } = strategyOf(platform)
  const hasWritten = messages.some(({ from }) => from === 'customer')
  if (replyWindowHours === null) {
    return hasWritten || platform === 'sms'
      ? `${name} knows no window: the business may write at any time.`
      : 'You have never written, so the business cannot write to you.'
  }
  const after = templates
    ? 'the business may only send you a template'
    : personWindowHours === replyWindowHours
      ? 'the business cannot write to you'
      : `only a person of the business may write to you, for ${(personWindowHours ?? 0) / 24} days`
  if (!hasWritten || closesAt === null) {
    return `You have never written, so ${templates ? after : 'the business cannot write to you'}.`
  }
  return closesAt > now
    ? `The business may answer freely until ${inSentence(closesAt, now).replace(/^at |^on /, '')}.`
    : `Your last message is more than ${replyWindowHours} hours old, so ${after}.`
}

function SwitchedOff({ emulator, standIn }: Pick<Props, 'emulator' | 'standIn'>) {
  return (
    <div class="phone-off">
      <PowerOff />
      <p>The phone is switched off. What the business writes waits at {platformName(standIn.platform)}.</p>
      <button type="button" class="button" onClick={() => emulator.change(standIn, { phonesOff: false })}>
        Switch it on
      </button>
    </div>
  )
}
