import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { agentContext } from '../../shared/identity/may.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { phraseCommand } from '../../shared/phrases/commands.ts'
import type { PhraseFact } from '../../shared/phrases/events.ts'
import { namedPhrases, namesOf } from '../../shared/phrases/names.ts'
import { phraseDecider } from '../../shared/phrases/phrase.ts'
import { given } from '../support/given.ts'

const now = Date.UTC(2026, 10, 26, 9)
const as = (role: 'agent' | 'supervisor' | 'admin') => agentContext({ id: 'ana', role, inboxes: [] }, now, () => true)
const so = { at: now, by: as('admin').by, cause: 'c0' }
const words = { name: 'Hours', text: 'We are open until six, {{customer|friend}}.' }
const saved: PhraseFact = { ...so, ...words, type: 'phrase.saved', version: 1 }
const removed: PhraseFact = { ...so, type: 'phrase.removed' }
const base = { id: 'c1', at: now, phrase: 'hours' }
const save = { ...base, ...words, type: 'phrase.save', onVersion: 1, text: 'We are open until seven.' } as const
const remove = { ...base, type: 'phrase.remove' } as const

describe('a saved reply', () => {
  test('is kept from when an admin saves it', () => {
    given(phraseDecider)
      .when({ ...save, onVersion: 0 }, as('admin'))
      .then({ type: 'phrase.saved', version: 1, name: 'Hours', text: save.text })
    expect(replay(phraseDecider, [saved])).toMatchObject({ status: 'kept', version: 1, ...words })
  })

  test('is not written or removed by who is no admin', () => {
    for (const role of ['agent', 'supervisor'] as const)
      for (const command of [save, remove])
        given(phraseDecider, saved).when(command, as(role)).thenRefused({ reason: 'not-allowed' })
  })

  test('that somebody else changed meanwhile is not changed over their head', () => {
    given(phraseDecider, saved)
      .when({ ...save, onVersion: 0 }, as('admin'))
      .thenRefused({ reason: 'changed-meanwhile', at: now, by: so.by })
  })

  test('says the same already: nothing becomes true, whatever it was edited on', () => {
    given(phraseDecider, saved)
      .when({ ...save, ...words, onVersion: 0 }, as('admin'))
      .thenNothing()
  })

  test('has a name of its own, however it is written', () => {
    const others = namesOf([
      ['opening', { status: 'kept', name: 'Opening  hours' }],
      ['old', { status: 'removed', name: 'Old' }],
      ['hours', { status: 'kept', name: 'Hours' }]
    ])
    const judge = { ...as('admin'), look: (at: string) => (at === namedPhrases ? others : undefined) }
    for (const name of ['Opening hours', ' opening HOURS', 'Ｏpening hours']) {
      const taken = { ...save, phrase: 'new', onVersion: 0, name }
      given(phraseDecider).when(taken, judge).thenRefused({ reason: 'name-taken', name })
      given(phraseDecider, saved)
        .when({ ...save, name }, judge)
        .thenRefused({ reason: 'name-taken', name })
    }
    given(phraseDecider)
      .when({ ...save, phrase: 'new', onVersion: 0, name: 'Old' }, judge)
      .then({ name: 'Old' })
    given(phraseDecider, saved).when(save, judge).then({ text: save.text })
    given(phraseDecider, saved)
      .when({ ...save, name: 'hours' }, judge)
      .then({ name: 'hours' })
  })

  test('that has shared its name since before may be written anew under it', () => {
    const both = namesOf([
      ['hours', { status: 'kept', name: 'Hours' }],
      ['too', { status: 'kept', name: 'Hours' }]
    ])
    const judge = { ...as('admin'), look: () => both }
    given(phraseDecider, saved).when(save, judge).then({ text: save.text })
  })

  test('is gone when it was removed, also for who edits it offline', () => {
    given(phraseDecider, saved).when(remove, as('admin')).then({ type: 'phrase.removed' })
    for (const command of [save, remove])
      given(phraseDecider, saved, removed).when(command, as('admin')).thenRefused({ reason: 'no-such-phrase' })
    given(phraseDecider).when(remove, as('admin')).thenRefused({ reason: 'no-such-phrase' })
  })

  test.each([
    ['nothing', ''],
    ['too much', 'x'.repeat(4001)],
    ['what nobody can fill in', 'Hello {{first name}}']
  ])('says not %s', (_, text) => {
    expect(v.is(phraseCommand, { ...save, text })).toBe(false)
    expect(v.is(phraseCommand, save)).toBe(true)
  })
})
