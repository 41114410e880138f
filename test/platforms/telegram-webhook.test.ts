import { describe, expect, test } from 'vitest'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { emptyPage, turnPage } from '../../shared/conversations/page.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { webhookRoutes } from '../../sync-server/platforms/webhook.ts'
import { ana, bot, edited, file, location, membership, pressed, reacted, said, ten, told, update } from './updates.ts'
import { logger, world } from './world.ts'

const here = world()
const routes = () => {
  const { log, actors, people, letters, news, secrets } = here
  return webhookRoutes({ log, actors, people, letters, news, secrets, logger })
}
const post = async ({ inbox }: InboxSecret, payload: unknown, secret?: string) =>
  routes().request(`/telegram/${inbox}`, told(payload, secret))

async function factsOf({ tenant, inbox }: InboxSecret) {
  const handle = { platform: 'telegram', kind: 'user_id', value: String(ana.id) }
  const [contact] = await here.people.find(tenant, [[handle]])
  const stream = `conversation/${here.people.conversationOf(tenant, inbox, contact!)}` as const
  return (await here.log.streams.all(tenant, stream)).map(event => event.fact as ConversationFact)
}

const pageOf = async (inbox: InboxSecret) => turnPage(emptyPage, await factsOf(inbox))

describe('who may call', () => {
  test.each([
    ['another secret', () => told(said(1, { text: 'hello' }), 'guessed')],
    ['an empty one', () => told(said(1, { text: 'hello' }), '')],
    ['no secret', () => ({ method: 'POST', body: JSON.stringify(said(1, { text: 'hello' })) })]
  ])('%s: 401, and nothing is left', async (_what, request) => {
    const inbox = await here.connect('telegram')
    const before = await here.log.follow.head(inbox.tenant)
    expect((await routes().request(`/telegram/${inbox.inbox}`, request())).status).toBe(401)
    expect(await here.log.follow.head(inbox.tenant)).toBe(before)
    expect(await here.letters.of(inbox.tenant)).toEqual([])
  })

  test('an inbox without a secret takes nothing', async () => {
    const inbox = await here.connect('telegram')
    await here.secrets.connect({ ...inbox, appSecret: '' })
    expect((await post(inbox, said(1, { text: 'hello' }), '')).status).toBe(401)
  })

  test('an inbox of another platform is not there, and a GET is never answered', async () => {
    const { inbox } = await here.connect('whatsapp')
    expect((await routes().request(`/telegram/${inbox}`, told(said(1, { text: 'hello' })))).status).toBe(404)
    const own = await here.connect('telegram')
    expect((await routes().request(`/telegram/${own.inbox}?hub.challenge=1`)).status).toBe(403)
  })
})

test('a button that was pressed stops turning once the press is on disk, and nothing else is answered so', async () => {
  const inbox = await here.connect('telegram')
  const press = pressed() as { callback_query: { id: string } }
  const answer = await post(inbox, press)
  expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toEqual([
    200,
    'application/json',
    { method: 'answerCallbackQuery', callback_query_id: press.callback_query.id }
  ])
  expect((await factsOf(inbox)).map(fact => fact.type)).toContain('conversation.message-received')
  // Told again it is answered again: the first answer may have been lost.
  expect(await (await post(inbox, press)).json()).toMatchObject({ method: 'answerCallbackQuery' })
  expect(await (await post(inbox, said(1, { text: 'hello' }))).text()).toBe('ok')
  const odd = { ...press, callback_query: { ...press.callback_query, id: '"}{' } }
  expect(await (await post(inbox, odd)).text()).toBe('ok')
})

describe('what is told more than once', () => {
  const updates = [
    said(1, { text: 'Hello' }),
    said(2, { photo: [file('p', { width: 9, height: 9 })], caption: 'Torn' }),
    said(3, { location }),
    said(4, { text: 'Is it in stok?' }),
    edited(4, { text: 'Is it in stock?' }, ten + 60),
    reacted(1, [{ type: 'emoji', emoji: '👍' }], ten + 70),
    reacted(1, [{ type: 'emoji', emoji: '🔥' }], ten + 80),
    pressed(),
    membership('kicked')
  ]

  test('in any order and several times: the same page', async () => {
    const tell = async (order: readonly unknown[]) => {
      const inbox = await here.connect('telegram')
      for (const one of order) expect((await post(inbox, one)).status).toBe(200)
      const { items } = await pageOf(inbox)
      return items.map(item => ({ ...item, seq: 0, version: 0 }))
    }
    const straight = await tell(updates)
    const twisted = await tell([...updates.toReversed(), ...updates, ...updates.toReversed()])
    const spoken = straight.flatMap(item => (item.kind === 'received' ? [item] : []))
    expect(spoken.map(item => item.content.kind)).toEqual(['text', 'media', 'location', 'text', 'choice'])
    expect(JSON.stringify(straight)).toContain('Is it in stock?')
    expect(JSON.stringify(straight)).not.toContain('👍')
    const words = (items: typeof straight) =>
      items.flatMap(item => (item.kind === 'received' ? [JSON.stringify([item.id, item.content])] : []))
    expect(words(twisted)).toEqual(words(straight))
    expect(JSON.stringify(twisted)).toContain('🔥')
    expect(JSON.stringify(twisted)).not.toContain('👍')
  })

  test('at the same time on several connections', async () => {
    const inbox = await here.connect('telegram')
    const one = said(1, { text: 'Hello' })
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(inbox, one)))
    expect(answers.map(answer => answer.status)).toEqual(Array(8).fill(200))
    const facts = await factsOf(inbox)
    expect(facts.filter(fact => fact.type === 'conversation.message-received')).toMatchObject([
      { at: (ten + 1) * 1000, message: `${bot}:${ana.id}:1` }
    ])
  })

  test('two bots of one workspace: the same person, and neither takes the other’s first message for its own', async () => {
    const one = await here.connect('telegram')
    const other = { ...one, inbox: `${one.inbox}-2`, account: '7000000002' }
    await here.secrets.connect(other)
    await post(one, said(1, { text: 'Hello one' }))
    await post(other, said(1, { text: 'Hello other' }))
    const received = async (inbox: InboxSecret) =>
      (await factsOf(inbox)).filter(fact => fact.type === 'conversation.message-received').map(fact => fact.content)
    expect(await received(one)).toEqual([{ kind: 'text', text: 'Hello one' }])
    expect(await received(other)).toEqual([{ kind: 'text', text: 'Hello other' }])
  })

  test('a username that somebody else took does not make them the same person', async () => {
    const inbox = await here.connect('telegram')
    await post(inbox, said(1, { text: 'I am Ana' }))
    const taker = { ...ana, id: 2_222_222, first_name: 'Bo' }
    const chat = { id: taker.id, type: 'private', username: ana.username }
    await post(inbox, said(1, { text: 'I am Bo', from: taker, chat }))
    const opened = (await here.facts(inbox.tenant)).filter(fact => fact.type === 'conversation.opened')
    expect(new Set(opened.map(fact => fact.contact)).size).toBe(2)
  })
})

test('what nobody can read is kept once, however often it is told, and answered 200', async () => {
  const inbox = await here.connect('telegram')
  const visit = update({ shop_visited: { id: '1' } })
  for (let n = 0; n < 3; n++) expect((await post(inbox, visit)).status).toBe(200)
  expect(await here.letters.of(inbox.tenant)).toMatchObject([{ why: 'is not about a conversation with the bot' }])
})
