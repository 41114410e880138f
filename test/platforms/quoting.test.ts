import { expect, test } from 'vitest'
import type { Content } from '../../shared/conversations/content.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { replyOf } from '../../sync-server/platforms/reply.ts'
import { change, hook, sheena, text } from './payloads.ts'
import { sendingHouse } from './sending-house.ts'

const { here, conversation } = sendingHouse()
let told = 0

/** A customer who has written `wamid.A`, and what is found for replies that name a message. */
async function talk() {
  const chat = await conversation()
  const { tenant, inbox } = chat
  const [contact] = await here.people.find(tenant, [[{ platform: 'whatsapp', kind: 'wa_id', value: sheena.wa_id }]])
  const id = here.people.conversationOf(tenant, inbox.inbox, contact!)
  const tell = async (command: object) => {
    const whole = { id: `${tenant}-${++told}`, at: Date.now(), conversation: id, ...command }
    const answer = await here.actors.tell(tenant, whole as never, now =>
      trustedContext({ kind: 'system', id: 's' }, now)
    )
    expect(answer.result).toBe('accepted')
  }
  const say = async (content: Content) => {
    const message = `${tenant}-reply-${++told}`
    await tell({ type: 'conversation.reply', id: message, content, seen: null })
    return message
  }
  return {
    ...chat,
    tell,
    say,
    /** As the platform takes it. */
    async sent(message: string, platformId: string, quoteToken?: string) {
      await tell({ type: 'conversation.start-sending', message })
      const outcome = { result: 'sent', platformId, ...(quoteToken && { quoteToken }) }
      await tell({ type: 'conversation.end-sending', message, outcome })
    },
    async naming(of: string, named = false) {
      const message = await say({ kind: 'text', text: 'This one', replyTo: { message: of } })
      return replyOf(here.log.streams, { tenant, conversation: id, message, seq: 0, since: 0 }, named)
    }
  }
}

const written = (id: string, words: string) =>
  hook(change({ contacts: [sheena], messages: [text(id, words, Math.floor(Date.now() / 1000))] }))

test('what the customer wrote is named by the id it came with, however far back it stands', async () => {
  const chat = await talk()
  for (let n = 0; n < 210; n++) await chat.tell({ type: 'conversation.note', text: `note ${n}` })
  await chat.post(written('B', 'and another thing'))
  expect((await chat.naming('wamid.A')).quoted).toEqual({ id: 'wamid.A', ours: false })
  expect((await chat.naming('wamid.B')).quoted).toEqual({ id: 'wamid.B', ours: false })
})

test('what we wrote is named as its platform calls it; what was not sent yet has no name', async () => {
  const chat = await talk()
  const first = await chat.say({ kind: 'text', text: 'Hello' })
  expect((await chat.naming(first)).quoted).toBeUndefined()
  await chat.sent(first, 'wamid.8', 'token-8')
  expect((await chat.naming(first)).quoted).toEqual({ id: 'wamid.8', ours: true, token: 'token-8' })
})

test('an answer from another app is named by the id that the platform told', async () => {
  const chat = await talk()
  await chat.tell({
    type: 'conversation.echo',
    inbox: chat.inbox.inbox,
    platform: 'whatsapp',
    contact: 'c',
    platformId: 'wamid.E',
    content: { kind: 'text', text: 'From the phone' }
  })
  expect((await chat.naming('wamid.E')).quoted).toEqual({ id: 'wamid.E', ours: true })
})

test('a note, a message of another conversation and one that was unsent are not named', async () => {
  const chat = await talk()
  const note = `${chat.tenant}-note`
  await chat.tell({ type: 'conversation.note', id: note, text: 'Between us' })
  const whose = { inbox: chat.inbox.inbox, platform: 'whatsapp', contact: 'c' }
  await chat.post(written('C', 'never mind'))
  await chat.tell({ type: 'conversation.unsend', ...whose, message: 'wamid.C' })
  for (const of of [note, 'wamid.of-somebody-else', 'wamid.C']) {
    expect((await chat.naming(of)).quoted).toBeUndefined()
  }
})

test('nothing from before an erasing is named', async () => {
  const chat = await talk()
  await chat.tell({ type: 'conversation.resolve', seen: 'wamid.A' })
  await chat.tell({ type: 'conversation.erase', resolvedBy: Date.now() })
  await chat.post(written('D', 'hello again'))
  expect((await chat.naming('wamid.A')).quoted).toBeUndefined()
  expect((await chat.naming('wamid.D')).quoted).toEqual({ id: 'wamid.D', ours: false })
})

test('where the platform asks what is answered, it is what was named; else the newest before it', async () => {
  const chat = await talk()
  const first = await chat.say({ kind: 'text', text: 'Hello' })
  await chat.sent(first, 'wamid.8')
  const unsent = await chat.say({ kind: 'text', text: 'Hello?' })
  await chat.post(written('B', 'and another thing'))
  const words = async (of: string) => {
    const { answers } = await chat.naming(of, true)
    return answers?.content.kind === 'text' ? answers.content.text : undefined
  }
  expect(await words('wamid.A')).toBe('hello')
  // One of ours stands in the thread that it answered.
  expect(await words(first)).toBe('hello')
  expect(await words('wamid.B')).toBe('and another thing')
  for (const inVain of ['nobody-knows-it', unsent]) expect(await words(inVain)).toBe('and another thing')
})

test('the token that came with a message goes with its name', async () => {
  const chat = await talk()
  const whose = { inbox: chat.inbox.inbox, platform: 'whatsapp', contact: 'c' }
  const content = { kind: 'text', text: 'hi', quoteToken: 'q3Plxr' }
  await chat.tell({ type: 'conversation.receive', ...whose, message: 'wamid.T', content })
  expect((await chat.naming('wamid.T')).quoted).toEqual({ id: 'wamid.T', ours: false, token: 'q3Plxr' })
})
