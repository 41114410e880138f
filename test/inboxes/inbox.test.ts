import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { agentContext, trustedContext } from '../../shared/identity/may.ts'
import { inboxCommand } from '../../shared/inboxes/commands.ts'
import type { InboxFact } from '../../shared/inboxes/events.ts'
import { blanksOf, fillTemplate } from '../../shared/inboxes/content.ts'
import { inboxDecider as inbox } from '../../shared/inboxes/inbox.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { given } from '../support/given.ts'

const now = Date.UTC(2026, 10, 20, 12)
const server = trustedContext({ kind: 'system', id: 'setup' }, now)
const admin = agentContext({ id: 'ada', role: 'admin', inboxes: [] }, now, () => true)
const ana = agentContext({ id: 'ana', role: 'agent', inboxes: ['shop'] }, now, () => true)
const story = { at: now, by: server.by, cause: 'c0' }
const connected: InboxFact = { ...story, type: 'inbox.connected', platform: 'whatsapp', name: 'Shop' }
const base = { id: 'c1', at: now, inbox: 'shop' }

describe('what customers are shown', () => {
  const set = (read: boolean, typing: boolean) =>
    ({ ...base, type: 'inbox.set-courtesies', courtesies: { read, typing } }) as const

  test('is everything until an admin says otherwise', () => {
    given(inbox, connected).when(set(true, true), admin).then()
    given(inbox, connected)
      .when(set(false, true), admin)
      .then({ type: 'inbox.courtesies-set', courtesies: { read: false, typing: true } })
    given(inbox, connected).when(set(false, true), ana).thenRefused({ reason: 'not-allowed' })
  })
})

describe('an away message', () => {
  const set = (text: string | null) => ({ ...base, type: 'inbox.set-away-message', text }) as const
  const on: InboxFact = { ...story, type: 'inbox.away-message-set', text: 'Back at nine' }

  test('is set and taken away by an admin; there is none until then', () => {
    expect(replay(inbox, [connected]).away).toBeUndefined()
    given(inbox, connected).when(set('Back at nine'), ana).thenRefused({ reason: 'not-allowed' })
    given(inbox, connected).when(set(null), admin).thenNothing()
    given(inbox, connected)
      .when(set('Back at nine'), admin)
      .then({ type: 'inbox.away-message-set', text: 'Back at nine' })
    expect(replay(inbox, [connected, on]).away).toEqual({ text: 'Back at nine', since: now })
    given(inbox, connected, on).when(set('Back at nine'), admin).thenNothing()
    given(inbox, connected, on).when(set(null), admin).then({ type: 'inbox.away-message-set', text: null })
    expect(replay(inbox, [connected, on, { ...on, text: null }])).toEqual(replay(inbox, [connected]))
  })

  test('is as long as its platform takes, in the platform’s own unit', () => {
    const long = { reason: 'too-long', limit: 1600, unit: 'characters' } as const
    const sms: InboxFact = { ...connected, platform: 'sms' }
    given(inbox, sms)
      .when(set('x'.repeat(1600)), admin)
      .then({ type: 'inbox.away-message-set' })
    given(inbox, sms)
      .when(set('x'.repeat(1601)), admin)
      .thenRefused(long)
    // An emoji is two of what the networks count.
    given(inbox, sms)
      .when(set('👍'.repeat(801)), admin)
      .thenRefused(long)
    given(inbox, connected)
      .when(set('👍'.repeat(4096)), admin)
      .then({ type: 'inbox.away-message-set' })
    expect(v.is(inboxCommand, set(' \n'))).toBe(false)
  })
})

