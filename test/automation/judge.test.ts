import { describe, expect, test } from 'vitest'
import { begins } from '../../shared/automation/begins.ts'
import { authorOf } from '../../shared/automation/author.ts'
import type { Condition, Step, When } from '../../shared/automation/content.ts'
import { depthOf, stepId } from '../../shared/automation/depth.ts'
import { dueOf, type Waiting } from '../../shared/automation/due.ts'
import { failingLine } from '../../shared/automation/judge.ts'
import type { Missing } from '../../shared/automation/said.ts'
import { isCommand, wantedOf, type Subject } from '../../shared/automation/steps.ts'
import type { Template } from '../../shared/inboxes/events.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import { so } from './rules.ts'

const told = { at: 0, by: { kind: 'customer', id: 'maya' }, cause: 'c' } as const
const eur = (minor: number) => ({ minor, currency: 'EUR' })

describe('conditions', () => {
  const true_: Condition[] = [
    { is: 'inbox', inbox: 'shop' },
    { is: 'platform', platform: 'webchat' },
    { is: 'label', label: 'vip' },
    { is: 'text', words: 'REFUND' },
    { is: 'priority', priority: 'high' },
    { is: 'assignee', agent: null },
    { is: 'open-hours' },
    { is: 'in-stage', workflow: 'sales', stage: 'talk' },
    { is: 'value-above', workflow: 'sales', value: eur(4999) }
  ]
  const false_: Condition[] = [
    { is: 'inbox', inbox: 'other' },
    { is: 'platform', platform: 'email' },
    { is: 'label', label: 'wholesale' },
    { is: 'text', words: 'exchange' },
    { is: 'priority', priority: 'none' },
    { is: 'assignee', agent: 'ben' },
    { is: 'in-stage', workflow: 'support', stage: 'talk' },
    { is: 'value-above', workflow: 'sales', value: eur(5000) },
    { is: 'value-above', workflow: 'sales', value: { minor: 1, currency: 'USD' } }
  ]
  test.each(true_)('holds: %j', one => {
    expect(failingLine([[one]], so)).toBeNull()
    expect(failingLine([[{ ...one, not: true }]], so)).not.toBeNull()
  })
  test.each(false_)('does not hold: %j', one => {
    expect(failingLine([[one]], so)).toEqual([one])
    expect(failingLine([[{ ...one, not: true }]], so)).toBeNull()
  })
  test('every line must hold, and of a line one', () => {
    const [yes, no] = [true_[0]!, false_[0]!]
    expect(failingLine([], so)).toBeNull()
    expect(failingLine([[no, yes], [yes]], so)).toBeNull()
    expect(failingLine([[yes], [no, no]], so)).toEqual([no, no])
  })
})

