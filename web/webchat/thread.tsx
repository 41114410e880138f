import { useComputed } from '@preact/signals'
import { ArrowDown } from 'lucide-preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { Avatar } from '../ui/avatar.tsx'
import { now } from '../ui/now.ts'
import { dayHeading } from '../ui/time-words.ts'
import { Bubble } from './bubble.tsx'
import type { Chat } from './chat.ts'
import { EndFollower } from '../ui/end-follower.ts'
import { days, type Group } from './ledger.ts'
import { watchReading } from './reading.ts'
import { AskName } from './your-name.tsx'

/** The conversation as pages of a ledger. */
export function Thread({ chat }: { chat: Chat }) {
  const scroller = useRef<HTMLElement>(null)
  const end = useMemo(() => new EndFollower(), [])
  const pages = useComputed(() => days(chat.lines.value, at => new Date(at).toDateString()))
  const last = chat.lines.value.at(-1)
  const justSaid = last?.mine ? last.id : null

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const stopFollowing = end.follow(element)
    const stopWatching = watchReading(element, chat)
    return () => {
      stopFollowing()
      stopWatching()
    }
  }, [chat, end])
  useLayoutEffect(() => {
    if (justSaid) end.toEnd()
  }, [justSaid, end])

  return (
    <div class="chat-thread">
      <section class="chat-scroller" ref={scroller} tabIndex={0} aria-label="Conversation">
        <div class="chat-pages">
          <p class="chat-greeting">
            Write to us here. You may close this page: your messages and our answers wait for you on this device.
          </p>
          {pages.value.map(page => (
            <section key={page.key} aria-label={dayHeading(page.at, now.value)}>
              <h2 class="chat-day">{dayHeading(page.at, now.value)}</h2>
              {page.groups.map(group => (
                <Spoken key={group.key} group={group} chat={chat} />
              ))}
            </section>
          ))}
          <Choices chat={chat} />
          <AskName chat={chat} />
          <Writing chat={chat} />
        </div>
      </section>
      <NewBelow chat={chat} end={end} />
    </div>
  )
}

/** What was asked last can be answered with a press; what is pressed is said like any words. */
function Choices({ chat }: { chat: Chat }) {
  const { choices = [] } = chat.lines.value.at(-1) ?? {}
  if (choices.length === 0) return null
  return (
    <div class="chat-choices" role="group" aria-label="Answers to choose from">
      {choices.map(title => (
        <button key={title} type="button" class="button" dir="auto" onClick={() => chat.say(title)}>
          {title}
        </button>
      ))}
    </div>
  )
}

/** It keeps its line free, so that nothing jumps when somebody begins. */
function Writing({ chat }: { chat: Chat }) {
  const from = chat.writing.value
  return (
    <p class="chat-writing" role="status">
      {from !== null && (
        <>
          <bdi>{from}</bdi> is writing …
        </>
      )}
    </p>
  )
}

/** A pill, never a jump: who reads further up is told, and goes down when they like. */
function NewBelow({ chat, end }: { chat: Chat; end: EndFollower }) {
  const count = chat.unread.value
  if (end.atEnd.value || count === 0) return null
  return (
    <button type="button" class="chat-pill" onClick={() => end.toEnd()}>
      <ArrowDown class="small" />
      {count === 1 ? 'New message' : `${count} new messages`}
    </button>
  )
}

function Spoken({ group, chat }: { group: Group; chat: Chat }) {
  const from = group.from ?? chat.title.value
  return (
    <div class={group.mine ? 'spoken mine' : 'spoken'}>
      {!group.mine && <Avatar name={from} of={from} />}
      <div class="spoken-lines">
        {!group.mine && (
          <p class="spoken-from" dir="auto">
            {from}
          </p>
        )}
        {group.lines.map((line, place) => (
          <Bubble key={line.id} line={line} last={place === group.lines.length - 1} chat={chat} />
        ))}
      </div>
    </div>
  )
}
