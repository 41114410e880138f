import type { ComponentChild } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Phone, PhoneMessage } from '../../shared/protocol/emulator.ts'
import { EndFollower } from '../ui/end-follower.ts'
import { now } from '../ui/now.ts'
import { dayHeading } from '../ui/time-words.ts'
import { phoneDays } from './phone-days.ts'
import { windowWords } from './window-words.ts'

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
