import { beforeEach, describe, expect, test } from 'vitest'
import type { Aim, Run, Stretch } from '../../shared/sla/content.ts'
import { pressingOf, urgencyAt } from '../../shared/sla/pressing.ts'
import { noCard } from '../../shared/workflow/card.ts'
import { beginCycle } from '../../shared/workflow/cycles.ts'
import { templates } from '../../shared/workflow/templates.ts'
import { live, type InboxRow, type ThreadRow, type WorkflowRow } from '../../web/app/live.ts'
import { pressingNow } from '../../web/sla/pressing-here.ts'
import { draftOn, isChanged } from '../../web/workflow/edit/draft.ts'
import { faultsIn } from '../../web/workflow/edit/faults.ts'
import { typeAim } from '../../web/workflow/edit/typed-aims.ts'
import { readTargets, targetsForm } from '../../web/sla/content-words.ts'
import { clockWords } from '../../web/sla/words.ts'

const targets = { firstReply: 30, nextReply: 60, resolution: 480 }

test('answer times are shown and set again as they were', () => {
  for (const one of [targets, { firstReply: 90, nextReply: null, resolution: 525_600 }])
    expect(readTargets(targetsForm(one))).toEqual(one)
  expect(targetsForm(targets)).toEqual({ firstReply: '30 min', nextReply: '1 h', resolution: '8 h' })
  expect(readTargets(targetsForm(undefined))).toEqual({ firstReply: null, nextReply: null, resolution: null })
})

test.each([
  ['45', 45],
  [' 45 min ', 45],
  ['1 hour', 60],
  ['4H', 240],
  ['', null]
])('“%s” is %s minutes', (typed, minutes) => {
  expect(readTargets({ ...targetsForm(undefined), nextReply: typed })).toMatchObject({ nextReply: minutes })
})

test.each(['0', 'soon', '1.5 h', '-3', '4 d', '9999999', '525601', '8761 h'])('“%s” is no answer time', typed => {
  const read = readTargets({ ...targetsForm(undefined), resolution: typed })
  expect(read).toMatchObject({ field: 'resolution', words: expect.stringContaining('30 min') })
})

const minute = 60_000
let run: Run
beforeEach(() => {
  run = { target: 'first-reply', since: 0, ran: [], from: 0, ended: null }
})
const terms = { sla: { targets, since: 0 }, hours: null }

test('of all that runs, what is due first presses; what stands still does not', () => {
  const end: Run = { ...run, target: 'resolution' }
  expect(pressingOf([end, run], terms)).toEqual({ target: 'first-reply', due: 30 * minute, warnAt: 22.5 * minute })
  expect(pressingOf([end, { ...run, from: null, ended: 5 }], terms)).toMatchObject({ target: 'resolution' })
  expect(pressingOf([{ ...run, ran: [[0, 60 * minute]], from: null }], terms)).toBeNull()
  expect(pressingOf([run], { hours: null })).toBeNull()
})

test('the clock is quiet, then says what is left, then how late it is', () => {
  const pressing = pressingOf([run], terms)!
  const at = (minutes: number) => urgencyAt(pressing, minutes * minute)
  expect([at(22), at(22.5), at(30), at(30.1)]).toEqual(['quiet', 'soon', 'soon', 'late'])
  expect(clockWords('quiet', 8 * minute)).toBe('8 min')
  expect(clockWords('soon', 8 * minute)).toBe('8 min left')
  expect(clockWords('late', 3 * 60 * minute)).toBe('3 h late')
  expect(clockWords('late', 100)).toBe('under 1 min late')
})

describe('a workflow with answer times of its own', () => {
  const thread = { conversation: 'c', inbox: 'shop', status: 'open', runs: [] as readonly Run[] }
  const row = (more: Partial<ThreadRow> = {}) => ({ ...thread, runs: [run], ...more }) as ThreadRow
  const shop = { inbox: 'shop', name: 'Shop', sla: terms.sla } as InboxRow
  const workflow = (aims: Aim[]): WorkflowRow => ({
    workflow: 'w',
    now: null,
    earlier: [],
    heirs: {},
    archived: false,
    aims
  })
  const quick = { firstReply: 10, nextReply: null, resolution: null }
  const card = { ...noCard, card: 'w:c', workflow: 'w', status: 'open' as const }
  const drawn = (stretches: readonly Stretch[] | undefined, aims: Aim[] = [{ since: 0, targets: quick }]) => {
    live.workflows.draw([['w', workflow(aims)]])
    live.cards.draw([['w:c', { ...card, ...(stretches && { stretches }) }]])
  }
  beforeEach(() => {
    for (const rows of [live.inboxes, live.workflows, live.cards]) rows.clear()
    live.inboxes.draw([['shop', shop]])
  })

  test('has the clock on a row say them while its card is open, and its inbox’s again when it is closed', () => {
    const one = row()
    expect(pressingNow(one)).toMatchObject({ due: 30 * minute })
    drawn([[0, null]])
    expect(pressingNow(one)).toMatchObject({ due: 10 * minute, workflow: 'w' })
    drawn([[0, 5 * minute]])
    expect(pressingNow(one)).toMatchObject({ due: 30 * minute })
    drawn([[0, null]], [{ since: 0, targets: null }])
    expect(pressingNow(one)).toMatchObject({ due: 30 * minute })
  })

  test('has them for a card that was drawn here before stretches were kept', () => {
    live.inboxes.draw([['shop', { inbox: 'shop', name: 'Shop' } as InboxRow]])
    live.workflows.draw([['w', workflow([{ since: 0, targets: quick }])]])
    live.cards.draw([['w:c', { ...card, cycles: beginCycle([], 0) }]])
    expect(pressingNow(row())).toMatchObject({ due: 10 * minute })
  })

  test('is not published while one is no time, and says which; what was meant before stays the plan', () => {
    const plan = templates[0]!.plan
    const row: WorkflowRow = { ...workflow([]), now: { version: 1, plan, at: 0, by: { kind: 'agent', id: 'ada' } } }
    const draft = draftOn(row)!
    const soon = typeAim(draft, 'nextReply', 'soon')
    expect([soon.plan, isChanged(soon, row)]).toEqual([plan, true])
    expect(faultsIn(soon, row)).toEqual(['“Every next reply within” is not a time yet.'])
    const mended = typeAim(soon, 'nextReply', '2 h')
    expect([faultsIn(mended, row), mended.plan.sla?.nextReply]).toEqual([[], 120])
    expect(isChanged(typeAim(soon, 'nextReply', ''), row)).toBe(false)
  })

  test('says nothing of them any more once none is left, as one that never had any', () => {
    const plan = templates[0]!.plan
    const draft = { workflow: 'w', onVersion: 1, plan, heirs: {} }
    const aimed = typeAim(draft, 'firstReply', '10 min')
    expect(aimed.plan.sla).toEqual(quick)
    expect(typeAim(aimed, 'firstReply', '').plan).toEqual(plan)
    expect(typeAim(aimed, 'firstReply', '').plan).not.toHaveProperty('sla')
  })
})
