import { AlarmClock, Timer, TriangleAlert, Undo2 } from 'lucide-preact'
import type { Thread } from '../../shared/conversations/thread.ts'
import { sla } from '../app/shell/sla.ts'
import { contactName, personId } from '../app/shell/contact-name.ts'
import { me, threads } from '../app/live.ts'
import { pathOf, type Route } from '../app/shell/route.ts'
import { agentName } from '../app/shell/agent-name.ts'
import { PlatformGlyph, platformName } from '../app/shell/platform-glyph.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { hueOf } from '../ui/hue.ts'
import { now } from '../ui/now.ts'
import { fullWhen, left, shortAhead, shortWhen, span } from '../ui/time-words.ts'
import { whyOnRow } from '../app/shell/why-on-row.ts'
import { Ladder } from '../app/shell/ladder.tsx'
import { unreadFor } from './lists.ts'

type Props = {
  id: string
  view: Extract<Route, { screen: 'inbox' }>['view']
  index: number
  count: number
  open: boolean
  active: boolean
}

/** The window's clock shows itself when it begins to press. Milliseconds. */
const windowShownMs = 4 * 3_600_000
const mostDots = 3

/** A conversation in one glance. */
export function Row({ id, view, index, count, open, active }: Props) {
  const row = threads.get(id)
  if (!row) return <div class="row gone" />
  const name = contactName(row.contact)
  const unread = unreadFor(row)
  return (
    <a
      class="row"
      role="option"
      href={pathOf({ screen: 'inbox', view, conversation: id })}
      data-in-app
      data-row={index}
      data-unread={unread > 0 || undefined}
      aria-selected={open}
      aria-setsize={count}
      aria-posinset={index + 1}
      tabIndex={active ? 0 : -1}
    >
      <Avatar name={name} of={personId(row.contact)}>
        <PlatformGlyph platform={row.platform} badge />
      </Avatar>
      <span class="who">
        <bdi class="name">{name}</bdi>
        <span class="unseen">, {platformName(row.platform)}</span>
        <Labels labels={row.labels} />
        {row.priority === 'urgent' || row.priority === 'high' ? (
          <i class={`flag ${row.priority}`}>{row.priority}</i>
        ) : null}
        {row.last && (
          <time class="when" title={fullWhen(row.last.at)}>
            {shortWhen(row.last.at, now.value)}
          </time>
        )}
      </span>
      <span class="said">
        <LastWords row={row} />
        {view === 'unassigned' && <WhyNobody row={row} />}
        <Marks row={row} />
        {unread > 0 && <Count unread={unread} />}
      </span>
    </a>
  )
}

function Count({ unread }: { unread: number }) {
  return (
    <b class="count">
      {unread > 99 ? '99+' : unread}
      <span class="unseen"> unread</span>
    </b>
  )
}

function LastWords({ row: { last } }: { row: Thread }) {
  if (!last) return <span class="text">No messages yet</span>
  return (
    <>
      {last.kind === 'replied' && last.delivery && <Ladder delivery={last.delivery} />}
      <span class="text" dir="auto">
        {last.kind === 'noted' && <span class="kind">Note: </span>}
        {last.text}
      </span>
    </>
  )
}

function Labels({ labels }: { labels: readonly string[] }) {
  if (labels.length === 0) return null
  return (
    <span class="labels" title={labels.join(', ')}>
      <span class="unseen">, labelled {labels.join(', ')}</span>
      {labels.slice(0, mostDots).map(label => (
        <i key={label} class="dot" style={{ '--hue': hueOf(label) }} />
      ))}
    </span>
  )
}

/** What holds it up, where somebody would be given it. */
function WhyNobody({ row }: { row: Thread }) {
  const why = whyOnRow.value?.(row)
  return why ? (
    <span class="mark" title={why.whole} data-why dir="auto">
      {why.short}
    </span>
  ) : null
}

/** By when the customer may expect an answer; where nobody says so, how long they have waited. */
function Waits({ row }: { row: Thread }) {
  const Clock = sla()?.SlaMark
  const since = row.status === 'open' && row.waitingSince !== null && (
    <span class="mark waits drawn hourglass" title={`Waiting since ${fullWhen(row.waitingSince)}`}>
      <span class="unseen">waiting </span>
      {span(now.value - row.waitingSince)}
    </span>
  )
  return Clock ? <Clock row={row}>{since}</Clock> : <>{since}</>
}

/** What asks for attention, and whose it is. Never more than a line can hold. */
function Marks({ row }: { row: Thread }) {
  const leftMs = row.windowClosesAt === null ? null : row.windowClosesAt - now.value
  const pressing = leftMs !== null && leftMs > 0 && leftMs < windowShownMs && row.status === 'open'
  const self = me.value?.agent
  const Clock = sla()?.SlaMark
  return (
    <>
      {row.heldBy.some(by => by === self) && (
        <span class="mark held" title="A reply of yours is held back">
          <span class="unseen">A reply of yours is held back</span>
          <Undo2 />
        </span>
      )}
      {row.troubled && (
        <span class="mark troubled" title="A message was not sent">
          <span class="unseen">A message was not sent</span>
          <TriangleAlert />
        </span>
      )}
      {pressing ? (
        <span
          class={leftMs < windowShownMs / 4 ? 'mark closing soon' : 'mark closing'}
          title={`${left(leftMs)} left to reply`}
        >
          <Timer />
          {span(leftMs)}
          <span class="unseen"> left to reply</span>
        </span>
      ) : (
        <Waits row={row} />
      )}
      {pressing && Clock && <Clock row={row} onlyLoud />}
      {row.status === 'snoozed' && row.snoozedUntil !== null && (
        <span class="mark sleeps" title={`Snoozed until ${fullWhen(row.snoozedUntil)}`}>
          <AlarmClock />
          <span class="unseen">snoozed until </span>
          {shortAhead(row.snoozedUntil, now.value)}
        </span>
      )}
      {row.assignee !== null && row.assignee !== self && (
        <>
          <Avatar little name={agentName(row.assignee)} of={row.assignee} title={agentName(row.assignee)} />
          <span class="unseen">with {agentName(row.assignee)}</span>
        </>
      )}
    </>
  )
}
