import { expect, test } from 'vitest'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { emptyPage, turnPage } from '../../shared/conversations/page.ts'
import { filesIn } from '../../sync-server/media/names.ts'
import { takeIn } from '../../sync-server/platforms/intake.ts'
import { read } from '../../sync-server/platforms/whatsapp/read.ts'
import { account, hook, noon, sheena, text, value } from './payloads.ts'
import { world } from './world.ts'

/** What was said in the WhatsApp Business app before the number came here. Source: Meta, "history webhook reference". */

const us = '15550783881'
const daysAgo = (days: number) => noon - days * 86_400
const told = (parts: object) => hook({ field: 'history', value: value(parts as Record<string, unknown>) })
const piece = (messages: readonly object[], progress = 55) =>
  told({
    history: [{ metadata: { phase: 1, chunk_order: 1, progress }, threads: [{ id: sheena.wa_id, messages }] }]
  })
const theirs = (id: string, body: string, days: number) => ({
  ...text(id, body, daysAgo(days)),
  history_context: { status: 'READ' }
})
const ours = (id: string, body: string, days: number) => ({
  ...text(id, body, daysAgo(days), us),
  to: sheena.wa_id,
  history_context: { status: 'DELIVERED' }
})
const placeholder = (id: string, days: number) => ({ ...theirs(id, '', days), type: 'media_placeholder' })
const photo = (id: string, days: number) =>
  told({
    messages: [
      {
        from: sheena.wa_id,
        id: `wamid.${id}`,
        timestamp: String(daysAgo(days)),
        type: 'image',
        image: { id: '77', mime_type: 'image/jpeg', caption: 'Torn' }
      }
    ]
  })
const declined = told({
  history: [
    {
      errors: [
        {
          code: 2593109,
          title: 'History sync is turned off by the business from the WhatsApp Business App',
          message: 'History sync is turned off by the business from the WhatsApp Business App'
        }
      ]
    }
  ]
})

const here = world()

async function number() {
  const inbox = await here.connect('whatsapp')
  const { log, actors, people, letters, news } = here
  const parts = { log, actors, people, letters, news }
  const take = (payload: unknown) => takeIn(parts, inbox, read(payload, account))
  const { tenant } = inbox
  const known = async () =>
    (await people.find(tenant, [[{ platform: 'whatsapp', kind: 'wa_id', value: sheena.wa_id }]]))[0]!
  const factsOf = async (conversation: string) => {
    const events = await log.streams.all(tenant, `conversation/${conversation}`)
    return events.map(event => event.fact as ConversationFact)
  }
  const past = async () => factsOf(people.historyOf(tenant, inbox.inbox, await known()))
  const live = async () => factsOf(people.conversationOf(tenant, inbox.inbox, await known()))
  const page = async () => turnPage(emptyPage, await past()).items
  const admins = async () => (await news.of(tenant)).get(inbox.inbox) ?? []
  return { inbox, take, past, live, page, admins }
}

const wordsOn = (items: Awaited<ReturnType<Awaited<ReturnType<typeof number>>['page']>>) =>
  items.flatMap(item =>
    item.kind === 'received' || item.kind === 'replied'
      ? [[item.kind, 'text' in item.content ? item.content.text : item.content.kind]]
      : []
  )

test('it becomes a conversation of its own that is over, in the order of saying, and wakes nobody', async () => {
  const shop = await number()
  await shop.take(piece([ours('B', 'Yes, it is', 30), theirs('A', 'In stock?', 31)]))
  expect(wordsOn(await shop.page())).toEqual([
    ['received', 'In stock?'],
    ['replied', 'Yes, it is']
  ])
  expect(await shop.live()).toEqual([])
  const { tenant, inbox } = shop.inbox
  const [contact] = await here.people.find(tenant, [[{ platform: 'whatsapp', kind: 'wa_id', value: sheena.wa_id }]])
  const state = await here.actors.state(tenant, 'conversation', here.people.historyOf(tenant, inbox, contact!))
  expect(state).toMatchObject({ status: 'resolved', received: 0, lastReceivedAt: null })
})

