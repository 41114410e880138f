import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { noCard } from '../../shared/workflow/card.ts'
import { workflowCommand } from '../../shared/workflow/commands.ts'
import { isOpen } from '../../shared/workflow/plan-rules.ts'
import type { Plan } from '../../shared/workflow/plan.ts'
import { nothing, templates } from '../../shared/workflow/templates.ts'
import { workflowDecider } from '../../shared/workflow/workflow.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Rule } from '../../shared/automation/content.ts'
import type { AutomationRow, CardRow, WorkflowRow } from '../../web/app/live.ts'
import {
  addField,
  addStage,
  bringBack,
  draftOn,
  draftOf,
  isChanged,
  publishOf,
  removedBy,
  removeField,
  removeStage,
  shiftStage,
  withKind,
  withPlan,
  withStage,
  type WorkflowDraft
} from '../../web/workflow/edit/draft.ts'
import { effectsOf } from '../../web/workflow/edit/effects.ts'
import { faultsIn } from '../../web/workflow/edit/faults.ts'
import { idFor } from '../../web/workflow/edit/id-for.ts'
import { withPath } from '../../web/workflow/edit/paths.ts'
import { effectWords } from '../../web/workflow/edit/words.ts'

const author = { kind: 'agent', id: 'ada' } as const
const context = trustedContext(author, 1000)
const sales = templates.find(({ id }) => id === 'sales')?.plan
if (!sales) throw new Error('no sales template')
const row: WorkflowRow = {
  workflow: 'w',
  now: { version: 3, plan: sales, at: 1000, by: author },
  earlier: [],
  heirs: {},
  archived: false
}
const begun = draftOn(row)
if (!begun) throw new Error('no draft')
const ids = (draft: WorkflowDraft) => draft.plan.stages.map(stage => stage.id)
const card = (id: string, stage: string, more: Partial<CardRow> = {}): CardRow => ({
  ...noCard,
  card: id,
  workflow: 'w',
  status: 'open',
  stage,
  ...more
})

/** What the server would say to the draft: at its edge, and then by its rules. */
function isPublished(draft: WorkflowDraft): boolean {
  const command = { id: 'c-1', at: 1000, ...publishOf(draft, row) }
  return v.is(workflowCommand, command) && workflowDecider.decide(command, row, context).accepted
}

describe('the draft of a workflow', () => {
  test('a new stage comes before the ends, under an id that no card ever had', () => {
    const draft = addStage(begun, 'Offer', ['offer'])
    expect(ids(draft)).toEqual(['enquiry', 'qualified', 'offer', 'deciding', 'offer-2', 'won', 'lost'])
    expect(isPublished(draft)).toBe(true)
  })

  test('from nothing, new cards come in where the first stage is, and each stage has a colour that no other has', () => {
    const three = ['Asked', 'At the bench', 'Sent'].reduce(
      (draft, name) => addStage(draft, name, []),
      draftOf('n', nothing)
    )
    expect(three.plan.stages.map(({ name, kind }) => [name, kind])).toEqual([
      ['Asked', 'incoming'],
      ['At the bench', 'working'],
      ['Sent', 'working']
    ])
    expect(new Set(three.plan.stages.map(({ colour }) => colour)).size).toBe(3)
    expect(faultsIn(three, undefined)).toEqual(['The workflow needs a name.'])
    expect(faultsIn(withPlan(three, { name: 'Repairs' }), undefined)).toEqual([])
    expect(faultsIn(draftOf('n', nothing), undefined)).toContain('One stage has to be where new cards come in.')
  })

  test('a stage that becomes an end, or where cards come in, keeps no limit that could not be kept there', () => {
    const full = withStage(begun, 'deciding', { time: { minutes: 60, warnMinutes: 0 } })
    const at = (draft: WorkflowDraft) => draft.plan.stages.find(({ id }) => id === 'deciding')
    expect(at(withKind(full, 'deciding', 'lost'))).toMatchObject({ kind: 'lost', limit: null, time: null })
    expect(at(withKind(full, 'deciding', 'incoming'))).toMatchObject({ limit: { cards: 10, hard: false } })
    expect(at(withKind(full, 'deciding', 'waiting'))?.limit).toEqual({ cards: 10, hard: true })
    for (const kind of ['lost', 'incoming'] as const) expect(isPublished(withKind(full, 'deciding', kind))).toBe(true)
  })

  test('a stage goes up and down, and not beyond the ends', () => {
    expect(ids(shiftStage(begun, 'qualified', -1)).slice(0, 2)).toEqual(['qualified', 'enquiry'])
    expect(ids(shiftStage(begun, 'enquiry', -1))).toEqual(ids(begun))
    expect(ids(shiftStage(begun, 'lost', 1))).toEqual(ids(begun))
  })

  test('a removed stage takes its paths along, and comes back where it was with all of them', () => {
    const laid = withPlan(begun, { transitions: withPath(begun.plan, 'enquiry', 'won', false) })
    const gone = removeStage(laid, 'offer')
    expect(gone.plan.transitions?.some(({ from, to }) => from === 'offer' || to === 'offer')).toBe(false)
    const [offer] = removedBy(gone, row)
    if (!offer) throw new Error('nothing was removed')
    const back = bringBack(gone, offer, laid.plan)
    expect(ids(back)).toEqual(ids(begun))
    expect(isOpen(back.plan, 'offer', 'won')).toBe(true)
    expect(isOpen(back.plan, 'enquiry', 'won')).toBe(false)
    expect(isChanged(bringBack(removeStage(begun, 'offer'), offer, begun.plan), row)).toBe(false)
  })

  test('a stage that is kept after all has the paths it had, and those to what is new', () => {
    const was = { ...begun.plan, transitions: withPath(begun.plan, 'offer', 'won', false) }
    const gone = addStage(removeStage(withPlan(begun, was), 'offer'), 'Trial', [])
    const offer = was.stages.find(({ id }) => id === 'offer')!
    const back = bringBack(gone, offer, was)
    expect(isOpen(back.plan, 'offer', 'won')).toBe(false)
    expect(isOpen(back.plan, 'offer', 'lost')).toBe(true)
    expect(isOpen(back.plan, 'trial', 'offer')).toBe(true)
    expect(isOpen(back.plan, 'offer', 'trial')).toBe(true)
  })

  test('only cards of removed stages go anywhere', () => {
    const kept: WorkflowDraft = { ...begun, heirs: { offer: 'deciding' } }
    expect(publishOf(kept, row).moved).toEqual([])
    expect(publishOf(removeStage(kept, 'offer'), row).moved).toEqual([{ from: 'offer', to: 'deciding' }])
  })

  test('a field that goes is not asked for any more', () => {
    const asked = withStage(begun, 'offer', { required: ['interest', 'due'] })
    const draft = removeField(asked, 'interest')
    expect(draft.plan.fields).toEqual([])
    expect(draft.plan.stages.find(stage => stage.id === 'offer')?.required).toEqual(['due'])
    expect(addField(draft, 'Value').plan.fields).toEqual([{ key: 'value-2', name: 'Value' }])
  })

  test.each([
    ['In progress', [], 'in-progress'],
    ['Ångström & Söhne', [], 'angstrom-sohne'],
    ['2nd try', [], 'nd-try'],
    ['待機中', [], 'stage'],
    ['待機中', ['stage', 'stage-2'], 'stage-3'],
    ['  ', [], 'stage']
  ])('%s among %j is called %s', (name, taken, id) => {
    expect(idFor(name, taken)).toBe(id)
  })
})

