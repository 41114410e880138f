import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { chatHouse } from './chat-house.ts'

const { here, page, conversationIn, join, reply, writing } = chatHouse()

describe('what a visitor is shown of us', () => {
  const reads = async ({ tenant }: InboxSecret, conversation: string, upTo: number) =>
    here.tell(tenant, { type: 'conversation.mark-read', id: randomUUID(), at: Date.now(), conversation, upTo })

  test('is who writes just now, and how many of their words were read, also after they come back', async () => {
    const inbox = await here.connect('webchat')
    await join(inbox.tenant)
    const visit = await page(inbox, null, 0, { courtesies: true })
    await visit.say('Do you ship to Malta?')
    await visit.say('And to Gozo?')
    const { id } = await conversationIn(inbox)
    await reads(inbox, id, 1)
    expect(await visit.heard('read')).toEqual({ type: 'read', count: 1 })
    writing(inbox.tenant, id, 'agent-1')
    expect(await visit.heard('writing')).toEqual({ type: 'writing', from: 'Mara' })
    await reads(inbox, id, 2)
    expect(await visit.heard('read', 2)).toEqual({ type: 'read', count: 2 })
    const back = await page(inbox, visit.token, 0, { courtesies: true })
    expect(await back.heard('read')).toEqual({ type: 'read', count: 2 })
  })

  test('is nothing on a page that would not understand it, and no reading where the inbox does not want it', async () => {
    const inbox = await here.connect('webchat')
    await join(inbox.tenant)
    const [old, other] = [await page(inbox), await page(inbox, null, 0, { courtesies: true })]
    await old.say('Hello')
    const { id } = await conversationIn(inbox)
    await reads(inbox, id, 1)
    writing(inbox.tenant, id, 'agent-1')
    await reply(inbox, id, 'Good day')
    await old.shows(2)
    expect(old.told.filter(({ type }) => type === 'read' || type === 'writing')).toEqual([])

    const courtesies = { read: false, typing: true }
    await here.tell(inbox.tenant, {
      type: 'inbox.set-courtesies',
      id: randomUUID(),
      at: 1,
      inbox: inbox.inbox,
      courtesies
    })
    const returned = await page(inbox, old.token, 0, { courtesies: true })
    await returned.shows(2)
    await reads(inbox, id, 1)
    writing(inbox.tenant, id, 'agent-1')
    await returned.heard('writing')
    expect(returned.told.filter(({ type }) => type === 'read')).toEqual([])
    other.socket.close()
  })
})

test('what a visitor may press comes with the words it stands under', async () => {
  const inbox = await here.connect('webchat')
  await join(inbox.tenant)
  const visit = await page(inbox)
  await visit.say('Hello')
  const { id: conversation } = await conversationIn(inbox)
  const content = { kind: 'text' as const, text: 'Which one?', choices: [{ title: 'Green' }, { title: 'Blue' }] }
  const asking = {
    type: 'conversation.reply',
    id: randomUUID(),
    at: Date.now(),
    conversation,
    content,
    seen: null
  } as const
  expect((await here.tell(inbox.tenant, asking)).result).toBe('accepted')
  await visit.shows(2)
  expect(visit.messages().map(({ text, choices }) => [text, choices])).toEqual([
    ['Hello', undefined],
    ['Which one?', ['Green', 'Blue']]
  ])
})

test('what a reply names stands quoted over its words, theirs as well as ours, and of a quote no more than the words', async () => {
  const inbox = await here.connect('webchat')
  await join(inbox.tenant)
  const visit = await page(inbox, null, 0, { quotes: true })
  const asked = await visit.say('Do you ship\nto Malta?')
  await visit.say('x'.repeat(200))
  const { id: conversation } = await conversationIn(inbox)
  const received = (await here.facts(inbox.tenant)).flatMap(fact =>
    fact.type === 'conversation.message-received' ? [fact.message] : []
  )
  expect(received[0]?.endsWith(asked)).toBe(true)
  const named = (text: string, message: string) => ({ kind: 'text', text, replyTo: { message } }) as const
  const first = await reply(inbox, conversation, named('We do', received[0]!))
  await reply(inbox, conversation, named('And soon', first))
  await reply(inbox, conversation, named('Really?', received[1]!))
  await reply(inbox, conversation, named('Hello', 'nobody-knows-it'))
  await visit.shows(6)
  const quoted = [
    'Mara: “Do you ship to Malta?”\n\nWe do',
    'Mara: “We do”\n\nAnd soon',
    `Mara: “${'x'.repeat(120)}…”\n\nReally?`,
    'Mara: Hello'
  ]
  const inWords = await page(inbox, visit.token)
  await inWords.shows(6)
  const shown = () => inWords.shown().map(line => line.replace(/^null: /, 'Mara: '))
  expect(shown().slice(2)).toEqual(quoted)
  expect(inWords.messages().every(({ quote }) => quote === undefined)).toBe(true)
  // A page that shows quotes has each by itself, and the message to go to.
  expect(visit.messages().map(({ text, quote }) => [text, quote?.words, quote?.message])).toEqual([
    ['Do you ship\nto Malta?', undefined, undefined],
    ['x'.repeat(200), undefined, undefined],
    ['We do', 'Do you ship to Malta?', asked],
    ['And soon', 'We do', first],
    ['Really?', `${'x'.repeat(120)}…`, visit.messages()[1]?.id],
    ['Hello', undefined, undefined]
  ])
  // Read anew it is the same.
  const back = await page(inbox, visit.token, 0, { quotes: true })
  await back.shows(6)
  expect(back.messages()).toEqual(visit.messages())
})
