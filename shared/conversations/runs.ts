import type { Run, SlaTarget } from '../sla/content.ts'
import type { Conversation } from './conversation.ts'
import type { ConversationFact } from './events.ts'

/** Those that are over are kept a while, for who looks whether they ended in time. */
const runsKept = 6
const stretchesKept = 40

type Runs = readonly Run[]

/**
 * What the customer waits for, after a fact: an answer from a person, and the end of it all. Both stand still while it
 * is snoozed; the end also while they have their answer. Whoever writes after it was resolved begins anew.
 */
export function runsAfter(before: Conversation, next: Conversation, fact: ConversationFact): Runs | undefined {
  const { runs = [] } = before
  switch (fact.type) {
    case 'conversation.message-received':
      return fact.at <= (before.elsewhereAt ?? 0) ? before.runs : heard(runs, fact.at)
    case 'conversation.replied':
      // What a program says is no answer yet.
      return fact.by.kind === 'agent' ? answered(runs, fact.at) : before.runs
    case 'conversation.reply-withdrawn':
      return withdrawn(before, next, fact.message)
    case 'conversation.replied-elsewhere':
      return elsewhere(runs, next, fact.at)
    case 'conversation.snoozed':
      return paused(before.status === 'resolved' ? takenUp(runs) : runs, fact.at, () => true)
    case 'conversation.woken':
      return resumed(runs, fact.at)
    case 'conversation.reopened':
      return before.status === 'resolved' && fact.by.kind === 'agent' ? takenUp(runs) : resumed(runs, fact.at)
    case 'conversation.resolved':
      return ended(runs, fact.at, () => true)
    case 'conversation.sla-warned':
      return marked(runs, fact, { warned: true })
    case 'conversation.sla-missed':
      return marked(runs, fact, { missed: fact.due })
    case 'conversation.erased':
      return undefined
    default:
      return before.runs
  }
}

const isReply = ({ target }: Run) => target !== 'resolution'
const isOwed = (run: Run) => isReply(run) && run.ended === null

function heard(runs: Runs, at: number): Runs {
  // Webhooks come out of order: what was written first is what they wait for since.
  const since = runs.map(run =>
    run.from !== null && run.ran.length === 0 && at < run.from ? { ...run, since: at, from: at } : run
  )
  return since.some(isOwed) ? since : begun(since, at)
}

function begun(runs: Runs, at: number): Runs {
  const whole = runs.findLastIndex(run => !isReply(run))
  const isNew = runs[whole]?.ended !== null
  const isFirst = isNew || !runs.slice(whole).some(isReply)
  // Platforms' clocks count whole seconds, and a run is known by when it began.
  const run = (target: SlaTarget, since = at): Run =>
    runs.some(one => one.target === target && one.since === since)
      ? run(target, since + 1)
      : { target, since, ran: [], from: at, ended: null }
  return [
    ...resumed(runs, at, true).filter((one, index) => one.ended === null || index >= runs.length - runsKept),
    ...(isNew ? [run('resolution')] : []),
    run(isFirst ? 'first-reply' : 'next-reply')
  ]
}

function answered(runs: Runs, at: number): Runs {
  return paused(ended(runs, at, isReply), at, () => true)
}

/** The clocks that a reply stopped which never went have not stood still, unless the customer has begun others since. */
function withdrawn({ runs = [], sends }: Conversation, next: Conversation, message: string): Runs | undefined {
  const owed = sends.find(send => send.message === message)?.owed
  const isOwedAgain = owed !== undefined && next.waitingSince !== null && next.waitingSince <= owed.since
  if (!isOwedAgain || runs.some(isOwed)) return next.runs
  return runs.map(run => {
    const [from, to] = run.ran.at(-1) ?? []
    if (run.from !== null || from === undefined || to !== Math.max(from, owed.at)) return run
    return run.ended === null || run.ended === owed.at ? { ...run, from, ended: null, ran: run.ran.slice(0, -1) } : run
  })
}

/** Another app of the business may answer late, as far as we hear: what the customer wrote after it still waits. */
function elsewhere(runs: Runs, next: Conversation, at: number): Runs {
  const upTo = next.elsewhereAt ?? at
  if (!runs.some(run => isOwed(run) && run.since <= upTo)) return runs
  const over = answered(runs, at)
  if (next.waitingSince === null) return over
  const more = begun(over, next.waitingSince)
  return next.status === 'open' ? more : paused(more, at, () => true)
}

function ended(runs: Runs, at: number, which: (run: Run) => boolean): Runs {
  return paused(runs, at, which).map(run => (run.ended === null && which(run) ? { ...run, ended: at } : run))
}

function paused(runs: Runs, at: number, which: (run: Run) => boolean): Runs {
  return runs.map(run => {
    if (run.from === null || !which(run)) return run
    const stretch = [run.from, Math.max(run.from, at)] as const
    return { ...run, from: null, ran: shortened([...run.ran, stretch]) }
  })
}

/** The end goes on only where an answer is waited for. */
function resumed(runs: Runs, at: number, isAsked = runs.some(isOwed)): Runs {
  return runs.map(run =>
    run.ended === null && run.from === null && (isReply(run) || isAsked) ? { ...run, from: at } : run
  )
}

/** It was not the end after all. */
function takenUp(runs: Runs): Runs {
  const last = runs.findLastIndex(run => !isReply(run))
  return runs.map((run, index) => (index === last ? { ...run, ended: null } : run))
}

function marked(runs: Runs, { target, since }: Pick<Run, 'target' | 'since'>, mark: Partial<Run>): Runs {
  return runs.map(run => (run.target === target && run.since === since ? { ...run, ...mark } : run))
}

/** Who goes back and forth very often has their shortest pause counted as none. */
function shortened(ran: Run['ran']): Run['ran'] {
  if (ran.length <= stretchesKept) return ran
  const gaps = ran.slice(1).map(([from], at) => from - ran[at]![1])
  const at = gaps.indexOf(Math.min(...gaps))
  return [...ran.slice(0, at), [ran[at]![0], ran[at + 1]![1]], ...ran.slice(at + 2)]
}