describe('paths', () => {
  test('one path closed leaves all others open, and opened again there are no rules', () => {
    const transitions = withPath(sales, 'enquiry', 'won', false)
    const plan: Plan = { ...sales, transitions }
    expect(isOpen(plan, 'enquiry', 'won')).toBe(false)
    expect(isOpen(plan, 'won', 'enquiry')).toBe(true)
    expect(transitions).toHaveLength(6 * 5 - 1)
    expect(withPath(plan, 'enquiry', 'won', true)).toBeNull()
  })
})

describe('what is wrong with a draft', () => {
  test.each<[string, (draft: WorkflowDraft) => WorkflowDraft, string]>([
    ['no name', draft => withPlan(draft, { name: ' ' }), 'The workflow needs a name.'],
    ['a nameless stage', draft => withStage(draft, 'offer', { name: '' }), 'Every stage needs a name.'],
    ['an odd currency', draft => withPlan(draft, { currency: 'EU' }), 'A currency is three capital letters'],
    ['a name twice', draft => withStage(draft, 'offer', { name: 'Won' }), 'There are two called “Won”.'],
    ['nowhere to begin', draft => withStage(draft, 'enquiry', { kind: 'working' }), 'where new cards come in'],
    [
      'a limit that cannot hold',
      draft => withStage(draft, 'won', { limit: { cards: 3, hard: false } }),
      'Won cannot have this limit'
    ],
    ['no heir', draft => removeStage(draft, 'offer'), 'Say where the cards of Offer sent go.'],
    [
      'an heir that went too',
      draft => ({
        ...removeStage(removeStage(draft, 'offer'), 'deciding'),
        heirs: { offer: 'deciding', deciding: 'won' }
      }),
      'Say where the cards of Offer sent go.'
    ],
    ['what no form lets in', draft => withPlan(draft, { name: 'x'.repeat(61) }), 'name)']
  ])('%s is said, and would be refused', (_, spoil, said) => {
    const draft = spoil(begun)
    expect(faultsIn(draft, row).join(' ')).toContain(said)
    expect(isPublished(draft)).toBe(false)
  })

  test('nothing is said of a sound one', () => {
    expect(faultsIn(begun, row)).toEqual([])
    expect(isPublished(begun)).toBe(true)
  })

  const stageOf = fc.constantFrom(...sales.stages.map(stage => stage.id))
  const edits = fc.oneof(
    fc.constantFrom('Offer', '', 'Won', '見積').map(name => (draft: WorkflowDraft) => addStage(draft, name, [])),
    stageOf.map(id => (draft: WorkflowDraft) => removeStage(draft, id)),
    stageOf.map(id => (draft: WorkflowDraft) => shiftStage(draft, id, 1)),
    fc.tuple(stageOf, stageOf).map(([id, heir]) => (draft: WorkflowDraft) => ({
      ...draft,
      heirs: { ...draft.heirs, [id]: heir }
    })),
    fc.tuple(stageOf, fc.constantFrom('incoming', 'working', 'won' as const)).map(
      ([id, kind]) =>
        (draft: WorkflowDraft) =>
          withStage(draft, id, { kind })
    ),
    stageOf.map(id => (draft: WorkflowDraft) => withStage(draft, id, { limit: { cards: 5, hard: true } })),
    fc.constantFrom('Order', 'Due').map(name => (draft: WorkflowDraft) => addField(draft, name)),
    fc.tuple(stageOf, stageOf, fc.boolean()).map(
      ([from, to, open]) =>
        (draft: WorkflowDraft) =>
          withPlan(draft, { transitions: withPath(draft.plan, from, to, open) })
    )
  )
  test('after any edits, what is called sound is published, and what is not would be refused', () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 12 }), all => {
        const draft = all.reduce((before, edit) => edit(before), begun)
        expect(isPublished(draft)).toBe(faultsIn(draft, row).length === 0)
      }),
      { numRuns: 300 }
    )
  })
})

