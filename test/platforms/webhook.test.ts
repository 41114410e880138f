import { describe, expect, test } from 'vitest'
import { Busy } from '../../sync-server/log/group.ts'
import { webhookRoutes } from '../../sync-server/platforms/webhook.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { turnPage, emptyPage } from '../../shared/conversations/page.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { change, failedStatus, hook, noon, sheena, signed, status, text, withoutNumber } from './payloads.ts'
import { logger, world } from './world.ts'

const here = world()
const routes = (parts = {}) =>
  webhookRoutes({
    log: here.log,
    actors: here.actors,
    people: here.people,
    letters: here.letters,
    news: here.news,
    secrets: here.secrets,
    logger,
    ...parts
  })
const post = async (inbox: InboxSecret, payload: unknown, secret?: string) =>
  routes().request(`/whatsapp/${inbox.inbox}`, signed(payload, secret))

async function lettersOf({ tenant, inbox }: InboxSecret) {
  const letters = (await here.letters.of(tenant)).filter(letter => letter.inbox === inbox)
  return letters.map(({ why, raw }) => ({ why, raw })).toSorted((a, b) => (a.raw < b.raw ? -1 : 1))
}

async function conversationOf(inbox: InboxSecret, value = sheena.wa_id, kind = 'wa_id') {
  const [contact] = await here.people.find(inbox.tenant, [[{ platform: 'whatsapp', kind, value }]])
  return here.people.conversationOf(inbox.tenant, inbox.inbox, contact!)
}

async function factsOf(inbox: InboxSecret) {
  const stream = `conversation/${await conversationOf(inbox)}` as const
  return (await here.log.streams.all(inbox.tenant, stream)).map(event => event.fact as ConversationFact)
}

const wordsIn = (facts: readonly ConversationFact[]) =>
  turnPage(emptyPage, facts).items.flatMap(item =>
    item.kind === 'received' && item.content.kind === 'text' ? [item.content.text] : []
  )

describe('the handshake', () => {
  const ask = (inbox: string, token: string, mode = 'subscribe') =>
    routes().request(`/whatsapp/${inbox}?hub.mode=${mode}&hub.verify_token=${token}&hub.challenge=1158201444`)

  test('the verify token is answered with the challenge', async () => {
    const { inbox } = await here.connect('whatsapp')
    const answer = await ask(inbox, 'demo-verify-token')
    expect([answer.status, await answer.text()]).toEqual([200, '1158201444'])
  })

  test('any other token is not, nor another mode, nor an unknown inbox', async () => {
    const { inbox } = await here.connect('whatsapp')
    expect((await ask(inbox, 'wrong')).status).toBe(403)
    expect((await ask(inbox, 'demo-verify-token', 'unsubscribe')).status).toBe(403)
    expect((await ask('nobody', 'demo-verify-token')).status).toBe(404)
  })

  test('a web chat has no webhook', async () => {
    const { inbox } = await here.connect('webchat')
    expect((await ask(inbox, 'demo-verify-token')).status).toBe(404)
  })
})

describe('who may call', () => {
  const payload = hook(change({ contacts: [sheena], messages: [text('A', 'hello')] }))

  test.each([
    ['another secret', () => signed(payload, 'guessed')],
    ['no signature', () => ({ method: 'POST', body: JSON.stringify(payload) })],
    ['a signature of another body', () => ({ ...signed(payload), body: `${JSON.stringify(payload)} ` })],
    ['half a signature', () => ({ ...signed(payload), headers: { 'x-hub-signature-256': 'sha256=12ab' } })]
  ])('%s: 401, and nothing is left', async (_what, request) => {
    const inbox = await here.connect('whatsapp')
    const before = await here.log.follow.head(inbox.tenant)
    expect((await routes().request(`/whatsapp/${inbox.inbox}`, request())).status).toBe(401)
    expect(await here.log.follow.head(inbox.tenant)).toBe(before)
    expect(await lettersOf(inbox)).toEqual([])
  })

  test('an inbox without an app secret takes nothing, not even what is signed with nothing', async () => {
    const inbox = await here.connect('whatsapp')
    await here.secrets.connect({ ...inbox, appSecret: '' })
    expect((await post(inbox, payload, '')).status).toBe(401)
  })

  test('the signature is checked over the very bytes, whatever JSON would make of them', async () => {
    const inbox = await here.connect('whatsapp')
    const spaced = JSON.stringify(payload, null, 2).replace('hello', 'h\\u00e4llo')
    expect((await post(inbox, spaced)).status).toBe(200)
    expect(wordsIn(await factsOf(inbox))).toEqual(['hällo'])
  })

  test('an unknown inbox is 404, a body that is too long 413', async () => {
    const inbox = await here.connect('whatsapp')
    expect((await routes().request('/whatsapp/nobody', signed(payload))).status).toBe(404)
    expect((await post(inbox, 'x'.repeat(3_200_000))).status).toBe(413)
  })
})

