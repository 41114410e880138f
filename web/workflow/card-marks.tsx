import { CalendarDays, ClockAlert, CloudUpload, Timer } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { sla } from '../app/shell/sla.ts'
import type { CardRow, ThreadRow } from '../app/live.ts'
import { agentName } from '../app/shell/agent-name.ts'
import { Avatar } from '../ui/avatar.tsx'
import { hueOf } from '../ui/hue.ts'
import { now } from '../ui/now.ts'
import { daysBetween, fullWhen, left, shortWhen, span } from '../ui/time-words.ts'
import { ownerOf } from './filter.ts'
import { stageOf } from './moves.ts'

/** The window's clock shows itself when it begins to press. Milliseconds. */
const windowShownMs = 4 * 3_600_000
const minuteMs = 60_000
const mostDots = 3

type Shown = { card: CardRow; row: ThreadRow | undefined; waits: boolean; doubted: boolean }

/** What asks for attention, and whose it is. Never more than a line can hold. */
export function cardMarks({ card, row, waits, doubted }: Shown) {
  const owner = ownerOf(card, row)
  return (
    <span class="card-marks">
      {row?.status === 'open' && waiting(row)}
      {card.status === 'open' && inStage(card)}
      {card.due !== null && due(card.due, card.status !== 'open')}
      {row && labelled(row.labels)}
      {waits && (
        <Mark
          look={doubted ? 'mark end waits' : 'mark end'}
          title={doubted ? 'It may not be done: see the outbox' : 'Still on this device'}
        >
          <CloudUpload />
          <span class="unseen">{doubted ? 'It may not be done' : 'Still on this device'}</span>
        </Mark>
      )}
      {owner !== null && (
        <>
          <Avatar little name={agentName(owner)} of={owner} title={agentName(owner)} />
          <span class="unseen">, with {agentName(owner)}</span>
        </>
      )}
    </span>
  )
}

function Mark({ look, title, children }: { look: string; title: string; children: ComponentChildren }) {
  return (
    <span class={look} title={title}>
      {children}
    </span>
  )
}

function waiting(row: ThreadRow) {
  const { waitingSince, windowClosesAt } = row
  const Clock = sla()?.SlaMark
  const leftMs = windowClosesAt === null ? 0 : windowClosesAt - now.value
  if (leftMs > 0 && leftMs < windowShownMs) {
    return (
      <>
        <Mark look={leftMs < windowShownMs / 4 ? 'mark soon' : 'mark closing'} title={`${left(leftMs)} left to reply`}>
          <Timer />
          {span(leftMs)}
          <span class="unseen"> left to reply</span>
        </Mark>
        {Clock && <Clock row={row} onlyLoud />}
      </>
    )
  }
  const since = waitingSince !== null && (
    <span class="mark waits drawn hourglass" title={`Waiting since ${fullWhen(waitingSince)}`}>
      <span class="unseen">waiting </span>
      {span(now.value - waitingSince)}
    </span>
  )
  return Clock ? <Clock row={row}>{since}</Clock> : since
}

/** How long it is in a stage that has a time limit, once that begins to press. */
function inStage(card: CardRow) {
  const time = stageOf(card)?.time
  if (!time) return null
  const leftMs = card.enteredAt + time.minutes * minuteMs - now.value
  if (leftMs > time.warnMinutes * minuteMs) return null
  const words = leftMs > 0 ? `${left(leftMs)} left in this stage` : `${span(-leftMs)} longer in this stage than planned`
  return (
    <Mark look={leftMs > 0 ? 'mark closing' : 'mark soon'} title={words}>
      <ClockAlert />
      {span(Math.abs(leftMs))}
      <span class="unseen">{leftMs > 0 ? ' left in this stage' : ' longer in this stage than planned'}</span>
    </Mark>
  )
}

function due(at: number, isOver: boolean) {
  const days = daysBetween(now.value, at)
  const look = isOver || days > 1 ? 'mark' : days < 0 ? 'mark soon' : 'mark closing'
  return (
    <Mark look={look} title={`Due ${fullWhen(at)}`}>
      <CalendarDays />
      <span class="unseen">due </span>
      {days === 0 ? 'Today' : days === 1 ? 'Tomorrow' : shortWhen(at, now.value)}
    </Mark>
  )
}

function labelled(labels: readonly string[]) {
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
