import type { Role } from '../../identity/events.ts'
import { evolve } from '../card.ts'
import { stageNow, type Workflow } from '../workflow.ts'
import type { Course } from './course.ts'
import { judgeAgain } from './judge-again.ts'
import type { Played, Stopped } from './played.ts'
import { none, timesBy } from './times.ts'

const momentsAtOnce = 25
const mostShown = 50

type Versions = { readonly was: Workflow; readonly would: Workflow; roleOf(agent: string): Role }

/**
 * A version of a workflow played over what happened on its board. Every move is judged where it stands in the log, by
 * the decider that judges moves; what was refused here has no consequences, for nobody knows what they would have done
 * instead. After so many moments it lets others have a turn.
 */
export function* dryRun(course: Course, { was, would, roleOf }: Versions): Generator<undefined, Played> {
  const board = new Map(course.board)
  const because = new Map<string, number>()
  const stopped: Stopped[] = []
  let [moves, refused] = [0, 0]
  for (const [number, moment] of course.moments.entries()) {
    const { card, at, before, fact } = moment
    const again = judgeAgain(moment, { id: course.workflow, workflow: would, board, roleOf })
    if (again) moves += 1
    if (again?.refusal) {
      const { from, to, refusal } = again
      refused += 1
      because.set(refusal.reason, (because.get(refusal.reason) ?? 0) + 1)
      stopped.push({ card, at, by: fact.by, from, to, refusal })
      if (stopped.length > mostShown) stopped.shift()
    }
    const { status, stage } = evolve(before, fact)
    if (status === 'open') board.set(card, stage)
    else board.delete(card)
    if (number % momentsAtOnce === 0) yield undefined
  }
  const times = timesOf(course, was, would)
  return {
    ...underWay(board, was, would),
    moves,
    refused,
    because: counted(because),
    stopped: stopped.toReversed(),
    times
  }
}

function counted(because: ReadonlyMap<string, number>): Played['because'] {
  return [...because].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count)
}

/** What becomes of the cards that are there. */
function underWay(board: ReadonlyMap<string, string>, was: Workflow, would: Workflow): Pick<Played, 'goes' | 'over'> {
  const before = Map.groupBy(board.keys(), card => stageNow(was, board.get(card) ?? '')?.id)
  const after = Map.groupBy(board.keys(), card => stageNow(would, board.get(card) ?? '')?.id)
  const goes = (was.now?.plan.stages ?? []).flatMap(({ id }) => {
    const to = stageNow(would, id)?.id
    const cards = before.get(id) ?? []
    return to === undefined || to === id
      ? []
      : [{ from: id, to, count: cards.length, cards: cards.slice(0, mostShown) }]
  })
  const over = (would.now?.plan.stages ?? []).flatMap(({ id, limit }) => {
    const cards = after.get(id)?.length ?? 0
    return limit && cards > limit.cards ? [{ stage: id, cards, limit: limit.cards, hard: limit.hard }] : []
  })
  return { goes, over }
}

function timesOf(course: Course, was: Workflow, would: Workflow): Played['times'] {
  const [before, after] = [timesBy(course, was), timesBy(course, would)]
  return (would.now?.plan.stages ?? []).flatMap(({ id }) => {
    const [then, now] = [before.get(id), after.get(id)]
    return then || now ? [{ stage: id, was: then ?? none, would: now ?? none }] : []
  })
}
