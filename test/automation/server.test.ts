import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mostAnHour, mostDepth } from '../../shared/automation/depth.ts'
import { dryRun } from '../../sync-server/automation/dry-run.ts'
import { noteCopied } from '../../sync-server/backup/copied.ts'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'
import { plan } from '../workflow/story.ts'
import { refund } from './rules.ts'
import { Workshop } from './workshop.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
let shop: Workshop

beforeEach(async () => {
  shop = await new Workshop(db.sql, freshTenant()).open()
  await shop.founded()
})
afterEach(() => shop.end())

const minuteMs = 60_000

describe('an automation', () => {
  beforeEach(() => shop.start())

  test('does what it says when its conditions hold, is its author, and keeps why', async () => {
    await shop.publish('refunds')
    await shop.writes('c1', 'I want a refund')
    await shop.writes('c2', 'Hello')
    await shop.settled()
    expect(await shop.of('c1')).toMatchObject({ labels: ['refund'], assignee: 'ben' })
    expect(await shop.of('c2')).toMatchObject({ labels: [], assignee: null })
    expect(await shop.deeds()).toEqual([
      'conversation.labelled c1 by automation.refunds',
      'conversation.assigned c1 by automation.refunds'
    ])
    const runs = await shop.runs('refunds')
    expect(new Map(runs.map(({ conversation, came }) => [conversation, came]))).toMatchObject(
      new Map<string, object>([
        ['c1', { as: 'fired', outcomes: [{ result: 'done' }, { result: 'done' }] }],
        ['c2', { as: 'condition', line: [{ is: 'text', words: 'refund' }] }]
      ])
    )
  })

  test('takes up nothing that was said before it was published', async () => {
    await shop.writes('c1', 'I want a refund')
    await shop.publish('refunds')
    await shop.settled()
    expect(await shop.runs('refunds')).toEqual([])
  })

  test('does nothing while it is off, and nothing any more when it was removed', async () => {
    await shop.publish('refunds')
    await shop.tell({ type: 'automation.turn-off', automation: 'refunds' })
    await shop.writes('c1', 'refund')
    await shop.tell({ type: 'automation.turn-on', automation: 'refunds' })
    await shop.writes('c2', 'refund')
    await shop.tell({ type: 'automation.remove', automation: 'refunds' })
    await shop.writes('c3', 'refund')
    await shop.settled()
    expect((await shop.runs('refunds')).map(({ conversation }) => conversation)).toEqual(['c2'])
  })

  test('goes in the order it was given, and the next sees what the one before did', async () => {
    const labelled = [[{ is: 'label' as const, label: 'refund' }]]
    await shop.publish('a-later', { order: 2, if: labelled, then: [{ do: 'prioritise', priority: 'urgent' }] })
    await shop.publish('b-first', { order: 1 })
    await shop.writes('c1', 'refund')
    await shop.settled()
    expect((await shop.of('c1')).priority).toBe('urgent')
  })

  test('says what could not be done, and goes on with the rest', async () => {
    const then = [
      { do: 'assign' as const, to: 'nobody-here' },
      { do: 'move-card' as const, workflow: 'w', stage: 'talk' },
      { do: 'label' as const, label: 'refund' }
    ]
    await shop.publish('refunds', { then })
    await shop.writes('c1', 'refund')
    await shop.settled()
    expect(await shop.runs('refunds')).toMatchObject([
      {
        came: {
          outcomes: [
            { result: 'refused', refusal: { reason: 'no-such-agent' } },
            { result: 'missing' },
            { result: 'done' }
          ]
        }
      }
    ])
  })

  test('moves cards, and begins with cards that move', async () => {
    const publish = { type: 'workflow.publish', workflow: 'w', onVersion: 0, plan, moved: [] } as const
    await shop.tell(publish)
    await shop.publish('place', { then: [{ do: 'place-card', workflow: 'w' }] })
    await shop.publish('labelled', {
      when: { on: 'labelled', label: 'go' },
      if: [[{ is: 'in-stage', workflow: 'w', stage: 'new' }]],
      then: [{ do: 'move-card', workflow: 'w', stage: 'talk' }]
    })
    await shop.publish('talking', {
      when: { on: 'card-entered', workflow: 'w', stage: 'talk' },
      if: [],
      then: [{ do: 'note', text: 'Talk to them' }]
    })
    await shop.writes('c1', 'refund')
    await shop.settled()
    await shop.tell({ type: 'conversation.label', conversation: 'c1', label: 'go' })
    await shop.settled()
    expect(await shop.deeds()).toEqual([
      'card.placed w:c1 by automation.place',
      'card.moved w:c1 by automation.labelled',
      'conversation.noted c1 by automation.talking'
    ])
    expect(await shop.runs('talking')).toMatchObject([{ conversation: 'c1', card: 'w:c1' }])
  })

  test('say of a card that stands alone which one it was', async () => {
    await shop.tell({ type: 'workflow.publish', workflow: 'w', onVersion: 0, plan, moved: [] })
    const then = [{ do: 'note' as const, text: 'Talk to them' }]
    await shop.publish('talking', { when: { on: 'card-entered', workflow: 'w', stage: 'talk' }, if: [], then })
    const handles = [{ platform: 'webchat', kind: 'id', value: 'maya' }]
    await shop.tell({ type: 'contact.meet', contact: 'maya', inbox: 'shop', handles, name: 'Maya' })
    const of = { kind: 'contact', contact: 'maya' } as const
    await shop.tell({ type: 'card.place', card: 'alone', workflow: 'w', of, title: null, stage: 'talk', rank: 'B' })
    await shop.settled()
    expect(await shop.runs('talking')).toMatchObject([{ conversation: null, card: 'alone' }])
  })
})

