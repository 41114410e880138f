import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { replay } from '../../shared/kernel/decider.ts'
import type { SlaTargets } from '../../shared/sla/content.ts'
import { dueOf, type Terms } from '../../shared/sla/due.ts'
import { judge } from '../../shared/sla/judge.ts'
import { pressingOf } from '../../shared/sla/pressing.ts'
import { reignsOf, type Reign } from '../../shared/sla/reign.ts'
import { cardDecider } from '../../shared/workflow/decide-card.ts'
import type { CardFact, WorkflowFact } from '../../shared/workflow/events.ts'
import { workflowDecider } from '../../shared/workflow/workflow.ts'
import { customer } from '../conversations/story.ts'
import { ana, closed, moved, placed, plan } from '../workflow/story.ts'
import * as story from './story.ts'

const { after, answers, at, dueIn, officeHours, reopens, runOf, terms, writes } = story

const slow: SlaTargets = { firstReply: 480, nextReply: null, resolution: null }
const quick: SlaTargets = { firstReply: 10, nextReply: null, resolution: null }

const publishes = (minutes: number, sla: SlaTargets | null, version = 1): WorkflowFact => ({
  type: 'workflow.published',
  at: at(minutes),
  by: ana,
  cause: `v-${minutes}`,
  version,
  plan: sla ? { ...plan, sla } : plan,
  moved: []
})
const archives = (minutes: number) => ({ type: 'workflow.archived', at: at(minutes), by: ana, cause: 'a' }) as const
const restores = (minutes: number) => ({ type: 'workflow.restored', at: at(minutes), by: ana, cause: 'r' }) as const
const opens = (minutes: number): CardFact => ({ ...placed, at: at(minutes) })
const closes = (minutes: number) => closed('gone', 'lost', at(minutes))
const again = (minutes: number): CardFact => ({
  type: 'card.reopened',
  at: at(minutes),
  by: ana,
  cause: 'again',
  stage: 'new',
  rank: 'm'
})

/** When the targets of this workflow counted for this card's conversation, as both ends reckon it from their states. */
function reigns(workflow: readonly WorkflowFact[], card: readonly CardFact[], id = 'w'): readonly Reign[] {
  const { aims = [] } = replay(workflowDecider, workflow)
  return reignsOf(id, aims, replay(cardDecider, card).stretches ?? [])
}
const inboxAnd = (...workflows: Reign[]): Terms => ({ ...terms(), workflows })
const alone = (...workflows: Reign[]): Terms => ({ hours: null, workflows })

describe('a conversation with an open card', () => {
  test('has the targets of the workflow, looser or stricter than those of its inbox', () => {
    const card = [opens(0)]
    expect(dueIn(runOf('first-reply', writes(0)), inboxAnd(...reigns([publishes(-9, slow)], card)))).toBe(480)
    expect(dueIn(runOf('first-reply', writes(0)), inboxAnd(...reigns([publishes(-9, quick)], card)))).toBe(10)
    expect(dueIn(runOf('first-reply', writes(0)), alone(...reigns([publishes(-9, quick)], card)))).toBe(10)
  })

  test('keeps those of its inbox for what the workflow says nothing of', () => {
    const so = inboxAnd(...reigns([publishes(-9, quick)], [opens(0)]))
    expect(dueIn(runOf('next-reply', writes(0), answers(5), writes(100)), so)).toBe(160)
    expect(dueIn(runOf('resolution', writes(0)), so)).toBe(240)
  })

  test('of several workflows, has what is due first; and it says whose that is', () => {
    const both = [
      ...reigns([publishes(-9, slow)], [opens(0)], 'bugs'),
      ...reigns([publishes(-9, quick)], [opens(0)], 'complaints')
    ]
    for (const so of [inboxAnd(...both), inboxAnd(...both.toReversed())]) {
      expect(dueOf(runOf('first-reply', writes(0)), so)).toMatchObject({ due: at(10), workflow: 'complaints' })
      expect(pressingOf(after(writes(0)).runs ?? [], so)).toMatchObject({ due: at(10), workflow: 'complaints' })
      expect(judge(after(writes(0)).runs ?? [], so, at(11)).judged).toMatchObject([
        { what: 'missed', due: at(10), workflow: 'complaints' }
      ])
    }
    expect(dueOf(runOf('resolution', writes(0)), inboxAnd(...both))).not.toHaveProperty('workflow')
  })

  test('is reckoned in the hours of its inbox', () => {
    const so = { ...inboxAnd(...reigns([publishes(-9, slow)], [opens(0)])), hours: officeHours }
    // Five hours are left of Friday; three more on Saturday, from nine.
    expect(dueIn(runOf('first-reply', writes(0)), so)).toBe(21 * 60 + 180)
  })

  test('goes from stage to stage with the same clock', () => {
    const card = [opens(0), moved('new', 'talk', at(5)), moved('talk', 'offer', at(8))]
    expect(dueIn(runOf('first-reply', writes(0)), inboxAnd(...reigns([publishes(-9, quick)], card)))).toBe(10)
  })
})

