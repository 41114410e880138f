import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Rule, Step } from '../../shared/automation/content.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'
import { plan } from '../workflow/story.ts'
import { Workshop } from './workshop.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
let shop: Workshop

beforeEach(async () => {
  shop = await new Workshop(db.sql, freshTenant()).open()
  await shop.founded()
})
afterEach(() => shop.end())

const thanked: Partial<Rule> = { if: [[{ is: 'text', words: 'thank' }]], then: [{ do: 'resolve' }] }
const notDone = { came: { outcomes: [{ result: 'refused', refusal: { reason: 'unseen-message' } }] } }

/** What comes while the server is slow, or down, is all there when automations look. */
async function looks(): Promise<void> {
  shop.start()
  await shop.settled()
}

describe('an automation that puts a conversation away', () => {
  test.each<Step>([{ do: 'resolve' }, { do: 'snooze', minutes: 60 }])(
    'does not $do it over words that came after those it judged',
    async step => {
      await shop.publish('bye', { ...thanked, then: [step] })
      await shop.writes('c1', 'Thank you!')
      await shop.writes('c1', 'Wait, it is broken again')
      await looks()
      expect((await shop.of('c1')).status).toBe('open')
      expect((await shop.runs('bye')).at(-1)).toMatchObject(notDone)
    }
  )

  test('does so over what it judged, also where that opened the conversation', async () => {
    await shop.publish('bye', { ...thanked, when: { on: 'opened' } })
    await shop.writes('c1', 'Thank you!')
    await looks()
    expect((await shop.of('c1')).status).toBe('resolved')
    await shop.writes('c1', 'And thank your colleagues')
    await shop.settled()
    expect((await shop.of('c1')).status).toBe('resolved')
  })

  test('because of a label or a card goes by what had been said by then', async () => {
    await shop.tell({ type: 'workflow.publish', workflow: 'w', onVersion: 0, plan, moved: [] })
    await shop.publish('labelled', { ...thanked, when: { on: 'labelled', label: 'done' }, if: [] })
    await shop.publish('talked', { ...thanked, when: { on: 'card-entered', workflow: 'w', stage: 'new' }, if: [] })
    for (const conversation of ['c1', 'c2', 'c3', 'c4']) await shop.writes(conversation, 'Hello')
    for (const conversation of ['c1', 'c2'])
      await shop.tell({ type: 'conversation.label', conversation, label: 'done' })
    for (const conversation of ['c3', 'c4']) {
      const placed = { workflow: 'w', card: cardOf('w', conversation), title: null, stage: null, rank: 'm' } as const
      await shop.tell({ type: 'card.place', ...placed, of: { kind: 'conversation', conversation } })
    }
    for (const conversation of ['c2', 'c4']) await shop.writes(conversation, 'One more thing')
    await looks()
    const stand = await Promise.all(['c1', 'c2', 'c3', 'c4'].map(async one => (await shop.of(one)).status))
    expect(stand).toEqual(['resolved', 'open', 'resolved', 'open'])
  })
})