describe('what it begins with', () => {
  const rank = 'm'
  const card = { workflow: 'w', stage: 'new', value: eur(10) }
  const at = { workflow: 'w', stage: 'talk' }
  const cases: [string, When, ConversationFact | CardFact, boolean][] = [
    [
      'a message',
      { on: 'message-received' },
      { ...told, type: 'conversation.message-received', message: 'm', content: { kind: 'text', text: '' } },
      true
    ],
    [
      'the first time',
      { on: 'opened' },
      { ...told, type: 'conversation.opened', inbox: 'i', platform: 'webchat', contact: 'c' },
      true
    ],
    ['the customer writing again', { on: 'opened' }, { ...told, type: 'conversation.reopened' }, true],
    [
      'not an agent opening it again',
      { on: 'opened' },
      { ...told, by: { kind: 'agent', id: 'a' }, type: 'conversation.reopened' },
      false
    ],
    ['an end', { on: 'resolved' }, { ...told, type: 'conversation.resolved' }, true],
    ['the end of a snooze', { on: 'woken' }, { ...told, type: 'conversation.woken' }, true],
    ['the label', { on: 'labelled', label: 'vip' }, { ...told, type: 'conversation.labelled', label: 'vip' }, true],
    [
      'not another label',
      { on: 'labelled', label: 'vip' },
      { ...told, type: 'conversation.labelled', label: 'x' },
      false
    ],
    [
      'a move into the stage',
      { on: 'card-entered', ...at },
      { ...told, type: 'card.moved', from: 'new', to: 'talk', rank },
      true
    ],
    [
      'a new card in the stage',
      { on: 'card-entered', ...at },
      {
        ...told,
        type: 'card.placed',
        workflow: 'w',
        inbox: 'i',
        conversation: null,
        contact: 'c',
        title: null,
        stage: 'talk',
        rank
      },
      true
    ],
    [
      'an end in the stage',
      { on: 'card-entered', ...at },
      { ...told, type: 'card.closed', outcome: 'won', reason: '', stage: 'talk', rank },
      true
    ],
    [
      'not in another workflow',
      { on: 'card-entered', workflow: 'v', stage: 'talk' },
      { ...told, type: 'card.moved', from: 'new', to: 'talk', rank },
      false
    ],
    [
      'a move out of the stage',
      { on: 'card-left', workflow: 'w', stage: 'new' },
      { ...told, type: 'card.moved', from: 'new', to: 'talk', rank },
      true
    ],
    [
      'an end that leaves the stage',
      { on: 'card-left', workflow: 'w', stage: 'new' },
      { ...told, type: 'card.closed', outcome: 'won', reason: '', stage: 'won', rank },
      true
    ],
    [
      'not an end where it stands: it was there before',
      { on: 'card-entered', workflow: 'w', stage: 'new' },
      { ...told, type: 'card.closed', outcome: 'done', reason: '', stage: 'new', rank },
      false
    ],
    [
      'nor somebody taking that back',
      { on: 'card-entered', workflow: 'w', stage: 'new' },
      { ...told, by: { kind: 'agent', id: 'a' }, type: 'card.reopened', stage: 'new', rank },
      false
    ],
    [
      'but a customer who comes back to where it ended',
      { on: 'card-entered', workflow: 'w', stage: 'new' },
      { ...told, by: { kind: 'system', id: 'workflow' }, type: 'card.reopened', stage: 'new', rank },
      true
    ],
    [
      'a new beginning there, whoever began it',
      { on: 'card-entered', workflow: 'w', stage: 'new' },
      { ...told, by: { kind: 'agent', id: 'a' }, type: 'card.cycle-opened', number: 2, stage: 'new', rank },
      true
    ],
    [
      'somebody taking it out of where it ended',
      { on: 'card-left', workflow: 'w', stage: 'new' },
      { ...told, by: { kind: 'agent', id: 'a' }, type: 'card.reopened', stage: 'talk', rank },
      true
    ],
    [
      'a new beginning elsewhere than where it ended',
      { on: 'card-left', workflow: 'w', stage: 'new' },
      { ...told, by: { kind: 'agent', id: 'a' }, type: 'card.cycle-opened', number: 2, stage: 'talk', rank },
      true
    ],
    [
      'not one in the same stage',
      { on: 'card-left', workflow: 'w', stage: 'new' },
      { ...told, by: { kind: 'agent', id: 'a' }, type: 'card.cycle-opened', number: 2, stage: 'new', rank },
      false
    ],
    [
      'a value that is above now',
      { on: 'value-above', workflow: 'w', value: eur(100) },
      { ...told, type: 'card.valued', value: eur(101) },
      true
    ],
    [
      'not a value that was above before',
      { on: 'value-above', workflow: 'w', value: eur(9) },
      { ...told, type: 'card.valued', value: eur(101) },
      false
    ],
    [
      'nothing that happens, where time decides',
      { on: 'waited', minutes: 5 },
      { ...told, type: 'conversation.resolved' },
      false
    ],
    [
      'nothing that happens, where a person decides',
      { on: 'by-hand' },
      { ...told, type: 'conversation.resolved' },
      false
    ]
  ]
  test.each(cases)('is %s', (_, when, fact, expected) => {
    expect(begins(when, fact, card)).toBe(expected)
  })
})

describe('what goes by time', () => {
  const waiting: Waiting = {
    status: 'open',
    platform: 'whatsapp',
    waitingSince: 1000,
    lastReceivedAt: 5000,
    lastReceived: 'm1'
  }
  test('comes so long after the first message that nobody answered', () => {
    expect(dueOf({ on: 'waited', minutes: 10 }, waiting)).toEqual({ at: 601_000, since: 1000 })
  })
  test('comes so long before the reply window closes, counted from the last message', () => {
    const dayMs = 24 * 3_600_000
    expect(dueOf({ on: 'window-closes', minutes: 60 }, waiting)).toEqual({ at: 5000 + dayMs - 3_600_000, since: 5000 })
  })
  test('never comes where nobody waits, where it is snoozed, or where the window never closes', () => {
    for (const when of [
      { on: 'waited', minutes: 1 },
      { on: 'window-closes', minutes: 1 }
    ] as const) {
      expect(dueOf(when, { ...waiting, waitingSince: null })).toBeNull()
      expect(dueOf(when, { ...waiting, status: 'snoozed' })).toBeNull()
    }
    expect(dueOf({ on: 'window-closes', minutes: 1 }, { ...waiting, platform: 'webchat' })).toBeNull()
  })
})