describe('a card that comes later', () => {
  test('counts at once for who waits, and never for a wait that was over', () => {
    const so = inboxAnd(...reigns([publishes(-9, quick)], [opens(20)]))
    expect(judge(after(writes(0)).runs ?? [], so, at(21)).judged).toMatchObject([
      { what: 'missed', due: at(10), at: at(20), workflow: 'w' }
    ])
    expect(judge(after(writes(0), answers(15)).runs ?? [], so, at(21)).judged).toEqual([])
  })

  test('takes nothing back that its inbox had missed before', () => {
    const so = inboxAnd(...reigns([publishes(-9, slow)], [opens(60)]))
    const [said] = judge(after(writes(0)).runs ?? [], so, at(61)).judged
    expect(said).toMatchObject({ what: 'missed', target: 'first-reply', due: at(30) })
    expect(said).not.toHaveProperty('workflow')
  })
})

describe('a card that is closed', () => {
  const so = (...card: CardFact[]) => inboxAnd(...reigns([publishes(-9, slow)], [opens(0), ...card]))

  test('leaves who waits to the inbox from then on', () => {
    expect(judge(after(writes(0)).runs ?? [], so(closes(60)), at(61)).judged).toMatchObject([
      { what: 'missed', due: at(30), at: at(60) }
    ])
    expect(dueIn(runOf('first-reply', writes(50)), so(closes(60)))).toBe(80)
    expect(
      dueIn(runOf('first-reply', writes(0)), alone(...reigns([publishes(-9, slow)], [opens(0), closes(60)])))
    ).toBe(null)
  })

  test('was late, or not, by the targets of then', () => {
    const inTime = after(writes(0), answers(50)).runs ?? []
    expect(judge(inTime, so(closes(60)), at(1000)).judged).toEqual([])
    const late = judge([runOf('first-reply', writes(0), answers(500))], so(closes(501)), at(1000)).judged
    expect(late).toMatchObject([{ what: 'missed', due: at(480), workflow: 'w' }])
  })

  test('and opened again counts from then, and not for the time between', () => {
    const strict = (...card: CardFact[]) => inboxAnd(...reigns([publishes(-9, quick)], [opens(0), ...card]))
    const between = after(writes(100), answers(120)).runs ?? []
    expect(judge(between, strict(closes(60), again(200)), at(1000)).judged).toEqual([])
    expect(dueIn(runOf('first-reply', writes(210)), strict(closes(60), again(200)))).toBe(220)
  })
})

