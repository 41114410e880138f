import { expect, test, vi } from 'vitest'
import type { DispatchRefusal } from '../../web/app/device.ts'
import { live, type WorkflowRow } from '../../web/app/live.ts'
import { refusalSentence } from '../../web/conversations/refusal-sentence.ts'

vi.stubGlobal('navigator', { language: 'en-GB' })

const now = new Date(2026, 10, 23, 15, 30).getTime()
const at = new Date(2026, 10, 23, 14, 2).getTime()
const told = { now, nameOf: (agent: string) => (agent === 'sara' ? 'Sara' : 'A colleague') }

/** One of each reason. A reason that is added without an example here does not compile. */
const examples: { readonly [R in DispatchRefusal['reason']]: Extract<DispatchRefusal, { reason: R }> } = {
  'no-such-conversation': { reason: 'no-such-conversation' },
  'not-allowed': { reason: 'not-allowed' },
  'already-claimed': { reason: 'already-claimed', by: 'sara', at },
  'outside-reply-window': { reason: 'outside-reply-window', closedAt: at },
  'too-long': { reason: 'too-long', limit: 4096, unit: 'characters' },
  empty: { reason: 'empty' },
  'templates-not-offered': { reason: 'templates-not-offered' },
  'reactions-not-offered': { reason: 'reactions-not-offered' },
  'quotes-not-offered': { reason: 'quotes-not-offered' },
  'emoji-not-taken': { reason: 'emoji-not-taken' },
  'choices-not-offered': { reason: 'choices-not-offered' },
  'too-many-choices': { reason: 'too-many-choices', limit: 10 },
  'choice-too-long': { reason: 'choice-too-long', title: 'A very long answer', limit: 20 },
  'choices-alike': { reason: 'choices-alike', title: 'Yes' },
  'file-not-taken': { reason: 'file-not-taken', media: 'image', types: ['image/jpeg', 'image/png'] },
  'file-too-big': { reason: 'file-too-big', limit: 5 * 1024 * 1024 },
  'one-file-a-message': { reason: 'one-file-a-message' },
  'captions-not-offered': { reason: 'captions-not-offered' },
  'no-such-file': { reason: 'no-such-file' },
  'file-not-what-it-says': { reason: 'file-not-what-it-says', mime: 'image/png' },
  'file-damaged': { reason: 'file-damaged' },
  'file-not-here': { reason: 'file-not-here' },
  'file-turned-away': { reason: 'file-turned-away', status: 403 },
  'unseen-message': { reason: 'unseen-message', message: 'm1' },
  'not-held': { reason: 'not-held' },
  'not-waiting': { reason: 'not-waiting' },
  'not-failed': { reason: 'not-failed' },
  'too-many-waiting': { reason: 'too-many-waiting', limit: 200 },
  'no-such-contact': { reason: 'no-such-contact' },
  'merged-already': { reason: 'merged-already', into: 'k2', by: { kind: 'agent', id: 'sara' }, at },
  'too-many-notes': { reason: 'too-many-notes', limit: 200 },
  'no-such-inbox': { reason: 'no-such-inbox' },
  'already-connected': { reason: 'already-connected' },
  'no-such-agent': { reason: 'no-such-agent' },
  'no-such-automation': { reason: 'no-such-automation' },
  'no-such-phrase': { reason: 'no-such-phrase' },
  'changed-meanwhile': { reason: 'changed-meanwhile', by: { kind: 'agent', id: 'sara' }, at },
  'no-such-team': { reason: 'no-such-team' },
  'already-formed': { reason: 'already-formed' },
  'already-joined': { reason: 'already-joined' },
  'already-founded': { reason: 'already-founded' },
  'no-such-card': { reason: 'no-such-card' },
  'no-such-workflow': { reason: 'no-such-workflow' },
  'no-such-stage': { reason: 'no-such-stage', stage: 'new' },
  'no-such-field': { reason: 'no-such-field', field: 'order' },
  'already-placed': { reason: 'already-placed' },
  'name-taken': { reason: 'name-taken', name: 'Hours' },
  'already-closed': { reason: 'already-closed', by: { kind: 'agent', id: 'sara' }, at, outcome: 'won' },
  'not-over': { reason: 'not-over' },
  'ended-otherwise': { reason: 'ended-otherwise', at, outcome: 'won' },
  'moved-meanwhile': { reason: 'moved-meanwhile', by: { kind: 'agent', id: 'sara' }, at, stage: 'new' },
  'transition-not-allowed': { reason: 'transition-not-allowed', from: 'new', to: 'won' },
  'missing-fields': { reason: 'missing-fields', stage: 'new', fields: ['value', 'due'] },
  'stage-not-yours': { reason: 'stage-not-yours', stage: 'won', way: 'in', role: 'supervisor' },
  'stage-full': { reason: 'stage-full', stage: 'new', cards: 5, limit: 5 },
  'too-many-items': { reason: 'too-many-items', limit: 50 },
  'published-meanwhile': { reason: 'published-meanwhile', by: { kind: 'agent', id: 'sara' }, at, version: 3 },
  'unsound-plan': { reason: 'unsound-plan', fault: { fault: 'no-incoming-stage' } },
  'stage-without-heir': { reason: 'stage-without-heir', stage: 'new' },
  'depends-on-refused': { reason: 'depends-on-refused', after: 'c1' },
  'not-understood': { reason: 'not-understood' },
  'not-stored': { reason: 'not-stored' },
  'already-sent': { reason: 'already-sent' }
}

test('every refusal is a whole sentence for a person, without its code', () => {
  const all = Object.values(examples)
  expect(all.length).toBeGreaterThanOrEqual(57)
  for (const refusal of all) {
    const sentence = refusalSentence(refusal, told)
    expect(sentence).toMatch(/^\p{Lu}.+\.$/u)
    expect(sentence).not.toMatch(/[a-z]+-[a-z]+-[a-z]+|already-|not-/)
  }
})

test('no two reasons share a sentence', () => {
  const sentences = Object.values(examples).map(refusal => refusalSentence(refusal, told))
  expect(new Set(sentences).size).toBe(sentences.length)
})

test('a lost claim says who has it and since when', () => {
  expect(refusalSentence(examples['already-claimed'], told)).toBe('Sara took this conversation at 14:02.')
})

test('a closed window says when it closed and what to do next', () => {
  expect(refusalSentence(examples['outside-reply-window'], told)).toBe(
    'The reply window closed at 14:02. Choose a template, or wait until the customer writes.'
  )
})

test('a customer who never wrote has opened no window', () => {
  const sentence = refusalSentence({ reason: 'outside-reply-window', closedAt: null }, told)
  expect(sentence).toContain('has not written yet')
})

test('a move along no path says between which stages there is none', () => {
  const stages = [
    { id: 'new', name: 'Asked' },
    { id: 'won', name: 'Sent' }
  ]
  live.workflows.draw([['w', { workflow: 'w', now: { plan: { stages } } } as unknown as WorkflowRow]])
  expect(refusalSentence(examples['transition-not-allowed'], { ...told, workflow: 'w' })).toBe(
    'In this workflow a card does not go from Asked to Sent.'
  )
})

test('a lost move says who was faster and when', () => {
  expect(refusalSentence(examples['moved-meanwhile'], told)).toMatch(/^Sara moved this card at 14:02\./)
})
