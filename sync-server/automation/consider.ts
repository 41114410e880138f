import { createHash } from 'node:crypto'
import { authorOf } from '../../shared/automation/author.ts'
import { hourMs, mostAnHour, mostDepth, stepId, tooLateMs } from '../../shared/automation/depth.ts'
import { failingLine } from '../../shared/automation/judge.ts'
import { isCommand, wantedOf, type Subject } from '../../shared/automation/steps.ts'
import { deciders } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import type { Came, Outcome, Run } from '../../shared/protocol/automations.ts'
import type { Actors } from '../actors/actors.ts'
import type { Call } from './calls.ts'
import type { InForce } from './in-force.ts'
import type { Runs } from './runs.ts'
import { situationOf } from './situation.ts'
import { cardsNow, cardsOf, subjectOf } from './subject.ts'

export type ConsiderParts = {
  readonly actors: Pick<Actors, 'tell' | 'state'>
  readonly roster: { of(tenant: string): Promise<Workspace> }
  readonly runs: Runs
  /** Durable when it resolves; the same one again is none. */
  readonly wantCall: (call: Call) => Promise<void>
  /** What was said before then may have had its consequences elsewhere. Epoch milliseconds. */
  readonly copiedAt: (tenant: string) => Promise<number>
  readonly now: () => number
}

/** Who may be given what. */
type Workspace = {
  agent(id: string): { readonly status: string; readonly name: string } | undefined
  inboxesOf(agent: string): readonly string[]
}

/**
 * Something that an automation waits for. `cause` tells it from every other; `at` is when that was recorded, and `said`
 * when it was so by the clock of whoever said it; `depth`: how many automations lie behind it.
 */
export type Occasion = {
  readonly tenant: string
  readonly cause: string
  readonly at: number
  readonly said: number
  readonly depth: number
  readonly conversation: string | null
  readonly card: Subject['card']
  readonly text: string | null
  /** The customer's last message by then: nothing is closed over what came later. */
  readonly lastReceived: string | null
}

/**
 *     occasion ─► judged ─► kept ─► step, step, … ─► ended
 *
 * What was judged is durable before anything is done, and each step is a command with an id of its own, which the log
 * hears once. So wherever it is cut off, going through it again does what was left, and nothing twice.
 */
export async function consider(parts: ConsiderParts, one: InForce, occasion: Occasion): Promise<void> {
  const { runs } = parts
  const { tenant, cause, at, conversation, card } = occasion
  const { automation, version } = one
  const known = await runs.find(tenant, automation, cause)
  if (known?.ended) return
  const came = known?.came ?? (await judge(parts, one, occasion))
  const run: Run = { cause, at, conversation, card: card?.card ?? null, version, came }
  if (came.as !== 'fired') return runs.keep(tenant, automation, run, true)
  if (!known) await runs.keep(tenant, automation, run, false)
  const outcomes = await carryOut(parts, automation, came, occasion)
  await runs.keep(tenant, automation, { ...run, came: { ...came, outcomes } }, true)
}

async function judge(parts: ConsiderParts, { automation, rule }: InForce, occasion: Occasion): Promise<Came> {
  const { tenant, at, depth, conversation, text } = occasion
  const now = parts.now()
  if (now - at > tooLateMs) return { as: 'too-late' }
  if (depth >= mostDepth) return { as: 'loop' }
  const times = conversation === null ? 0 : await parts.runs.acted(tenant, automation, conversation, now - hourMs)
  if (times >= mostAnHour) return { as: 'too-often' }
  const { actors } = parts
  const state =
    conversation === null ? deciders.conversation.initial : await actors.state(tenant, 'conversation', conversation)
  const inbox = state.inbox === '' ? deciders.inbox.initial : await actors.state(tenant, 'inbox', state.inbox)
  const cards = await cardsOf(cardsNow(actors, tenant), rule, occasion)
  const line = failingLine(rule.if, situationOf(state, inbox, [...cards.values()], { at, text }))
  return line ? { as: 'condition', line } : { as: 'fired', steps: [...rule.then], outcomes: [] }
}

async function carryOut(
  parts: ConsiderParts,
  automation: string,
  { steps }: Extract<Came, { as: 'fired' }>,
  occasion: Occasion
): Promise<Outcome[]> {
  const { tenant, cause, at: happened, depth, conversation } = occasion
  const run = createHash('sha256').update(`${automation} ${cause}`).digest('hex').slice(0, 32)
  const author = authorOf(automation)
  const workspace = await parts.roster.of(tenant)
  const judgedBy = (now: number): Context => ({
    ...trustedContext(author, now),
    // It was published by somebody who may all of this; but nobody answers for an inbox they do not work in.
    reaches: (inbox, agent) =>
      agent === undefined || (workspace.agent(agent)?.status === 'active' && workspace.inboxesOf(agent).includes(inbox))
  })
  const outcomes: Outcome[] = []
  for (const [at, step] of steps.entries()) {
    const id = stepId(depth + 1, run, at)
    if (!isCommand(step)) {
      await parts.wantCall({ tenant, id, automation, cause, step: at, url: step.url, conversation, at: happened })
      outcomes.push({ result: 'call', state: 'waiting', tries: 0, words: '' })
      continue
    }
    const subject = await subjectOf(parts, step, author.id, occasion)
    const wanted = wantedOf(step, subject, parts.now())
    if (typeof wanted === 'string') {
      outcomes.push({ result: 'missing', what: wanted })
      continue
    }
    // [R1] The customer may have it since the copy was made.
    const mayHaveGone = wanted.type === 'conversation.reply' && occasion.said < (await parts.copiedAt(tenant))
    const command = { ...wanted, id, at: parts.now(), ...(mayHaveGone && { forgotten: true as const }) }
    const told = await parts.actors.tell(tenant, command, judgedBy)
    if (told.result === 'refused') outcomes.push({ result: 'refused', refusal: told.refusal })
    else if (mayHaveGone) outcomes.push({ result: 'in-doubt' })
    else outcomes.push({ result: told.result === 'accepted' && told.events.length === 0 ? 'already' : 'done' })
  }
  return outcomes
}
