import { expect, test } from 'vitest'
import { emptyPage, turnPage } from '../../shared/conversations/page.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import type { Outcome, OutgoingReaction, Platform } from '../../sync-server/platforms/port.ts'
import { unfinishedSends } from '../../sync-server/platforms/unfinished.ts'
import { sheena } from './payloads.ts'
import { pretended, sendingHouse, until } from './sending-house.ts'

const { here, conversation, start } = sendingHouse()

type Answer = (reaction: OutgoingReaction, calls: number) => Outcome | Promise<Outcome>
const sent: Answer = ({ message }) => ({ result: 'sent', platformId: `reaction:${message}` })

/** A customer who has written, and a platform that takes reactions as told. */
async function talk(answer: Answer = sent) {
  const chat = await conversation()
  const { tenant, inbox } = chat
  const [contact] = await here.people.find(tenant, [[{ platform: 'whatsapp', kind: 'wa_id', value: sheena.wa_id }]])
  const id = here.people.conversationOf(tenant, inbox.inbox, contact!)
  const words = pretended()
  const asked: OutgoingReaction[] = []
  const platform: Platform = {
    ...words.platform,
    react: async reaction => answer(reaction, asked.push(reaction))
  }
  let told = 0
  return {
    ...chat,
    asked,
    platform,
    said: words.said,
    emojis: () => asked.map(({ of, emoji }) => `${emoji ?? 'none'} on ${of}`),
    async put(emoji: string | null) {
      const message = `${tenant}-put-${++told}`
      const put = { type: 'conversation.put-reaction', id: message, at: Date.now(), conversation: id } as const
      expect((await here.tell(tenant, { ...put, of: 'wamid.A', emoji })).result).toBe('accepted')
      return message
    },
    async onPage() {
      const facts = (await here.facts(tenant)).filter((fact): fact is ConversationFact =>
        fact.type.startsWith('conversation.')
      )
      const item = turnPage(emptyPage, facts).items.find(one => one.kind === 'received')
      return item?.kind === 'received' ? (item.later?.reactions ?? []) : []
    }
  }
}

test('goes once, in its turn among the replies, and is taken back the same way', async () => {
  const chat = await talk()
  const sending = await start(chat.inbox, chat.platform)
  await chat.reply('one')
  await chat.put('👍')
  await chat.put(null)
  await until(async () => chat.asked.length > 0 && (await chat.deliveries()).every(delivery => delivery === 'sent'))
  await sending.stop()
  expect(chat.said()).toEqual(['one'])
  expect(chat.emojis().at(-1)).toBe('none on wamid.A')
  expect(chat.asked[0]?.handles).toEqual([{ platform: 'whatsapp', kind: 'wa_id', value: sheena.wa_id }])
})

test('what was put and taken back while nobody was there is asked for as it stands now', async () => {
  const chat = await talk()
  await chat.put('👍')
  await chat.put('🔥')
  const sending = await start(chat.inbox, chat.platform)
  await until(async () => (await chat.deliveries())[0] === 'sent')
  await until(async () => (await unfinishedSends(here.sql).all()).every(job => job.tenant !== chat.tenant))
  await sending.stop()
  expect(chat.emojis()).toEqual(['🔥 on wamid.A'])
})

test('an answer that got lost is asked for again: the same emoji twice is one', async () => {
  const chat = await talk((reaction, calls) => (calls === 1 ? { result: 'unknown' } : sent(reaction, calls)))
  const sending = await start(chat.inbox, chat.platform)
  await chat.put('👍')
  await until(async () => (await chat.deliveries())[0] === 'sent')
  await sending.stop()
  expect(chat.emojis()).toEqual(['👍 on wamid.A', '👍 on wamid.A'])
})

test('one that is refused is told with its reason, on the message where it would be', async () => {
  const failure = { code: '131009', reason: 'The message is too old.' }
  const chat = await talk(() => ({ result: 'failed', failure }))
  const sending = await start(chat.inbox, chat.platform)
  const message = await chat.put('👍')
  await until(async () => (await chat.deliveries())[0] === 'failed')
  await sending.stop()
  expect(await chat.onPage()).toMatchObject([{ emojis: ['👍'], send: { message, delivery: 'failed', failure } }])
})
