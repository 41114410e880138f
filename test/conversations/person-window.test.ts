import { expect, test } from 'vitest'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { conversationDecider } from '../../shared/conversations/decide.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { agent, byAgent, command, fact, friday, hour, platform, received, text } from './story.ts'

const opened = fact('conversation.opened', { inbox: 'shop', platform: 'instagram', contact: 'mia' })
const state = (...facts: ConversationFact[]) => replay(conversationDecider, facts)
const reply = command('conversation.reply', { content: text('Still yours'), seen: 'm1', at: friday + 30 * hour })
const send = command('conversation.start-sending', { message: 'r1' })

test('on Instagram a person may answer for seven days, and a program for one', () => {
  const before = state(opened, received)
  const decide = (by: 'person' | 'program', at: number) =>
    conversationDecider.decide(
      reply,
      before,
      by === 'person' ? agent('ana', at) : { ...agent('bot', at), by: { kind: 'system', id: 'bot' } }
    )
  expect(decide('person', friday + 30 * hour)).toMatchObject({ accepted: true })
  expect(decide('program', friday + 30 * hour)).toMatchObject({ refusal: { reason: 'outside-reply-window' } })
  expect(decide('person', friday + 169 * hour)).toMatchObject({ refusal: { closedAt: friday + 168 * hour } })
})

test('whoever wrote it decides how long it may still go', () => {
  const written = (by: ConversationFact['by']) => {
    const replied = fact('conversation.replied', { message: 'r1', content: text('Yes'), by, at: friday + hour })
    const decision = conversationDecider.decide(send, state(opened, received, replied), platform(friday + 30 * hour))
    return decision.accepted ? decision.facts.map(({ type }) => type) : []
  }
  expect(written(byAgent('ana'))).toEqual(['conversation.send-started'])
  expect(written({ kind: 'system', id: 'bot' })).toEqual(['conversation.send-failed'])
})
