import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { isKnown } from '../../shared/shapes.ts'
import { contactFact } from '../../shared/contacts/events.ts'
import { personalInContacts } from '../../shared/contacts/personal.ts'
import { conversationFact } from '../../shared/conversations/events.ts'
import { personalIn } from '../../shared/personal.ts'
import { personalInConversations } from '../../shared/conversations/personal.ts'
import { cardFact } from '../../shared/workflow/events.ts'
import { personalInWorkflow } from '../../shared/workflow/personal.ts'

const contexts = [
  { name: 'contacts', schema: contactFact, table: personalInContacts, clear: [] },
  {
    name: 'conversations',
    schema: conversationFact,
    table: personalInConversations,
    // Labels are the house's own words.
    clear: ['conversation.labelled.label', 'conversation.unlabelled.label']
  },
  { name: 'workflow', schema: cardFact, table: personalInWorkflow, clear: [] }
] as const

describe.each(contexts)('what is personal in $name', ({ schema, table, clear }) => {
  const options = schema.options.map(option => option.entries as Record<string, v.GenericSchema>)
  const typeOf = (entries: Record<string, unknown>) => (entries['type'] as { literal: string }).literal

  test('is decided for every kind of fact', () => {
    expect(options.length).toBeGreaterThan(3)
    expect(Object.keys(table).toSorted()).toEqual(options.map(typeOf).toSorted())
  })

  test('names fields that there are, and what stands in their place is a fact as good as any', () => {
    for (const entries of options) {
      for (const [field, erased] of Object.entries(personalIn(typeOf(entries)))) {
        expect(Object.keys(entries)).toContain(field)
        expect([field, v.is(entries[field]!, erased)]).toEqual([field, true])
      }
    }
  })

  test('leaves nothing free in the clear: every other text is an id, a choice or a moment', () => {
    const free = options.flatMap(entries =>
      Object.entries(entries)
        .filter(
          ([field, one]) => !(field in personalIn(typeOf(entries))) && v.is(one, 'Any words at all, with a comma!')
        )
        .map(([field]) => `${typeOf(entries)}.${field}`)
    )
    expect(free).toEqual(clear)
  })
})

test('no fact has a field of its own where sealed words go', () => {
  const fields = [...contactFact.options, ...conversationFact.options, ...cardFact.options].flatMap(option =>
    Object.keys(option.entries)
  )
  expect(fields).not.toContain('sealed')
  expect(isKnown({ type: 'contact.erased', at: 1, by: { kind: 'system', id: 's' }, cause: 'c' })).toBe(true)
})