describe('what is told more than once', () => {
  test('five times in any order: the same conversation, every message once', async () => {
    const days = Array.from({ length: 12 }, (_, n) => text(`m${n}`, `message ${n}`, noon - 1000 + n))
    const tell = async (inbox: InboxSecret, orders: (typeof days)[]) => {
      for (const order of orders)
        expect((await post(inbox, hook(change({ contacts: [sheena], messages: order })))).status).toBe(200)
      return factsOf(inbox)
    }
    const straight = await tell(await here.connect('whatsapp'), [days])
    const twisted = [days.toReversed(), days.filter((_, n) => n % 2), days, days.toReversed(), days]
    const shuffled = await tell(await here.connect('whatsapp'), twisted)
    expect(shuffled).toHaveLength(straight.length)
    expect(wordsIn(shuffled)).toEqual(wordsIn(straight))
    expect(wordsIn(shuffled)).toEqual(days.map((_, n) => `message ${n}`))
  })

  test('at the same time on several connections', async () => {
    const inbox = await here.connect('whatsapp')
    const payload = hook(change({ contacts: [sheena], messages: [text('A', 'one'), text('B', 'two')] }))
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(inbox, payload)))
    expect(answers.map(answer => answer.status)).toEqual(Array(8).fill(200))
    expect(wordsIn(await factsOf(inbox))).toEqual(['one', 'two'])
    const met = (await here.facts(inbox.tenant)).filter(fact => fact.type === 'contact.met')
    expect(met).toMatchObject([{ name: 'Sheena Nelson', handle: { value: sheena.wa_id } }])
  })

  test('an old message that comes late does not bring back an old name', async () => {
    const inbox = await here.connect('whatsapp')
    const says = (name: string, id: string, at: number) =>
      post(inbox, hook(change({ contacts: [{ ...sheena, profile: { name } }], messages: [text(id, id, at)] })))
    await says('Sheena', 'A', noon)
    await says('Sheena Nelson', 'B', noon + 60)
    await says('Sheena', 'A', noon)
    const named = (await here.facts(inbox.tenant)).filter(
      fact => fact.type === 'contact.met' || fact.type === 'contact.named'
    )
    expect(named.map(fact => fact.name)).toEqual(['Sheena', 'Sheena Nelson'])
  })
})

