import { setImmediate as breathe } from 'node:timers/promises'
import type { Role } from '../../shared/identity/events.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { WorkflowDryRun, WorkflowTried } from '../../shared/protocol/workflow-dry-run.ts'
import type { Board } from '../../shared/workflow/board.ts'
import type { Card } from '../../shared/workflow/card.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import type { Course, Moment } from '../../shared/workflow/dry-run/course.ts'
import { dryRun } from '../../shared/workflow/dry-run/dry-run.ts'
import { stageNow, workflowDecider, type Workflow } from '../../shared/workflow/workflow.ts'
import type { Log } from '../log/log.ts'
import { livedIn, type Past } from '../past/lived.ts'
import { weekBefore, type Week } from '../past/week.ts'
import type { Cards } from './cards.ts'

export type DryRunParts = {
  readonly log: Past & Pick<Log, 'states'>
  readonly cards: Pick<Cards, 'board'>
  /** Who people are now. */
  readonly roster: { of(tenant: string): Promise<{ agent(id: string): { readonly role: Role } | undefined }> }
  readonly now: () => number
}

/** So many cards are asked for before others have a turn. */
const cardsAtOnce = 100

/**
 * A version of a workflow over the cards that are there, and over the past week by the log as it is. Nothing is told.
 * Who people are is as it is now.
 */
export async function dryRunOf(
  parts: DryRunParts,
  tenant: string,
  was: Workflow,
  { workflow, plan, moved }: WorkflowTried
): Promise<WorkflowDryRun> {
  const until = parts.now()
  const would = workflowDecider.evolve(was, {
    type: 'workflow.published',
    at: until,
    by: { kind: 'system', id: 'dry-run' },
    cause: 'dry-run',
    version: (was.now?.version ?? 0) + 1,
    plan,
    moved
  })
  // The board before the log: whatever happens in between is in both, and not in neither.
  const now = await parts.cards.board(tenant, workflow)
  const week = await weekBefore(parts.log.follow, tenant, until)
  const course = await courseOf(parts, tenant, { workflow, now, week, until, versions: [was, would] })
  const workspace = await parts.roster.of(tenant)
  const run = dryRun(course, { was, would, roleOf: agent => workspace.agent(agent)?.role ?? 'agent' })
  for (let next = run.next(); ; next = run.next()) {
    if (next.done) {
      return { ...next.value, from: course.from, until, events: week.head - week.after, isCut: week.isCut }
    }
    await breathe()
  }
}

type Asked = {
  readonly workflow: string
  readonly now: Board
  readonly week: Week
  readonly until: number
  readonly versions: readonly Workflow[]
}

/** The board as it was when the week began, and what happened on it. */
async function courseOf(parts: DryRunParts, tenant: string, asked: Asked): Promise<Course> {
  const { workflow, now, week, until, versions } = asked
  const moments: Moment[] = []
  const first = new Map<string, Card>()
  for await (const { event, before, after } of livedIn(week, parts.log, tenant, ['card'])) {
    if ((after as Card).workflow !== workflow) continue
    const card = streamKey(event.stream)
    moments.push({ at: event.recordedAt, card, before: before as Card, fact: event.fact as CardFact })
    if (!first.has(card)) first.set(card, before as Card)
  }
  const untouched = [...now].filter(([card]) => !first.has(card))
  const began = [...first].flatMap(([card, { status, stage }]) => (status === 'open' ? [[card, stage] as const] : []))
  const [opening] = await parts.log.follow.since(tenant, week.after, 1)
  const isTimed = (stage: string) => versions.some(version => stageNow(version, stage)?.time)
  const timed = untouched.flatMap(([card, stage]) => (isTimed(stage) ? [card] : []))
  return {
    workflow,
    from: opening?.recordedAt ?? until,
    until,
    board: new Map([...untouched, ...began]),
    still: await statesOf(parts, tenant, timed),
    moments
  }
}

async function statesOf({ log }: DryRunParts, tenant: string, cards: readonly string[]): Promise<readonly Card[]> {
  const all: Card[] = []
  for (let from = 0; from < cards.length; from += cardsAtOnce) {
    const some = cards.slice(from, from + cardsAtOnce).map(card => log.states.newest(tenant, `card/${card}`))
    all.push(...(await Promise.all(some)).map(({ state }) => state as Card))
  }
  return all
}