describe('automations that begin each other', () => {
  beforeEach(() => shop.start())

  test('stop after some steps, and say so', async () => {
    const turns = (from: string, to: string) => ({
      when: { on: 'labelled' as const, label: from },
      if: [],
      then: [
        { do: 'unlabel' as const, label: from },
        { do: 'label' as const, label: to }
      ]
    })
    await shop.publish('ping', turns('ping', 'pong'))
    await shop.publish('pong', turns('pong', 'ping'))
    await shop.writes('c1', 'Hello')
    await shop.tell({ type: 'conversation.label', conversation: 'c1', label: 'ping' })
    await shop.settled()
    const came = [...(await shop.came('ping')), ...(await shop.came('pong'))]
    expect(came.filter(as => as === 'fired')).toHaveLength(mostDepth)
    expect(came.filter(as => as === 'loop')).toHaveLength(1)
  })

  test('with a customer’s own machine stop within the hour, and go on later', async () => {
    await shop.publish('answer', { if: [], then: [{ do: 'reply', text: 'We are closed' }] })
    for (let n = 0; n < mostAnHour + 2; n++) {
      await shop.writes('c1', 'I am on holiday')
      await shop.settled()
    }
    const came = await shop.came('answer')
    expect(came.filter(as => as === 'fired')).toHaveLength(mostAnHour)
    expect(came.filter(as => as === 'too-often')).toHaveLength(2)
    shop.clock += 61 * minuteMs
    await shop.writes('c1', 'Hello?')
    await shop.settled()
    expect((await shop.came('answer')).filter(as => as === 'fired')).toHaveLength(mostAnHour + 1)
  })
})

