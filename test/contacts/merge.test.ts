import { describe, expect, test } from 'vitest'
import type { ContactCommand } from '../../shared/contacts/commands.ts'
import { contactDecider as contact, type Contact } from '../../shared/contacts/contact.ts'
import type { ContactFact } from '../../shared/contacts/events.ts'
import { personOf } from '../../shared/contacts/person.ts'
import { agentContext } from '../../shared/identity/may.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { given } from '../support/given.ts'

const now = Date.UTC(2026, 10, 26, 12)
const ana = agentContext({ id: 'ana', role: 'agent', inboxes: ['shop', 'mail'] }, now, () => true)
const eve = agentContext({ id: 'eve', role: 'supervisor', inboxes: ['mail'] }, now, () => true)
const story = { at: now, by: ana.by, cause: 'c0' }
const handle = (value: string) => ({ platform: 'whatsapp', kind: 'wa_id', value })
const met = (inbox: string, name: string): ContactFact => {
  return { ...story, type: 'contact.met', inbox, handle: handle('491701234567'), name }
}
const into = (other: string): ContactFact => ({ ...story, type: 'contact.merged', into: other })
const [mia, mib, mic] = [met('shop', 'Mia'), met('mail', 'mia@example.com'), met('mail', 'Mia Berg')]

/** Who judges sees these contacts beside the one that is judged. */
function seeing(context: Context, others: Readonly<Record<string, readonly ContactFact[]>>): Context {
  return {
    ...context,
    look: at => {
      const facts = others[at.slice('contact/'.length)]
      return facts && replay(contact, facts)
    }
  }
}

const base = { id: 'c2', at: now, contact: 'mia' }
const merge = { ...base, type: 'contact.merge', into: 'mib' } as const satisfies ContactCommand
const unmerge = { ...base, type: 'contact.unmerge', from: 'mib' } as const satisfies ContactCommand

describe('two contacts who are one person', () => {
  test('are merged by who works in the inboxes of both', () => {
    given(contact, mia)
      .when(merge, seeing(ana, { mib: [mib] }))
      .then({ type: 'contact.merged', into: 'mib' })
  })

  test('are nobody’s to merge who does not reach both', () => {
    given(contact, mia)
      .when(merge, seeing(eve, { mib: [mib] }))
      .thenRefused({ reason: 'no-such-contact' })
    given(contact, mib)
      .when({ ...merge, contact: 'mib', into: 'mia' }, seeing(eve, { mia: [mia] }))
      .thenRefused({ reason: 'no-such-contact' })
  })

  test('are two when the other was never met, or was erased', () => {
    const erased: ContactFact = { ...story, type: 'contact.erased' }
    for (const others of [{}, { mib: [] }, { mib: [mib, erased] }]) {
      given(contact, mia).when(merge, seeing(ana, others)).thenRefused({ reason: 'no-such-contact' })
    }
  })

  test('are merged once, also when each was merged into the other at the same time', () => {
    given(contact, mia, into('mib'))
      .when(merge, seeing(ana, { mib: [mib] }))
      .thenNothing()
    given(contact, mia)
      .when(merge, seeing(ana, { mib: [mib, into('mia')] }))
      .thenNothing()
    given(contact, mia)
      .when(merge, seeing(ana, { mib: [mib, into('mic')], mic: [mic, into('mia')] }))
      .thenNothing()
    given(contact, mia)
      .when({ ...merge, into: 'mia' }, seeing(ana, {}))
      .thenNothing()
  })

  test('are refused with whom and by whom when a colleague merged the first into another', () => {
    given(contact, mia, into('mic'))
      .when(merge, seeing(ana, { mib: [mib], mic: [mic] }))
      .thenRefused({ reason: 'merged-already', into: 'mic', by: ana.by, at: now })
  })
})

describe('a merge that was wrong', () => {
  test('is taken back by who works in the inboxes of both, once', () => {
    given(contact, mia, into('mib'))
      .when(unmerge, seeing(ana, { mib: [mib] }))
      .then({ type: 'contact.unmerged', from: 'mib' })
    given(contact, mia)
      .when(unmerge, seeing(ana, { mib: [mib] }))
      .thenNothing()
    given(contact, mib, into('mia'))
      .when({ ...unmerge, contact: 'mib', from: 'mia' }, seeing(eve, { mia: [mia] }))
      .thenRefused({ reason: 'no-such-contact' })
  })

  test('is not taken back in place of another one', () => {
    given(contact, mia, into('mic'))
      .when(unmerge, seeing(ana, { mib: [mib], mic: [mic] }))
      .thenRefused({ reason: 'merged-already', into: 'mic', by: ana.by, at: now })
  })

  test('leaves a contact as if it had never been', () => {
    const before = replay(contact, [mia])
    const after = replay(contact, [mia, into('mib'), { ...story, type: 'contact.unmerged', from: 'mib' }])
    expect(JSON.stringify(after)).toBe(JSON.stringify(before))
  })
})

describe('two who look alike', () => {
  test('are kept apart, once, and that is no obstacle to merging them after all', () => {
    const apart = { ...base, type: 'contact.keep-apart', from: 'mib' } as const
    const kept: ContactFact = { ...story, type: 'contact.kept-apart', from: 'mib' }
    given(contact, mia).when(apart, ana).then({ type: 'contact.kept-apart', from: 'mib' })
    given(contact, mia, kept).when(apart, ana).thenNothing()
    given(contact, mia, kept)
      .when(merge, seeing(ana, { mib: [mib] }))
      .then({ type: 'contact.merged' })
  })
})

describe('notes about a person', () => {
  const note = { ...base, type: 'contact.note', text: 'Calls before noon' } as const
  const noted: ContactFact = { ...story, type: 'contact.noted', note: 'n1', text: 'Calls before noon' }

  test('are kept with who wrote them, and taken away again', () => {
    given(contact, mia).when(note, ana).then({ type: 'contact.noted', note: 'c2', text: 'Calls before noon' })
    const remove = { ...base, type: 'contact.remove-note', note: 'n1' } as const
    given(contact, mia, noted).when(remove, ana).then({ type: 'contact.note-removed', note: 'n1' })
    given(contact, mia).when(remove, ana).thenNothing()
    expect(replay(contact, [mia, noted]).notes).toEqual([
      { note: 'n1', text: 'Calls before noon', by: ana.by, at: now }
    ])
  })

  test('are not without end', () => {
    const many = Array.from({ length: 200 }, (_, i): ContactFact => ({ ...noted, note: `n${i}` }))
    given(contact, mia, ...many)
      .when(note, ana)
      .thenRefused({ reason: 'too-many-notes', limit: 200 })
  })
})

test('hopes that go round in a circle are cut, and not followed for ever', () => {
  const circle: Readonly<Record<string, Pick<Contact, 'merged'>>> = {
    a: { merged: { into: 'b', by: ana.by, at: now } },
    b: { merged: { into: 'a', by: ana.by, at: now } }
  }
  expect(personOf('a', id => circle[id])).toBe('b')
  expect(personOf('nobody', id => circle[id])).toBe('nobody')
})
