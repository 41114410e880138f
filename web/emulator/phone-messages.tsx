import type { ComponentChild } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Phone, PhoneMessage } from '../../shared/protocol/emulator.ts'
import { EndFollower } from '../ui/end-follower.ts'
import { now } from '../ui/now.ts'
import { dayHeading, inSentence } from '../ui/time-words.ts'
import { phoneDays } from './phone-days.ts'

type Props = { phone: Phone; draw: (message: PhoneMessage) => ComponentChild }

/** All that was said on this phone, under its days. */
export function PhoneMessages({ phone, draw }: Props) {
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
            {page.messages.map(draw)}
          </section>
        ))}
      </div>
    </section>
  )
}

/** The rule a first-time visitor cannot guess: when the business may still write freely. */
function windowWords({ platform, messages, windowClosesAt: closesAt }: Phone, now: number): string {
  const { name, replyWindowHours, personWindowHours, templates } = strategyOf(platform)
  const hasWritten = messages.some(({ from, group }) => from === 'customer' && !group)
  if (replyWindowHours === null) {
    // A hyphen at which no line ends: E-mail is one word.
    return hasWritten || platform === 'sms'
      ? `${name.replace('-', '\u2011')} knows no window: the business may write at any time.`
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
