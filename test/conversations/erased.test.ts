import { describe, expect, test } from 'vitest'
import { conversationDecider as conversation } from '../../shared/conversations/decide.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { emptyPage, turnPage } from '../../shared/conversations/page.ts'
import { thread } from '../../shared/conversations/thread.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { given } from '../support/given.ts'
import { agent, command, fact, friday, hour, opened, platform, received, text } from './story.ts'

const resolved = fact('conversation.resolved', { at: friday })
const kept = fact('conversation.erased', { forGood: false })
const forGood = fact('conversation.erased', { forGood: true })
const again = { inbox: 'shop', platform: 'whatsapp', contact: 'mia', message: 'm2', content: text('Me again') }

describe('a conversation that its inbox has kept long enough', () => {
  test('is erased when it was resolved by then, and not a moment before', () => {
    given(conversation, opened, received, resolved)
      .when(command('conversation.erase', { resolvedBy: friday }), platform(friday + hour))
      .then({ type: 'conversation.erased', forGood: false })
    given(conversation, opened, received, resolved)
      .when(command('conversation.erase', { resolvedBy: friday - 1 }), platform(friday + hour))
      .thenNothing()
  })

  test('is not erased while it is open, nor twice', () => {
    const erase = command('conversation.erase', { resolvedBy: friday + hour })
    given(conversation, opened, received).when(erase, platform()).thenNothing()
    given(conversation, opened, received, resolved, kept).when(erase, platform()).thenNothing()
    given(conversation).when(erase, platform()).thenNothing()
  })

  test('begins again when the customer writes again, with nothing of what was', () => {
    const facts = [opened, received, resolved, kept]
    given(conversation, ...facts)
      .when(command('conversation.receive', again), platform())
      .then({ type: 'conversation.opened' }, { type: 'conversation.message-received', message: 'm2' })
    expect(thread('c1', replay(conversation, facts))).toBeNull()
    expect(JSON.stringify(replay(conversation, facts))).not.toContain('order')
  })
})

describe('a conversation whose customer was erased', () => {
  test('ends in any state, once, and only the server can end it', () => {
    const erase = command('conversation.erase', { resolvedBy: null })
    for (const facts of [
      [opened, received],
      [opened, received, resolved],
      [opened, received, resolved, kept]
    ]) {
      given(conversation, ...facts)
        .when(erase, platform())
        .then({ type: 'conversation.erased', forGood: true })
    }
    given(conversation, opened, received, forGood).when(erase, platform()).thenNothing()
    given(conversation).when(erase, platform()).thenNothing()
    given(conversation, opened, received)
      .when(erase, agent('ada', friday, 'admin'))
      .thenRefused({ reason: 'not-allowed' })
  })

  test('takes no word any more, from nobody', () => {
    const facts = [opened, received, forGood]
    const refusal = { reason: 'no-such-conversation' } as const
    given(conversation, ...facts)
      .when(command('conversation.receive', again), platform())
      .thenRefused(refusal)
    const reply = command('conversation.reply', { content: text('Dear Mia'), seen: null })
    given(conversation, ...facts)
      .when(reply, agent('ana'))
      .thenRefused(refusal)
  })
})

describe('what was erased', () => {
  const erased = { ...received, content: { kind: 'erased' } } as ConversationFact

  test('is read as a message of which nothing is left', () => {
    expect(replay(conversation, [opened, erased])).toMatchObject({ received: 1, last: { text: '…' } })
    expect(turnPage(emptyPage, [opened, erased]).items.at(-1)).toMatchObject({ content: { kind: 'erased' } })
  })

  test('leaves one line on the page, and then what was said since', () => {
    const page = turnPage(emptyPage, [opened, erased, kept, { ...received, message: 'm2' }])
    expect(page.items.map(item => item.kind)).toEqual(['moment', 'received'])
  })

  test('is nothing to send', () => {
    const reply = command('conversation.reply', { content: { kind: 'erased' }, seen: null })
    given(conversation, opened, received).when(reply, agent('ana')).thenRefused({ reason: 'empty' })
  })
})