describe('an inbox', () => {
  test('is connected once', () => {
    const connect = { ...base, type: 'inbox.connect', platform: 'whatsapp', name: 'Shop' } as const
    given(inbox).when(connect, server).then({ type: 'inbox.connected', platform: 'whatsapp' })
    given(inbox, connected).when(connect, server).thenRefused({ reason: 'already-connected' })
  })

  test('takes members from an admin, not from an agent', () => {
    const add = { ...base, type: 'inbox.add-member', agent: 'ben' } as const
    given(inbox, connected).when(add, admin).then({ type: 'inbox.member-added', agent: 'ben' })
    given(inbox, connected).when(add, ana).thenRefused({ reason: 'not-allowed' })
    given(inbox, connected, { ...story, type: 'inbox.member-added', agent: 'ben' })
      .when(add, admin)
      .thenNothing()
  })

  test('that sends nothing any more says why, until an admin lets it send again', () => {
    const failure = { code: '190', reason: 'The token is not accepted.' }
    const stop = { ...base, type: 'inbox.stop-sending', failure } as const
    const resume = { ...base, type: 'inbox.resume-sending' } as const
    const stopped: InboxFact = { ...story, type: 'inbox.sending-stopped', failure }
    given(inbox, connected).when(stop, server).then({ type: 'inbox.sending-stopped', failure })
    given(inbox, connected).when(stop, admin).thenRefused({ reason: 'not-allowed' })
    given(inbox, connected, stopped).when(stop, server).thenNothing()
    given(inbox, connected, stopped).when(resume, ana).thenRefused({ reason: 'not-allowed' })
    given(inbox, connected, stopped).when(resume, admin).then({ type: 'inbox.sending-resumed' })
    given(inbox, connected).when(resume, admin).thenNothing()
    expect(replay(inbox, [connected, stopped]).stopped).toEqual({ failure, at: now })
    expect(replay(inbox, [connected, stopped, { ...story, type: 'inbox.sending-resumed' }])).toEqual(
      replay(inbox, [connected])
    )
  })

  test('keeps conversations as long as an admin says, for ever until then', () => {
    const keep = { ...base, type: 'inbox.set-retention', days: 30 } as const
    expect(replay(inbox, [connected]).retentionDays).toBeNull()
    given(inbox, connected).when(keep, admin).then({ type: 'inbox.retention-set', days: 30 })
    given(inbox, connected).when(keep, ana).thenRefused({ reason: 'not-allowed' })
    given(inbox, connected, { ...story, type: 'inbox.retention-set', days: 30 })
      .when(keep, admin)
      .thenNothing()
  })

  test('that does not exist says so', () => {
    given(inbox)
      .when({ ...base, type: 'inbox.rename', name: 'X' }, admin)
      .thenRefused({ reason: 'no-such-inbox' })
  })
})

test('a template shows what is still missing', () => {
  expect(fillTemplate('Hello {{1}}, order {{2}} left.', ['Mia'])).toBe('Hello Mia, order {{2}} left.')
  expect(fillTemplate('{{1}} {{1}}', ['a $& b'])).toBe('a $& b a $& b')
  expect(['Hello', 'Hello {{1}}', '{{2}} {{1}} {{2}}'].map(blanksOf)).toEqual([0, 1, 2])
})

test('templates that are listed as they were are no news', () => {
  const template = { name: 'ready', language: 'en', category: 'utility', body: 'Hi {{1}}' } as const
  const list = (...templates: (typeof template)[]) => ({
    ...base,
    type: 'inbox.list-templates' as const,
    templates: [...templates]
  })
  const listed: InboxFact = { ...story, type: 'inbox.templates-listed', templates: [template] }
  given(inbox, connected)
    .when(list(template), server)
    .then({ type: 'inbox.templates-listed', templates: [template] })
  given(inbox, connected, listed).when(list(template), server).then()
  given(inbox, connected).when(list(), server).then()
  given(inbox, connected, listed).when(list(), server).then({ type: 'inbox.templates-listed', templates: [] })
  const others = [{ name: 'summer', language: 'en', needs: 'cards' as const }]
  const beside: InboxFact = { ...listed, others }
  given(inbox, connected, listed)
    .when({ ...list(template), others }, server)
    .then({ type: 'inbox.templates-listed', templates: [template], others })
  given(inbox, connected, beside)
    .when({ ...list(template), others }, server)
    .then()
  given(inbox, connected, beside)
    .when(list(template), server)
    .then({ type: 'inbox.templates-listed', templates: [template] })
})