describe('a batch', () => {
  test('of a thousand loses none', async () => {
    const inbox = await here.connect('whatsapp')
    const people = Array.from({ length: 250 }, (_, n) => ({
      profile: { name: `Person ${n}` },
      wa_id: `4915550${n + 1000}`
    }))
    const messages = Array.from({ length: 1000 }, (_, n) =>
      text(`b${n}`, `${n}`, noon - 1000 + n, people[n % 250]!.wa_id)
    )
    expect((await post(inbox, hook(change({ contacts: people, messages })))).status).toBe(200)
    const received = (await here.facts(inbox.tenant)).filter(fact => fact.type === 'conversation.message-received')
    expect(new Set(received.map(fact => fact.message)).size).toBe(1000)
    expect(received).toHaveLength(1000)
    expect((await here.facts(inbox.tenant)).filter(fact => fact.type === 'contact.met')).toHaveLength(250)
  }, 30_000)

  test('one malformed item costs only itself, and is kept once, however often it is told', async () => {
    const inbox = await here.connect('whatsapp')
    const broken = { ...text('X', 'when?'), timestamp: 'yesterday' }
    const payload = hook(change({ contacts: [sheena], messages: [text('A', 'one'), broken, text('B', 'two')] }))
    for (let n = 0; n < 3; n++) expect((await post(inbox, payload)).status).toBe(200)
    expect(wordsIn(await factsOf(inbox))).toEqual(['one', 'two'])
    expect(await lettersOf(inbox)).toEqual([
      { why: 'timestamp: is not a time', raw: JSON.stringify(hook(change({ contacts: [sheena], messages: [broken] }))) }
    ])
  })

  test('what is not even JSON is kept', async () => {
    const inbox = await here.connect('whatsapp')
    expect((await post(inbox, '{"entry": [')).status).toBe(200)
    expect(await lettersOf(inbox)).toEqual([{ why: 'is not JSON', raw: '{"entry": [' }])
  })

  test('characters that no database takes cost only themselves', async () => {
    const inbox = await here.connect('whatsapp')
    const body = JSON.stringify(hook(change({ contacts: [sheena], messages: [text('A', 'HERE')] })))
    expect((await post(inbox, body.replace('HERE', 'a\\u0000b \\ud83d c'))).status).toBe(200)
    expect(wordsIn(await factsOf(inbox))).toEqual(['a\uFFFDb \uFFFD c'])
  })

  test('when the log cannot keep it the platform is told to come again, and then nothing is lost', async () => {
    const inbox = await here.connect('whatsapp')
    const payload = hook(change({ contacts: [sheena], messages: [text('A', 'one'), text('B', 'two')] }))
    let failures = 2
    const tell: typeof here.actors.tell = async (...told) => {
      if (told[1].type === 'conversation.receive' && failures-- > 0) throw new Error('the disk is full')
      return here.actors.tell(...told)
    }
    const shaky = routes({ actors: { ...here.actors, tell } })
    const statuses = []
    for (let n = 0; n < 3; n++) statuses.push((await shaky.request(`/whatsapp/${inbox.inbox}`, signed(payload))).status)
    expect(statuses).toEqual([500, 500, 200])
    expect(wordsIn(await factsOf(inbox))).toEqual(['one', 'two'])
  })
})

describe('who it is', () => {
  test('a customer known by number who later shows only a user id stays the same person', async () => {
    const inbox = await here.connect('whatsapp')
    const id = withoutNumber.contacts[0]!.user_id
    const both = { ...text('A', 'with a number'), from_user_id: id }
    await post(inbox, hook(change({ contacts: [{ ...sheena, user_id: id }], messages: [both] })))
    await post(inbox, hook(change(withoutNumber)))
    expect(await conversationOf(inbox, id, 'user_id')).toBe(await conversationOf(inbox))
    expect(wordsIn(await factsOf(inbox))).toEqual(['with a number', 'Does it come in another color?'])
  })

  test('the same person on two inboxes of one workspace is one contact with two conversations', async () => {
    const inbox = await here.connect('whatsapp')
    const second = { ...inbox, inbox: `${inbox.inbox}-2`, account: '200000000000002' }
    await here.secrets.connect(second)
    await post(inbox, hook(change({ contacts: [sheena], messages: [text('A', 'here')] })))
    await post(second, hook(change({ contacts: [sheena], messages: [text('B', 'there')] }, second.account)))
    const opened = (await here.facts(inbox.tenant)).filter(fact => fact.type === 'conversation.opened')
    expect(new Set(opened.map(fact => fact.contact)).size).toBe(1)
    expect(opened.map(fact => fact.inbox)).toEqual([inbox.inbox, second.inbox])
  })

  test('one workspace’s customers are nobody in another', async () => {
    const [one, other] = [await here.connect('whatsapp'), await here.connect('whatsapp')]
    await post(one, hook(change({ contacts: [sheena], messages: [text('A', 'hello')] })))
    expect(await here.log.follow.head(other.tenant)).toBe(1)
    expect(
      await here.people.find(other.tenant, [[{ platform: 'whatsapp', kind: 'wa_id', value: sheena.wa_id }]])
    ).toEqual([undefined])
  })
})