describe('what publishing would do', () => {
  const cards = [
    card('1', 'offer'),
    card('2', 'offer', { status: 'closed' }),
    card('3', 'deciding'),
    card('4', 'deciding', { owner: 'ada' }),
    card('5', 'offer', { workflow: 'another' })
  ]

  test('open cards go to the heir, and are counted against its limit', () => {
    const gone = { ...removeStage(begun, 'offer'), heirs: { offer: 'deciding' } }
    const tight = withStage(gone, 'deciding', { limit: { cards: 2, hard: true } })
    expect(effectsOf(tight, row, cards, [])).toEqual([
      { effect: 'cards-go', from: 'Offer sent', to: 'Deciding', cards: 1 },
      { effect: 'too-many', stage: 'Deciding', cards: 3, limit: 2, hard: true }
    ])
  })

  test('who lacks what is newly asked for, and who could not leave', () => {
    const asks = withStage(begun, 'deciding', { required: ['owner'] })
    expect(effectsOf(asks, row, cards, [])).toEqual([
      { effect: 'asks', stage: 'Deciding', fields: ['owner'], cards: 1 }
    ])
    const shut = withPlan(begun, { transitions: [{ from: 'enquiry', to: 'won' }] })
    expect(effectsOf(shut, row, cards, [])).toContainEqual({ effect: 'no-way-out', stage: 'Deciding', cards: 2 })
  })

  test('whatever names a stage that goes is named: it would wait for it, ask for it or move cards into it in vain', () => {
    const at = { workflow: 'w', stage: 'offer' }
    const then: Rule['then'] = [{ do: 'resolve' }]
    const rules: readonly Partial<Rule>[] = [
      { name: 'waits', when: { on: 'card-entered', ...at } },
      {
        name: 'asks',
        if: [
          [
            { is: 'label', label: 'vip' },
            { is: 'in-stage', ...at, not: true }
          ]
        ]
      },
      { name: 'moves', when: { on: 'by-hand' }, then: [{ do: 'resolve' }, { do: 'move-card', ...at }] },
      { name: 'another stage', when: { on: 'card-left', workflow: 'w', stage: 'deciding' } },
      { name: 'another workflow', when: { on: 'card-left', workflow: 'x', stage: 'offer' } }
    ]
    const rows = rules.map((rule, n): AutomationRow => {
      const whole = { name: '', order: 100, when: { on: 'opened' as const }, if: [], then, ...rule }
      const now = { version: 1, at: 1000, by: author, rule: whole }
      return { automation: `a${n}`, status: n === 1 ? 'off' : 'on', now, earlier: [] }
    })
    const draft = removeStage(removeStage(begun, 'qualified'), 'offer')
    const named = effectsOf(draft, row, [], rows.values())
    expect(named.map(one => effectWords(one, draft.plan))).toEqual([
      'The automation “waits” names Offer sent, which goes: it would no longer do what it says. Change it as well.',
      'The automation “asks” names Offer sent, which goes: it would no longer do what it says. Change it as well.',
      'The macro “moves” names Offer sent, which goes: it would no longer do what it says. Change it as well.'
    ])
    const removed = rows.map(one => ({ ...one, status: 'removed' as const }))
    expect(effectsOf(draft, row, [], removed)).toEqual([])
    expect(effectsOf(begun, row, [], rows)).toEqual([])
  })

  test('a draft as it was does nothing', () => {
    expect(effectsOf(begun, row, cards, [])).toEqual([])
  })
})
