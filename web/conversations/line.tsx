import { StickyNote } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { me } from '../app/live.ts'
import { agentName, authorName, programName } from '../app/shell/agent-name.ts'
import { LinkedText } from '../ui/linked-text.tsx'
import { now } from '../ui/now.ts'
import { clock, dayHeading, daysBetween, fullWhen } from '../ui/time-words.ts'
import type { ToOthers } from './around.tsx'
import { Bubble } from './bubble.tsx'
import { Held } from './held.tsx'
import { Ladder } from '../app/shell/ladder.tsx'
import type { Line, MomentItem, Note, Said } from './lines.ts'
import { Reasons } from '../app/shell/reasons.tsx'
import { inOneBreath, momentWords, whyOf } from './moment-words.ts'
import { words } from './words.ts'

type Props = { conversation: string; customer: string; line: Line } & ToOthers

export function LineOf({ conversation, customer, line, find, lead }: Props) {
  switch (line.kind) {
    case 'day':
      return <DayHeading at={line.at} />
    case 'group':
      return <Group conversation={conversation} customer={customer} line={line} find={find} lead={lead} />
    case 'held':
      return (
        <Held
          conversation={conversation}
          item={line.item}
          newer={find(line.item.newer)}
          customer={customer}
          find={find}
          lead={lead}
        />
      )
    case 'note':
      return <NoteLine item={line.item} />
    case 'moments':
      return <Moments items={line.items} />
  }
}

/** A ledger's heading: the day, and a double rule. */
function DayHeading({ at }: { at: number }) {
  const days = daysBetween(at, now.value)
  return (
    <h2 class="day">
      <time>{dayHeading(at, now.value)}</time>
      {days === 0 && <span>Today</span>}
      {days === 1 && <span>Yesterday</span>}
    </h2>
  )
}

type GroupLine = Extract<Line, { kind: 'group' }>

function Group({
  conversation,
  customer,
  line: { side, by, items },
  find,
  lead
}: Pick<Props, 'conversation' | 'customer' | 'find' | 'lead'> & { line: GroupLine }) {
  const last = items.at(-1)
  if (!last) return null
  const mine = by.id === me.value?.agent
  const elsewhere = last.kind === 'replied' && last.elsewhere
  const author = side === 'theirs' ? customer : elsewhere ? words.anotherApp : mine ? words.you : authorName(by)
  return (
    <div class={`group ${side}`} role="group" aria-label={`${author}, ${clock(last.at)}`}>
      <ul>
        {items.map(item => (
          <Bubble
            key={item.id}
            conversation={conversation}
            item={item}
            find={find}
            lead={lead}
            alone={item !== last && standing(item) !== standing(last)}
          />
        ))}
      </ul>
      <p class="foot">
        {side === 'ours' && !mine && (
          <>
            <bdi>{author}</bdi> ·
          </>
        )}
        <time title={fullWhen(last.at)}>{clock(last.at)}</time>
        {last.kind === 'replied' && <Ladder delivery={last.delivery} onDevice={last.onDevice} />}
        {last.onDevice && <span class="device">{words.onDevice}</span>}
      </p>
    </div>
  )
}

function standing(item: Said): string {
  return item.kind === 'received' ? '' : item.onDevice ? 'device' : item.delivery
}

function NoteLine({ item }: { item: Note }) {
  return (
    <article class="note" data-message={item.id} aria-label={`Note by ${authorName(item.by)}`}>
      <p class="byline">
        <StickyNote class="small" />
        <b>{authorName(item.by)}</b>
        <span>{item.onDevice ? words.onDevice : 'only your team sees this'}</span>
        <time title={fullWhen(item.at)}>{clock(item.at)}</time>
      </p>
      <p class="text" dir="auto">
        <LinkedText text={item.text} />
      </p>
    </article>
  )
}

function Moments({ items }: { items: readonly MomentItem[] }): ComponentChildren {
  const told = { now: now.value, self: me.value?.agent ?? '', nameOf: agentName, programName }
  return (
    <ul class="moments">
      {inOneBreath(items).map(([first, ...rest]) => {
        if (!first) return null
        const facts = [first, ...rest].map(item => item.fact)
        const why = whyOf(first.fact)
        return (
          <li key={first.id} data-on-device={first.onDevice || undefined} title={fullWhen(first.at)}>
            <bdi>{momentWords(facts, told)}</bdi> · <time>{clock(first.at)}</time>
            {why && <Reasons why={why} />}
          </li>
        )
      })}
    </ul>
  )
}