describe('receipts', () => {
  test('for somebody we never met are kept, and answered 200', async () => {
    const inbox = await here.connect('whatsapp')
    expect((await post(inbox, hook(change({ statuses: [status('S', 'read')] })))).status).toBe(200)
    expect(await lettersOf(inbox)).toMatchObject([{ why: 'is a receipt for somebody we never met' }])
  })

  /** A customer who wrote, and our answer to them. */
  async function answered() {
    const inbox = await here.connect('whatsapp')
    const now = Math.floor(Date.now() / 1000)
    await post(inbox, hook(change({ contacts: [sheena], messages: [text('A', 'hello', now)] })))
    const conversation = await conversationOf(inbox)
    const id = `${inbox.tenant}-reply`
    const content = { kind: 'text' as const, text: 'Hi' }
    const reply = { type: 'conversation.reply' as const, id, at: Date.now(), conversation, content, seen: null }
    expect((await here.tell(inbox.tenant, reply)).result).toBe('accepted')
    const delivery = async () =>
      (await here.actors.state(inbox.tenant, 'conversation', conversation)).sends.map(one => one.delivery)
    return { inbox, id, delivery }
  }

  test('find their reply by our own id, when WhatsApp calls the customer by another number', async () => {
    const { inbox, id, delivery } = await answered()
    const named = { recipient_id: '525512345678', biz_opaque_callback_data: id }
    await post(inbox, hook(change({ statuses: [{ ...failedStatus('S'), ...named }] })))
    expect([await delivery(), await lettersOf(inbox)]).toEqual([['failed'], []])
  })

  test('also when that number is of somebody else whom we know', async () => {
    const { inbox, id, delivery } = await answered()
    const other = '525512345678'
    await post(inbox, hook(change({ messages: [text('B', 'hello', noon, other)] })))
    const named = { recipient_id: other, biz_opaque_callback_data: id }
    await post(inbox, hook(change({ statuses: [{ ...failedStatus('S'), ...named }] })))
    expect([await delivery(), await lettersOf(inbox)]).toEqual([['failed'], []])
  })

  test('of another inbox’s reply are kept, and change nothing', async () => {
    const { inbox, id, delivery } = await answered()
    const another = { ...inbox, inbox: `${inbox.inbox}-2` }
    await here.secrets.connect(another)
    const named = { recipient_id: '525512345678', biz_opaque_callback_data: id }
    await post(another, hook(change({ statuses: [status('S', 'sent', noon, named)] })))
    expect(await delivery()).toEqual(['waiting'])
    expect(await lettersOf(another)).toMatchObject([{ why: 'is a receipt for somebody we never met' }])
  })

  test('for a message we do not know climb only, in whatever order they come', async () => {
    const inbox = await here.connect('whatsapp')
    await post(inbox, hook(change({ contacts: [sheena], messages: [text('A', 'hello')] })))
    for (const word of ['read', 'sent', 'delivered', 'read'])
      await post(inbox, hook(change({ statuses: [status('S', word)] })))
    const receipts = (await factsOf(inbox)).filter(fact => fact.type === 'conversation.receipt-received')
    expect(receipts.map(fact => fact.status)).toEqual(['read'])
  })
})

describe('too much at once', () => {
  const said = (id: string) => hook(change({ contacts: [sheena], messages: [text(id, 'Hello')] }))

  const length = JSON.stringify(said('flood-00')).length
  test.each([
    ['calls', { calls: 32, bytes: 64 * 1024 * 1024 }],
    ['bytes', { calls: 1000, bytes: 32 * length + 1 }]
  ])('beyond the %s in hand they are asked to come again later, and then all is taken', async (_, mostInHand) => {
    const inbox = await here.connect('whatsapp')
    const open = Promise.withResolvers<void>()
    const slow: typeof here.people = {
      ...here.people,
      claim: async (...of) => {
        await open.promise
        return here.people.claim(...of)
      }
    }
    const door = routes({ people: slow, mostInHand })
    const call = async (n: number) => {
      const { body, headers } = signed(said(`flood-${String(n).padStart(2, '0')}`))
      const sent = { ...headers, 'content-length': String(body.length) }
      return door.request(`/whatsapp/${inbox.inbox}`, { method: 'POST', body, headers: sent })
    }
    const calls = Array.from({ length: 100 }, (_, n) => call(n))
    const early = await Promise.race(calls.toReversed())
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '5'])
    open.resolve()
    const answers = await Promise.all(calls)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(32)
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(68)
    const again = await Promise.all(
      answers.flatMap(({ status }, n) => (status === 503 && n % 3 === 0 ? [call(n)] : []))
    )
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]))
  })

  test('a log that is busy is no fault: the platform is told when to call again', async () => {
    const inbox = await here.connect('whatsapp')
    const door = routes({ actors: { ...here.actors, tell: () => Promise.reject(new Busy()) } })
    const answer = await door.request(`/whatsapp/${inbox.inbox}`, signed(said('busy')))
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  })
})