describe('a server that dies', () => {
  const then = [
    { do: 'label' as const, label: 'refund' },
    { do: 'note' as const, text: 'Look at the order' },
    { do: 'reply' as const, text: 'We look into it' }
  ]
  /** After its own first step its conditions no longer hold: only what was kept can finish it. */
  const only = [[{ is: 'label' as const, label: 'refund', not: true as const }]]

  test('and is restored from a backup tells nobody twice: what it may have said already is on record, and a person decides', async () => {
    await shop.publish('answer', { if: [], then, when: { on: 'message-received' } })
    await shop.publish('sorry', { if: [], then: [then[2]!], when: { on: 'waited', minutes: 5 } })
    await noteCopied(db.sql.everywhere.query, [shop.tenant], shop.clock + 10 * minuteMs)
    shop.start()
    await shop.writes('before', 'refund')
    await shop.settled()
    shop.clock += 10 * minuteMs
    await shop.again()
    await shop.writes('after', 'refund')
    await shop.settled()
    const deliveries = async (id: string) => (await shop.of(id)).sends.map(send => send.delivery)
    expect(await deliveries('before')).toEqual(['unknown', 'unknown'])
    expect(await deliveries('after')).toEqual(['waiting'])
    const [after, before] = await shop.runs('answer')
    expect(after?.came).toMatchObject({ outcomes: [{ result: 'done' }, { result: 'done' }, { result: 'done' }] })
    expect(before?.came).toMatchObject({ outcomes: [{ result: 'done' }, { result: 'done' }, { result: 'in-doubt' }] })
  })

  test('and is restored from a backup has no patience asked for twice, where the words come again only afterwards', async () => {
    await shop.publish('sorry', { if: [], then: [then[2]!], when: { on: 'waited', minutes: 5 } })
    const wrote = shop.clock
    await noteCopied(db.sql.everywhere.query, [shop.tenant], wrote + 10 * minuteMs)
    shop.clock += 11 * minuteMs
    await shop.writes('c1', 'refund', wrote)
    shop.start()
    await shop.settled()
    await shop.again()
    await expect.poll(async () => (await shop.of('c1')).sends.map(send => send.delivery)).toEqual(['unknown'])
  })

  test('between any two steps does everything once', async () => {
    let cuts = 0
    for (let writes = 0; ; writes++) {
      const conversation = `c${writes}`
      await shop.publish(`r${writes}`, { if: only, then, when: { on: 'opened' } })
      shop.start()
      shop.writesLeft = writes
      await shop.writes(conversation, 'refund')
      if (await isWhole()) break
      cuts += 1
      await shop.again()
      await shop.settled()
      expect(await shop.came(`r${writes}`)).toEqual(['fired'])
      const deeds = await shop.deeds()
      expect(deeds.filter(one => one.endsWith(`by automation.r${writes}`))).toEqual([
        `conversation.labelled ${conversation} by automation.r${writes}`,
        `conversation.noted ${conversation} by automation.r${writes}`,
        `conversation.replied ${conversation} by automation.r${writes}`
      ])
      await shop.tell({ type: 'automation.remove', automation: `r${writes}` })
      await shop.end()
      await shop.open()
    }
    expect(cuts).toBeGreaterThanOrEqual(2 * (then.length + 2))
  })

  /** Either it has come through, or the machine is dead: nothing more is written then. */
  async function isWhole(): Promise<boolean> {
    const done = shop.automations!.caughtUp().then(() => true)
    const dead = (async () => {
      while (shop.writesLeft >= 0) await new Promise(resolve => setTimeout(resolve, 1))
      return false
    })()
    return Promise.race([done, dead])
  }
})

describe('a dry run', () => {
  const dry = (rule: Partial<typeof refund>) =>
    dryRun({ log: shop.log, actors: shop.actors, now: () => shop.clock }, shop.tenant, { ...refund, ...rule })

  test('says what it would have done in the past week, and does nothing', async () => {
    await shop.writes('old', 'refund')
    shop.clock += 8 * 24 * 60 * minuteMs
    await shop.writes('c1', 'I want a refund')
    await shop.writes('c2', 'Hello')
    const head = await shop.log.follow.head(shop.tenant)
    expect(await dry({})).toMatchObject({
      looked: 2,
      fired: 1,
      runs: [
        { conversation: 'c2', came: { as: 'condition' } },
        { conversation: 'c1', came: { as: 'fired', steps: refund.then } }
      ]
    })
    expect(await shop.log.follow.head(shop.tenant)).toBe(head)
  })

  test('knows labels as they were at that moment, and who waited too long', async () => {
    const vip = [[{ is: 'label' as const, label: 'vip' }]]
    await shop.writes('c1', 'Hello')
    await shop.tell({ type: 'conversation.label', conversation: 'c1', label: 'vip' })
    await shop.writes('c1', 'Hello again')
    await shop.tell({ type: 'conversation.unlabel', conversation: 'c1', label: 'vip' })
    shop.clock += 40 * minuteMs
    await shop.tell({ type: 'conversation.note', conversation: 'c1', text: 'Look at this' })
    expect(await dry({ if: vip })).toMatchObject({ looked: 2, fired: 1 })
    expect(await dry({ when: { on: 'waited', minutes: 30 }, if: [] })).toMatchObject({ looked: 1, fired: 1 })
    expect(await dry({ when: { on: 'waited', minutes: 50 }, if: [] })).toMatchObject({ looked: 0 })
  })
})
