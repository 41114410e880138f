import { describe, expect, test } from 'vitest'
import { contactDecider as contact } from '../../shared/contacts/contact.ts'
import type { ContactFact } from '../../shared/contacts/events.ts'
import { agentContext, trustedContext } from '../../shared/identity/may.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { given } from '../support/given.ts'

const now = Date.UTC(2026, 10, 20, 12)
const phone = { platform: 'whatsapp', kind: 'wa_id', value: '491701234567' }
const scoped = { platform: 'whatsapp', kind: 'user_id', value: 'US.13491208655302741918' }
const edge = trustedContext({ kind: 'system', id: 'whatsapp' }, now)
const ana = agentContext({ id: 'ana', role: 'agent', inboxes: ['shop'] }, now, () => true)
const story = { at: now, by: edge.by, cause: 'c0' }
const met: ContactFact = { ...story, type: 'contact.met', inbox: 'shop', handle: phone, name: 'mia' }
const meet = {
  type: 'contact.meet',
  id: 'c1',
  at: now,
  contact: 'k1',
  inbox: 'shop',
  name: 'Mia',
  handles: [phone, scoped]
} as const
const base = { id: 'c2', at: now, contact: 'k1' }

describe('a contact', () => {
  test('is met with the first handle and learns the others', () => {
    given(contact)
      .when({ ...meet, handles: [...meet.handles] }, edge)
      .then({ type: 'contact.met', handle: phone, name: 'Mia' }, { type: 'contact.handle-learned', handle: scoped })
  })

  test('met again the same is nothing new', () => {
    given(contact, met)
      .when({ ...meet, name: 'mia', handles: [phone] }, edge)
      .thenNothing()
  })

  test('follows the name customers give themselves, until an agent names them', () => {
    const named: ContactFact = { ...story, by: ana.by, type: 'contact.named', name: 'Mia Berg (VIP)' }
    given(contact, met)
      .when({ ...meet, handles: [phone] }, edge)
      .then({ type: 'contact.named', name: 'Mia' })
    given(contact, met, named)
      .when({ ...meet, handles: [phone] }, edge)
      .thenNothing()
  })

  test('keeps an attribute, changes it, and takes it away when it is emptied', () => {
    const set = (value: string) => ({ ...base, type: 'contact.set-attribute' as const, key: 'City', value })
    given(contact, met).when(set('Bremen'), ana).then({ type: 'contact.attribute-set', value: 'Bremen' })
    given(contact, met).when(set(''), ana).thenNothing()
    const facts: ContactFact[] = [met, { ...story, type: 'contact.attribute-set', key: 'City', value: 'Bremen' }]
    expect(replay(contact, facts).attributes).toEqual([{ key: 'City', value: 'Bremen' }])
    expect(
      replay(contact, [...facts, { ...story, type: 'contact.attribute-set', key: 'City', value: '' }]).attributes
    ).toEqual([])
  })

  test('is nobody to an agent of another inbox', () => {
    const eve = agentContext({ id: 'eve', role: 'supervisor', inboxes: ['other'] }, now, () => true)
    given(contact, met)
      .when({ ...base, type: 'contact.rename', name: 'X' }, eve)
      .thenRefused({ reason: 'no-such-contact' })
  })

  test('is not met in an agent’s name', () => {
    given(contact)
      .when({ ...meet, handles: [phone] }, ana)
      .thenRefused({ reason: 'not-allowed' })
  })
})

describe('a contact who is erased', () => {
  const erase = { ...base, type: 'contact.erase' } as const
  const admin = agentContext({ id: 'ada', role: 'admin', inboxes: [] }, now, () => true)
  const erased: ContactFact = { ...story, type: 'contact.erased' }

  test('is erased by an admin, once, and by nobody else', () => {
    given(contact, met).when(erase, admin).then({ type: 'contact.erased' })
    given(contact, met, erased).when(erase, admin).thenNothing()
    given(contact, met).when(erase, ana).thenRefused({ reason: 'not-allowed' })
    given(contact).when(erase, admin).thenRefused({ reason: 'no-such-contact' })
  })

  test('has no name, no number and no details, and does not come back', () => {
    const state = replay(contact, [met, erased])
    expect(state).toMatchObject({ known: false, name: null, handles: [], attributes: [], inbox: 'shop' })
    given(contact, met, erased)
      .when({ ...meet, handles: [phone] }, edge)
      .thenRefused({ reason: 'no-such-contact' })
    given(contact, met, erased)
      .when({ ...base, type: 'contact.rename', name: 'Mia' }, admin)
      .thenRefused({ reason: 'no-such-contact' })
  })
})