describe('a workflow that is published anew', () => {
  test('has other targets for who waits; what was over or missed was judged by those of then', () => {
    const so = inboxAnd(...reigns([publishes(-9, slow), publishes(100, quick, 2)], [opens(0)]))
    expect(judge(after(writes(0), answers(50)).runs ?? [], so, at(101)).judged).toEqual([])
    expect(judge(after(writes(0)).runs ?? [], so, at(101)).judged).toMatchObject([{ due: at(10), at: at(100) }])
    const looser = inboxAnd(...reigns([publishes(-9, quick), publishes(100, slow, 2)], [opens(0)]))
    expect(judge(after(writes(0), answers(50)).runs ?? [], looser, at(101)).judged).toMatchObject([{ due: at(10) }])
  })

  test('without targets leaves them to the inbox, and so does one that is archived', () => {
    const without = [publishes(-9, slow), publishes(100, null, 2)]
    for (const workflow of [without, [publishes(-9, slow), archives(100)]]) {
      const so = inboxAnd(...reigns(workflow, [opens(0)]))
      expect(dueIn(runOf('first-reply', writes(110)), so)).toBe(140)
      expect(judge(after(writes(0), answers(50)).runs ?? [], so, at(1000)).judged).toEqual([])
    }
  })

  test('that is brought back aims again from then on', () => {
    const back = [publishes(-9, quick), archives(100), restores(200)]
    const so = inboxAnd(...reigns(back, [opens(0)]))
    expect(judge(after(writes(110), answers(130)).runs ?? [], so, at(1000)).judged).toEqual([])
    expect(dueIn(runOf('first-reply', writes(210)), so)).toBe(220)
  })

  test('with the same targets says nothing new of them', () => {
    const { aims } = replay(workflowDecider, [publishes(-9, slow), publishes(100, slow, 2), publishes(200, slow, 3)])
    expect(aims).toEqual([{ since: at(-9), targets: slow }])
    expect(replay(workflowDecider, [publishes(0, null)])).not.toHaveProperty('aims')
  })
})

test('other hours of the inbox never count for a wait that was over', () => {
  const over = after(writes(0), answers(50), writes(100), reopens(100, customer)).runs ?? []
  const so = { ...alone(...reigns([publishes(-9, quick)], [opens(-1)])), hoursSince: at(60) }
  expect(judge(over, so, at(101)).judged).toEqual([])
  expect(judge(over, { ...so, hoursSince: at(40) }, at(101)).judged).toHaveLength(1)
})

test('what was missed stays late, whatever becomes of the card', () => {
  const run = { ...runOf('first-reply', writes(0)), missed: at(10) }
  for (const card of [[opens(0)], [opens(0), closes(20)]])
    expect(dueIn(run, inboxAnd(...reigns([publishes(-9, quick)], card)))).toBe(10)
})

type Turn = 'aims-low' | 'aims-high' | 'aims-for-nothing' | 'opens-or-closes' | 'writes' | 'answers'
const turns = fc.array(
  fc.tuple(
    fc.constantFrom<Turn[]>('aims-low', 'aims-high', 'aims-for-nothing', 'opens-or-closes', 'writes', 'answers'),
    fc.integer({ min: 1, max: 25 })
  ),
  { minLength: 4, maxLength: 14 }
)

/** Everything that was said of a history up to a moment, by the clock of then. */
function told(history: readonly (readonly [Turn, number])[], upTo: number) {
  const [workflow, card, conversation] = [[] as WorkflowFact[], [opens(0)], [] as ConversationFact[]]
  let [minutes, isOpen] = [0, true]
  for (const [turn, by] of history) {
    minutes += by
    if (minutes > upTo) break
    if (turn === 'aims-low') workflow.push(publishes(minutes, quick, workflow.length + 1))
    if (turn === 'aims-high') workflow.push(publishes(minutes, { ...quick, firstReply: 45 }, workflow.length + 1))
    if (turn === 'aims-for-nothing') workflow.push(publishes(minutes, null, workflow.length + 1))
    if (turn === 'opens-or-closes') {
      card.push(isOpen ? closes(minutes) : again(minutes))
      isOpen = !isOpen
    }
    if (turn === 'writes') conversation.push(writes(minutes, `at-${minutes}`))
    if (turn === 'answers') conversation.push(answers(minutes))
  }
  return { runs: after(...conversation).runs ?? [], so: inboxAnd(...reigns(workflow, card)) }
}

test('whoever looks every minute and whoever looks once at the end say the same waits were too long', () => {
  let seen = 0
  fc.assert(
    fc.property(turns, history => {
      const end = history.reduce((sum, [, by]) => sum + by, 0) + 300
      const said = new Set<string>()
      const take = (upTo: number) => {
        const { runs, so } = told(history, upTo)
        const { judged } = judge(runs, so, at(upTo) + 1)
        return judged.flatMap(({ what, target, since }) => (what === 'missed' ? [`${target} ${since}`] : []))
      }
      for (let upTo = 0; upTo <= end; upTo++) for (const one of take(upTo)) said.add(one)
      expect(take(end).toSorted()).toEqual([...said].toSorted())
      seen += said.size
    }),
    { numRuns: 120 }
  )
  expect(seen).toBeGreaterThan(40)
})
