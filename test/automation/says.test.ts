import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Step } from '../../shared/automation/content.ts'
import type { Content } from '../../shared/conversations/content.ts'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'
import { Workshop } from './workshop.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
let shop: Workshop

beforeEach(async () => {
  shop = (await new Workshop(db.sql, freshTenant()).open()).start()
  await shop.founded()
  await shop.tell({ type: 'inbox.connect', inbox: 'phone', platform: 'whatsapp', name: 'Phone' })
  const body = 'Hello {{1}}, we are back.'
  const template = { name: 'we_are_back', language: 'en', category: 'utility' as const, body }
  const arrivals = { ...template, name: 'new_arrivals', head: 'image' as const }
  const templates = [template, arrivals, { ...template, name: 'visit_us', place: true as const }]
  await shop.tell({ type: 'inbox.list-templates', inbox: 'phone', templates })
  const text = 'Hello {{customer|there}}, we close at six. {{agent|Your team}}'
  await shop.tell({ type: 'phrase.save', phrase: 'hours', onVersion: 0, name: 'Hours', text })
})
afterEach(() => shop.end())

const sendHours: Step = { do: 'send-phrase', phrase: 'hours' }
const sendBack: Step = { do: 'send-template', name: 'we_are_back', language: 'en', parameters: ['{{customer|there}}'] }
const label: Step = { do: 'label', label: 'after' }

const meets = (contact: string, name: string) => {
  const handles = [{ platform: 'webchat', kind: 'visitor', value: contact }]
  return shop.tell({ type: 'contact.meet', contact, inbox: 'shop', handles, name }, contact, 'customer')
}

async function writes(conversation: string, inbox: 'shop' | 'phone'): Promise<void> {
  const platform = inbox === 'shop' ? 'webchat' : 'whatsapp'
  const content: Content = { kind: 'text', text: 'When?' }
  const from = { conversation, inbox, platform, contact: 'maya', message: `m-${conversation}`, content }
  await shop.tell({ type: 'conversation.receive', ...from }, 'maya', 'customer')
  await shop.settled()
}

/** What customers were told. */
const told = async () =>
  (await shop.log.follow.since(shop.tenant, 0, 1000)).flatMap(({ fact }) =>
    fact.type === 'conversation.replied' ? [(fact as typeof fact & { content: { text: string } }).content.text] : []
  )
const outcomes = async () => {
  const [run] = await shop.runs('answer')
  return run?.came.as === 'fired' ? run.came.outcomes : []
}

describe('an automation that says what was kept to be said', () => {
  const publish = (then: Step[]) => shop.publish('answer', { if: [], then })

  test('says it to whom it is about, by name, for whoever has the conversation', async () => {
    await meets('maya', 'Maya Lind')
    await publish([{ do: 'assign', to: 'ben' }, sendHours])
    await writes('c1', 'shop')
    expect(await told()).toEqual(['Hello Maya, we close at six. ben'])
  })

  test('calls a person by the name of whom they were merged into', async () => {
    await meets('maya', 'Visitor 7')
    await meets('lind', 'Selma Lind')
    await shop.tell({ type: 'contact.merge', contact: 'maya', into: 'lind' })
    await publish([sendHours])
    await writes('c1', 'shop')
    expect(await told()).toEqual(['Hello Selma, we close at six. Your team'])
  })

  test('sends a template where the inbox has it, and says elsewhere that it has not, and goes on', async () => {
    await publish([sendBack, label])
    await writes('c1', 'phone')
    expect(await told()).toEqual(['Hello there, we are back.'])
    expect(await outcomes()).toEqual([{ result: 'done' }, { result: 'done' }])
    shop.clock += 1
    await writes('c2', 'shop')
    expect(await told()).toHaveLength(1)
    expect(await outcomes()).toEqual([{ result: 'missing', what: 'no-template' }, { result: 'done' }])
  })

  test.each([
    ['a file', 'new_arrivals', 'needs-file'],
    ['a place', 'visit_us', 'needs-place']
  ])('sends no template that needs %s, says so, and goes on', async (_, name, what) => {
    await publish([{ ...sendBack, name }, label])
    await writes('c1', 'phone')
    expect(await told()).toEqual([])
    expect(await outcomes()).toEqual([{ result: 'missing', what }, { result: 'done' }])
  })

  test('whose saved reply was removed says so, and goes on', async () => {
    await publish([sendHours, label])
    await shop.tell({ type: 'phrase.remove', phrase: 'hours' })
    await writes('c1', 'shop')
    expect(await told()).toEqual([])
    expect(await outcomes()).toEqual([{ result: 'missing', what: 'no-phrase' }, { result: 'done' }])
  })

  test('says what the saved reply says now, not what it said when the automation was published', async () => {
    await publish([sendHours])
    await shop.tell({ type: 'phrase.save', phrase: 'hours', onVersion: 1, name: 'Hours', text: 'We close at seven.' })
    await writes('c1', 'shop')
    expect(await told()).toEqual(['We close at seven.'])
  })

  test('says nothing to somebody whose name it would need and nobody knows', async () => {
    await shop.tell({ type: 'phrase.save', phrase: 'hours', onVersion: 1, name: 'Hours', text: 'Dear {{customer}}' })
    await publish([sendHours])
    await writes('c1', 'shop')
    expect(await told()).toEqual([])
    expect(await outcomes()).toEqual([{ result: 'missing', what: 'unknown-customer' }])
  })

  test('is refused free words when the window has closed, not a template', async () => {
    const rule = { when: { on: 'labelled' as const, label: 'go' }, if: [], then: [sendHours, sendBack] }
    await shop.publish('answer', rule)
    await writes('c1', 'phone')
    shop.clock += 25 * 3_600_000
    await shop.tell({ type: 'conversation.label', conversation: 'c1', label: 'go' })
    await shop.settled()
    expect(await told()).toEqual(['Hello there, we are back.'])
    expect(await outcomes()).toMatchObject([
      { result: 'refused', refusal: { reason: 'outside-reply-window' } },
      { result: 'done' }
    ])
  })

  test('is refused what is too long for the platform', async () => {
    const text = 'x'.repeat(4000)
    await shop.tell({ type: 'phrase.save', phrase: 'hours', onVersion: 1, name: 'Hours', text })
    await shop.tell({ type: 'inbox.connect', inbox: 'sms', platform: 'sms', name: 'SMS' })
    await publish([sendHours])
    const content: Content = { kind: 'text', text: 'When?' }
    const from = { conversation: 'c1', inbox: 'sms', platform: 'sms', contact: 'maya', message: 'm1', content }
    await shop.tell({ type: 'conversation.receive', ...from }, 'maya', 'customer')
    await shop.settled()
    expect(await outcomes()).toMatchObject([{ result: 'refused', refusal: { reason: 'too-long' } }])
  })
})
