import { describe, expect, test } from 'vitest'
import { judge } from '../../shared/sla/judge.ts'
import { byAgent, customer, minute, fact } from '../conversations/story.ts'
import * as story from './story.ts'

const { after, answers, at, dueIn, officeHours, terms, reopens, resolves, runOf, snoozes, wakes, writes } = story

describe('the first reply', () => {
  test('is due so long after the customer wrote first, however often they write', () => {
    expect(dueIn(runOf('first-reply', writes(0), writes(10), writes(20)))).toBe(30)
  })

  test('is due after what was written first, also where that reached us last', () => {
    expect(dueIn(runOf('first-reply', writes(10), writes(4)))).toBe(34)
  })

  test('was there in time, or just in time, or too late', () => {
    const so = terms()
    const saidOf = (minutes: number) => judge(after(writes(0), answers(minutes)).runs ?? [], so, at(1000)).judged
    expect(saidOf(10)).toEqual([])
    expect(saidOf(30)).toEqual([])
    expect(saidOf(31)).toMatchObject([{ what: 'missed', target: 'first-reply', due: at(30) }])
  })

  test('is a person’s: what a program says at once is none', () => {
    const run = runOf('first-reply', writes(0), answers(1, { kind: 'system', id: 'automation' }))
    expect(dueIn(run)).toBe(30)
    expect(run.ended).toBeNull()
  })

  test('may come from another app of the business', () => {
    expect(runOf('first-reply', writes(0), story.answersElsewhere(5)).ended).toBe(at(5))
    const told = after(writes(0), writes(10), story.answersElsewhere(5))
    expect(told.runs?.at(-1)).toMatchObject({ target: 'next-reply', since: at(10), ended: null })
  })

  test('is not waited for any more when it is resolved without one', () => {
    expect(judge(after(writes(0), resolves(10)).runs ?? [], terms(), at(1000))).toEqual({ judged: [], lookAt: null })
  })
})

describe('every next reply', () => {
  test('is due so long after the first words that nobody has answered', () => {
    expect(dueIn(runOf('next-reply', writes(0), answers(5), writes(100), writes(110)))).toBe(160)
  })

  test('is waited for again after each answer', () => {
    const runs = after(writes(0), answers(5), writes(10), answers(20), writes(30)).runs ?? []
    expect(runs.map(run => run.target)).toEqual(['resolution', 'first-reply', 'next-reply', 'next-reply'])
    expect(runs.filter(run => run.ended === null)).toHaveLength(2)
  })
})

describe('the end', () => {
  test('stands still while the customer has their answer', () => {
    // 5 minutes until the answer; then they wait again from 60 on.
    expect(dueIn(runOf('resolution', writes(0), answers(5)))).toBeNull()
    expect(dueIn(runOf('resolution', writes(0), answers(5), writes(60)))).toBe(60 + 235)
  })

  test('goes on where it stood when somebody reopens by hand, once the customer writes', () => {
    const taken = [writes(0), answers(5), resolves(6), reopens(50)]
    expect(dueIn(runOf('resolution', ...taken))).toBeNull()
    expect(dueIn(runOf('resolution', ...taken, writes(60)))).toBe(60 + 235)
  })

  test('is a new one when the customer writes after it was resolved, and so is the first reply', () => {
    const back = [writes(0), answers(5), resolves(6), writes(60), reopens(60, customer)]
    expect(dueIn(runOf('resolution', ...back))).toBe(300)
    expect(dueIn(runOf('first-reply', ...back))).toBe(90)
  })

  test('does not end by the customer waiting a hundred times, and what is kept of it stays short', () => {
    const talk = Array.from({ length: 100 }, (_, n) => [writes(n * 10), answers(n * 10 + 2)]).flat()
    const state = after(...talk)
    expect(state.runs?.length).toBeLessThanOrEqual(8)
    const end = runOf('resolution', ...talk)
    expect(end.ran).toHaveLength(40)
    // Its shortest pauses count as none: never less than it ran.
    expect(end.ran.reduce((sum, [from, to]) => sum + to - from, 0)).toBeGreaterThanOrEqual(200 * minute)
  })
})

describe('while it is snoozed', () => {
  test('nothing runs, and it goes on where it stood', () => {
    const asleep = [writes(0), snoozes(10)]
    expect(dueIn(runOf('first-reply', ...asleep))).toBeNull()
    expect(dueIn(runOf('first-reply', ...asleep, wakes(100)))).toBe(120)
    expect(dueIn(runOf('resolution', ...asleep, wakes(100)))).toBe(330)
  })

  test('the customer may write, which wakes it', () => {
    expect(dueIn(runOf('first-reply', writes(0), snoozes(10), writes(100), reopens(100, customer)))).toBe(120)
  })

  test('what was late before is late', () => {
    expect(judge(after(writes(0), snoozes(31)).runs ?? [], terms(), at(32)).judged).toMatchObject([
      { what: 'missed', due: at(30) }
    ])
  })
})