const update: Template = {
  name: 'order_update',
  language: 'en',
  category: 'utility',
  body: 'Hello {{1}}, {{2}} is on its way.'
}
const on: Subject = {
  conversation: 'c',
  card: null,
  lastReceived: 'm1',
  lastOfOthers: 'm2',
  placeOf: () => ({ stage: 'new', cycle: 1 }),
  known: { customer: 'Maya', agent: null },
  templates: [update],
  phraseOf: phrase => (phrase === 'hours' ? 'Hello {{customer}}, we close at six.' : null)
}

describe('a step', () => {
  test('is a command like any agent’s, with what was seen', () => {
    expect(wantedOf({ do: 'reply', text: 'Hello' }, on, 0)).toMatchObject({ type: 'conversation.reply', seen: 'm2' })
    expect(wantedOf({ do: 'resolve' }, on, 0)).toMatchObject({ type: 'conversation.resolve', seen: 'm1' })
    expect(wantedOf({ do: 'snooze', minutes: 2 }, on, 1000)).toMatchObject({ until: 121_000, seen: 'm1' })
    expect(wantedOf({ do: 'place-card', workflow: 'w' }, on, 0)).toMatchObject({ type: 'card.place', card: 'w:c' })
    expect(wantedOf({ do: 'move-card', workflow: 'w', stage: 'talk' }, on, 0)).toMatchObject({
      card: 'w:c',
      from: 'new',
      to: 'talk'
    })
  })
  test('moves the card it began with, and says where there is none', () => {
    const card = { card: 'k', workflow: 'w' }
    expect(wantedOf({ do: 'move-card', workflow: 'w', stage: 't' }, { ...on, card }, 0)).toMatchObject({ card: 'k' })
    expect(wantedOf({ do: 'move-card', workflow: 'w', stage: 't' }, { ...on, placeOf: () => null }, 0)).toBe('no-card')
    expect(wantedOf({ do: 'label', label: 'x' }, { ...on, conversation: null, card }, 0)).toBe('no-conversation')
  })
})

describe('a step that says something', () => {
  const { name, language } = update
  const send = (...parameters: string[]): Step => ({ do: 'send-template', name, language, parameters })
  const said = (step: Step, known = { customer: 'Maya' as string | null, agent: 'Ben' as string | null }) => {
    const wanted = isCommand(step) ? wantedOf(step, { ...on, known }, 0) : 'no-conversation'
    return typeof wanted === 'string' || wanted.type !== 'conversation.reply' ? wanted : wanted.content
  }
  test('says a saved reply, filled in for whom it is said to', () => {
    const text = 'Hello Maya, we close at six.'
    expect(said({ do: 'send-phrase', phrase: 'hours' })).toEqual({ kind: 'text', text })
  })
  test('says a template, with gaps in its blanks filled in', () => {
    expect(said(send(' {{customer}} ', 'order 7'))).toEqual({
      kind: 'template',
      name,
      language,
      parameters: ['Maya', 'order 7'],
      text: 'Hello Maya, order 7 is on its way.'
    })
  })
  const nobody = { customer: null, agent: null }
  const cases: [string, Step, Missing][] = [
    ['a saved reply that was removed', { do: 'send-phrase', phrase: 'gone' }, 'no-phrase'],
    ['a name that nobody knows', { do: 'send-phrase', phrase: 'hours' }, 'unknown-customer'],
    ['a template of another inbox', { do: 'send-template', name: 'other', language, parameters: [] }, 'no-template'],
    ['it in another language', { do: 'send-template', name, language: 'de', parameters: ['a', 'b'] }, 'no-template'],
    ['a template that was changed', send('Maya'), 'other-blanks'],
    ['a blank without anything', send('{{customer|}}', 'order 7'), 'empty-blank'],
    ['nobody’s name in a blank', send('{{agent}}', 'order 7'), 'unknown-agent']
  ]
  test.each(cases)('says nothing rather than %s', (_, step, missing) => {
    expect(said(step, nobody)).toBe(missing)
  })
})

test('how deep automations follow from each other is read only from what they did themselves', () => {
  const cause = stepId(2, 'r', 0)
  expect(depthOf({ by: authorOf('a'), cause })).toBe(2)
  expect(depthOf({ by: { kind: 'agent', id: 'eve' }, cause })).toBe(0)
  expect(depthOf({ by: { kind: 'system', id: 'router' }, cause: 'x' })).toBe(0)
})
