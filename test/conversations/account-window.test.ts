import { expect, test } from 'vitest'
import { conversationDecider as conversation } from '../../shared/conversations/decide.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { thread } from '../../shared/conversations/thread.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { given } from '../support/given.ts'
import { agent, command, fact, friday, hour, opened, text } from './story.ts'

const onTelegram = { ...opened, platform: 'telegram' }
const said = (message: string, at: number) =>
  fact('conversation.message-received', { message, content: text('Is it there?'), at })
const toTheBot = said('7:42:1', friday)
const toTheAccount = said('7:Cx:42:2', friday + hour)
const reply = (seen: string) => command('conversation.reply', { content: text('It is'), seen })
const closesAt = (...facts: ConversationFact[]) => thread('c1', replay(conversation, facts))?.windowClosesAt

test('who writes to an account that a Telegram bot answers for has 24 hours, and who writes to the bot for ever', () => {
  expect(closesAt(onTelegram, toTheBot)).toBeNull()
  expect(closesAt(onTelegram, toTheBot, toTheAccount)).toBe(friday + 25 * hour)
  // A reply goes where they wrote last.
  expect(closesAt(onTelegram, toTheAccount, said('7:42:3', friday + 2 * hour))).toBeNull()
})

test('after that the words stay with their author, and nobody asks Telegram', () => {
  given(conversation, onTelegram, toTheAccount)
    .when(reply('7:Cx:42:2'), agent('ana', friday + 24 * hour))
    .then({ type: 'conversation.replied' })
  given(conversation, onTelegram, toTheAccount)
    .when(reply('7:Cx:42:2'), agent('ana', friday + 26 * hour))
    .thenRefused({ reason: 'outside-reply-window', closedAt: friday + 25 * hour })
  given(conversation, onTelegram, toTheBot)
    .when(reply('7:42:1'), agent('ana', friday + 26 * hour))
    .then({ type: 'conversation.replied' })
})