describe('in business hours', () => {
  const so = terms({ hours: officeHours })

  test('what comes in at night counts from the morning', () => {
    // Friday 18:00; Saturday opens at 9:00, which is 21 hours after Friday noon.
    expect(dueIn(runOf('first-reply', writes(6 * 60)), so)).toBe(21 * 60 + 30)
  })

  test('what is left in the evening is left in the morning', () => {
    expect(dueIn(runOf('first-reply', writes(5 * 60 - 10)), so)).toBe(21 * 60 + 20)
  })

  test('an hour that the clocks leave out, or give twice, is counted as it was', () => {
    const always = [{ from: 0, to: 1440 }]
    const berlin = { zone: 'Europe/Berlin', week: Array.from({ length: 7 }, () => always) }
    const day = { ...half, firstReply: 24 * 60 }
    // Berlin's 25 October 2026 has 25 hours.
    const before = fact('conversation.message-received', {
      ...writes(0),
      at: Date.parse('2026-10-24T22:00:00Z')
    })
    const open = { zone: 'Europe/Berlin', week: berlin.week.with(1, []) }
    const due = (hours: typeof berlin) => dueIn(runOf('first-reply', before), terms({ targets: day, hours }))
    expect(due(berlin)).toBe(due(open))
    const longer = { ...half, firstReply: 24 * 60 + 61 }
    expect(dueIn(runOf('first-reply', before), terms({ targets: longer, hours: open }))! - due(open)!).toBe(
      // The 25th hour, then all of Monday closed.
      61 + 24 * 60
    )
  })

  test('an inbox that never opens is never late', () => {
    const never = { zone: 'UTC', week: Array.from({ length: 7 }, () => []) }
    expect(dueIn(runOf('first-reply', writes(0)), terms({ hours: never }))).toBeNull()
  })
})

const { half } = story

describe('a target', () => {
  test('counts at once for who waits', () => {
    const run = runOf('first-reply', writes(0))
    expect(dueIn(run, terms({ targets: { ...half, firstReply: 120 } }))).toBe(120)
    expect(dueIn(run, terms({ targets: { ...half, firstReply: null } }))).toBeNull()
  })

  test('does not count for who has waited', () => {
    const { runs = [] } = after(writes(0), answers(20), resolves(21))
    const shorter = terms({ targets: { firstReply: 10, nextReply: 10, resolution: 10 }, since: at(60) })
    expect(judge(runs, shorter, at(100)).judged).toEqual([])
  })

  test('leaves what was missed missed', () => {
    const { runs = [] } = after(
      writes(0),
      fact('conversation.sla-missed', { at: at(30), target: 'first-reply', since: at(0), due: at(30) })
    )
    const longer = terms({ targets: { ...half, firstReply: 500 }, since: at(60) })
    expect(
      dueIn(
        runs.find(run => run.target === 'first-reply')!,
        longer
      )
    ).toBe(30)
    expect(judge(runs, longer, at(600)).judged.filter(one => one.target === 'first-reply')).toEqual([])
  })

  test('is not missed before it was set', () => {
    const first = judge(after(writes(0)).runs ?? [], terms({ since: at(200) }), at(200)).judged
    expect(first).toMatchObject([
      { what: 'warned', target: 'resolution' },
      { what: 'missed', due: at(30), at: at(200) }
    ])
  })
})

test('it is said when a quarter is left, once, and then when nothing is', () => {
  const waiting = [writes(0)]
  const so = terms({ targets: { ...half, resolution: null } })
  const look = (minutes: number, ...more: Parameters<typeof after>) =>
    judge(after(...waiting, ...more).runs ?? [], so, at(minutes))
  expect(look(22)).toEqual({ judged: [], lookAt: at(22.5) })
  expect(look(23)).toMatchObject({ judged: [{ what: 'warned', due: at(30) }], lookAt: at(30) + 1 })
  const warned = fact('conversation.sla-warned', { at: at(22.5), target: 'first-reply', since: at(0), due: at(30) })
  expect(look(23, warned)).toEqual({ judged: [], lookAt: at(30) + 1 })
  expect(look(30, warned)).toEqual({ judged: [], lookAt: at(30) + 1 })
  expect(look(31, warned).judged).toMatchObject([{ what: 'missed', due: at(30) }])
})

test('an erased conversation owes nobody anything', () => {
  expect(after(writes(0), fact('conversation.erased', { at: at(1), by: byAgent('ada'), forGood: false })).runs).toBe(
    undefined
  )
})
