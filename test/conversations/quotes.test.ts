import { describe, expect, test } from 'vitest'
import type { Content } from '../../shared/conversations/content.ts'
import { conversationDecider as conversation } from '../../shared/conversations/decide.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { strategies } from '../../shared/platforms/strategies.ts'
import { given } from '../support/given.ts'
import { agent, byAgent, command, fact, friday, hour, platform, received } from './story.ts'

const now = agent('ana', friday + hour)
const openedOn = (name: string) => fact('conversation.opened', { inbox: 'shop', platform: name, contact: 'mia' })
const on = (name: string) => given(conversation, openedOn(name), received)
const named = { kind: 'text', text: 'It is', replyTo: { message: 'm1' } } as const
const photo = { media: 'image', file: 'a'.repeat(64), mime: 'image/jpeg', bytes: 9000, name: 'green.jpg' } as const
const withPhoto: Content = { kind: 'media', items: [photo], replyTo: { message: 'm1' } }
const reply = (content: Content, id = 'r1') => command('conversation.reply', { id, content, seen: 'm1' })

/** What is put on record of it. */
function onRecord(name: string, content: Content) {
  const state = replay(conversation, [openedOn(name), received])
  const decided = conversation.decide(reply(content), state, now)
  const [first] = decided.accepted ? decided.facts : []
  return first?.type === 'conversation.replied' ? first.content : undefined
}

describe('a reply that names the message it answers', () => {
  test('is refused where nothing can be named, and goes as it is everywhere else', () => {
    const [able, unable] = [true, false].map(quotes => strategies.filter(one => one.quotes === quotes))
    expect(unable?.map(one => one.platform)).toEqual(['sms'])
    for (const { platform: name } of unable ?? []) {
      on(name).when(reply(named), now).thenRefused({ reason: 'quotes-not-offered' })
    }
    expect(able).toHaveLength(7)
    for (const { platform: name } of able ?? []) expect([name, onRecord(name, named)]).toEqual([name, named])
  })

  test('may be a file; where only words can name one, the file is on record without', () => {
    const able = strategies.filter(({ quotes }) => quotes)
    expect(able.flatMap(one => (one.quotesWith ? [one.platform] : []))).toEqual(['line'])
    for (const { platform: name, quotesWith } of able) {
      const said = quotesWith === 'words' ? { kind: 'media', items: [photo] } : withPhoto
      expect([name, onRecord(name, withPhoto)]).toEqual([name, said])
    }
  })

  test('keeps what it names while it is held, and when it is sent after all', () => {
    const newer = fact('conversation.message-received', { message: 'm2', content: named })
    const late = { ...reply(named), at: friday, seen: 'm1' }
    const held = fact('conversation.reply-held', { message: 'r1', content: named, newer: 'm2', by: byAgent('ana') })
    given(conversation, openedOn('whatsapp'), received, newer)
      .when(late, now)
      .then({ type: 'conversation.reply-held', content: named })
    given(conversation, openedOn('whatsapp'), received, newer, held)
      .when(command('conversation.send-held', { message: 'r1' }), now)
      .then({ type: 'conversation.replied', content: named })
  })

  test('may name one that this conversation does not know: the sender finds out', () => {
    const elsewhere = { ...named, replyTo: { message: 'of-another-conversation' } }
    expect(onRecord('whatsapp', elsewhere)).toEqual(elsewhere)
  })
})

test('what a sent message can be named by later is kept with it', () => {
  const replied = fact('conversation.replied', { message: 'r1', content: named, by: byAgent('ana') })
  const started = fact('conversation.send-started', { message: 'r1' })
  const end = (token: object) =>
    command('conversation.end-sending', { message: 'r1', outcome: { result: 'sent', platformId: '461', ...token } })
  const asked = [openedOn('line'), received, replied, started]
  given(conversation, ...asked)
    .when(end({ quoteToken: 'IStG5h1' }), platform())
    .then({ type: 'conversation.sent', platformId: '461', quoteToken: 'IStG5h1' })
  given(conversation, ...asked)
    .when(end({}), platform())
    .then({ type: 'conversation.sent', platformId: '461' })
})