test('pieces that overtake each other, and come twice, come to the same', async () => {
  const [one, other] = [await number(), await number()]
  const pieces = [
    piece([theirs('A', 'In stock?', 31)]),
    piece([ours('B', 'Yes', 30)]),
    piece([theirs('C', 'Thanks', 29)], 100)
  ]
  for (const part of pieces) await one.take(part)
  for (const part of [...pieces.toReversed(), ...pieces]) await other.take(part)
  const sorted = async ({ page }: typeof one) =>
    wordsOn(await page())
      .map(String)
      .toSorted()
  expect(await sorted(other)).toEqual(await sorted(one))
  expect(await sorted(one)).toHaveLength(3)
})

test('what came when it was said is not told once more', async () => {
  const shop = await number()
  await shop.take(hook({ field: 'messages', value: value({ contacts: [sheena], messages: [text('N', 'Now', noon)] }) }))
  await shop.take(piece([theirs('N', 'Now', 0), theirs('A', 'In stock?', 31)]))
  expect(wordsOn(await shop.page())).toEqual([['received', 'In stock?']])
  expect((await shop.live()).filter(({ type }) => type === 'conversation.message-received')).toHaveLength(1)
})

test.each([
  [
    'after',
    (shop: Awaited<ReturnType<typeof number>>) => [shop.take(piece([placeholder('P', 3)])), shop.take(photo('P', 3))]
  ],
  [
    'before',
    (shop: Awaited<ReturnType<typeof number>>) => [shop.take(photo('P', 3)), shop.take(piece([placeholder('P', 3)]))]
  ]
])('a file that comes %s the line that tells of it stands in its place, and is fetched', async (_when, come) => {
  const shop = await number()
  await Promise.all(come(shop))
  // Whichever was first: told again, both are there.
  await shop.take(photo('P', 3))
  const items = await shop.page()
  expect(items.filter(item => 'content' in item && item.content.kind === 'media')).toMatchObject([
    { kind: 'received', content: { caption: 'Torn', items: [{ media: 'image', id: '77' }] } }
  ])
  const { tenant } = shop.inbox
  const events = await here.log.follow.since(tenant, 0, 100)
  expect(events.flatMap(event => filesIn(tenant, event))).toMatchObject([{ item: 0 }])
})

test('its owner may keep it to themselves, and its end is told: both to the admins, once', async () => {
  const shop = await number()
  for (const payload of [declined, declined, piece([theirs('A', 'Hi', 31)], 100), piece([theirs('B', 'Ho', 31)], 100)])
    await shop.take(payload)
  const sentences = (await shop.admins()).map(({ trouble, sentence }) => `${trouble}: ${sentence}`)
  expect(sentences.toSorted()).toEqual([
    'false: All that was said in the WhatsApp Business app before has come, as far as it is shared.',
    'false: What was said in the WhatsApp Business app before stays there: its owner has not shared it.'
  ])
})

test.each([
  ['a message without a time', piece([{ ...theirs('X', 'when?', 1), timestamp: 'yesterday' }, theirs('A', 'Hi', 31)])],
  [
    'a thread with nobody',
    told({
      history: [
        { threads: [{ messages: [theirs('X', 'who?', 1)] }, { id: sheena.wa_id, messages: [theirs('A', 'Hi', 31)] }] }
      ]
    })
  ]
])('%s costs only itself', async (_what, payload) => {
  expect(read(payload, account).map(({ kind }) => kind)).toEqual(['unread', 'past'])
})

test('kinds that cannot be shown, cards, and a customer without a number are past as well', () => {
  const odd = { ...theirs('O', '', 9), type: 'of_tomorrow', of_tomorrow: { body: 'the words' } }
  const cards = {
    ...theirs('K', '', 9),
    type: 'contacts',
    contacts: [{ name: { formatted_name: 'Bo Ek' }, phones: [] }]
  }
  const hidden = { ...theirs('H', 'Hello', 9), from: undefined, from_user_id: 'US.1349' }
  const thread = { id: 'US.1349', messages: [odd, cards, hidden] }
  expect(read(told({ history: [{ threads: [thread] }] }), account)).toMatchObject([
    { kind: 'past', content: { kind: 'unsupported', what: 'of_tomorrow', caption: 'the words' } },
    { kind: 'past', content: { kind: 'cards' } },
    { kind: 'past', from: 'customer', handles: [{ kind: 'user_id', value: 'US.1349' }] }
  ])
})
