import { describe, expect, test } from 'vitest'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { conversationDecider as conversation } from '../../shared/conversations/decide.ts'
import { emptyPage, turnPage } from '../../shared/conversations/page.ts'
import { thread } from '../../shared/conversations/thread.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { telegramEmojis, takesEmoji } from '../../shared/platforms/emoji.ts'
import { strategies, strategyOf } from '../../shared/platforms/strategies.ts'
import { given } from '../support/given.ts'
import { agent, byAgent, command, customer, fact, friday, hour, opened, received } from './story.ts'

const put = (emoji: string | null, id = 'p1') => command('conversation.put-reaction', { id, of: 'm1', emoji })
const onIt = (emoji: string | null, message = 'p1', by = 'ana') =>
  fact('conversation.reaction-put', { message, of: 'm1', emoji, by: byAgent(by), at: friday + 2 })
const bySystem = { kind: 'system', id: 'whatsapp' } as const
const told = (emojis: string[], by: typeof bySystem | typeof customer = bySystem, at = friday + 3) =>
  fact('conversation.reacted', { of: 'm1', emojis, by, at })
const started = fact('conversation.send-started', { message: 'p1' })
const failed = fact('conversation.send-failed', { message: 'p1', failure: { code: '131009', reason: 'Too old.' } })
const stateAfter = (...facts: ConversationFact[]) => facts.reduce(conversation.evolve, conversation.initial)
const onPage = (...facts: ConversationFact[]) => {
  const item = turnPage(emptyPage, [opened, received, ...facts]).items.find(one => one.kind === 'received')
  return item?.kind === 'received' ? (item.later?.reactions ?? []) : []
}

describe('an agent puts an emoji on what the customer wrote', () => {
  test('it is sent like a reply, and is none: they go on waiting', () => {
    given(conversation, opened, received)
      .when(put('👍'), agent('ana', friday + hour))
      .then({ type: 'conversation.reaction-put', message: 'p1', of: 'm1', emoji: '👍' })
    const state = stateAfter(opened, received, onIt('👍'))
    expect(state.sends).toMatchObject([{ message: 'p1', delivery: 'waiting', reacts: { of: 'm1', emoji: '👍' } }])
    expect(state.waitingSince).toBe(stateAfter(opened, received).waitingSince)
    expect(state.last).toEqual(stateAfter(opened, received).last)
  })

  test('the same once more says nothing, unless the first has failed', () => {
    given(conversation, opened, received, onIt('👍'))
      .when(put('👍', 'p2'), agent('bea', friday + hour))
      .then()
    given(conversation, opened, received, onIt('👍'), started, failed)
      .when(put('👍', 'p2'), agent('ana', friday + hour))
      .then({ type: 'conversation.reaction-put', message: 'p2' })
  })

  test('another one, or taking it back, takes its place: what has failed before troubles nobody any more', () => {
    const before = [opened, received, onIt('👍'), started, failed]
    expect(thread('c1', stateAfter(...before))?.troubled).toBe(true)
    const after = stateAfter(...before, onIt(null, 'p2'))
    expect(after.sends).toMatchObject([{ message: 'p2', reacts: { of: 'm1', emoji: null } }])
    expect(thread('c1', after)?.troubled).toBe(false)
  })

  test('only inside the window of the platform, only one emoji, and only where it takes any', () => {
    given(conversation, opened, received)
      .when(put('👍'), agent('ana', friday + 25 * hour))
      .thenRefused({ reason: 'outside-reply-window', closedAt: friday + 24 * hour })
    for (const emoji of ['ok', '👍👍', '1', ' ']) {
      given(conversation, opened, received)
        .when(put(emoji), agent('ana', friday + hour))
        .thenRefused({ reason: 'emoji-not-taken' })
    }
    const onLine = { ...opened, platform: 'line' }
    given(conversation, onLine, received)
      .when(put('👍'), agent('ana', friday + hour))
      .thenRefused({ reason: 'reactions-not-offered' })
  })

  test('a platform that tells us our own tells nothing new; another one from elsewhere stands instead of ours', () => {
    const react = (emojis: string[]) =>
      command('conversation.react', { inbox: 'shop', platform: 'whatsapp', contact: 'mia', of: 'm1', emojis })
    const server = trustedContext(bySystem, friday + hour)
    given(conversation, opened, received, onIt('👍'))
      .when(react(['👍']), server)
      .then()
    given(conversation, opened, received, onIt('👍'))
      .when(react(['🔥']), server)
      .then({ type: 'conversation.reacted' })
    expect(stateAfter(opened, received, onIt('👍'), told(['🔥'])).sends).toEqual([])
  })
})

describe('on the page', () => {
  test('all of us are one, and the customer is another', () => {
    const all = onPage(onIt('👍'), told(['❤️'], customer), onIt('🔥', 'p2', 'bea'))
    expect(all.map(({ emojis }) => emojis)).toEqual([['❤️'], ['🔥']])
    expect(onPage(onIt('👍'), onIt(null, 'p2')).flatMap(({ emojis }) => emojis)).toEqual([])
    expect(onPage(told(['👍']), onIt('🔥', 'p2')).flatMap(({ emojis }) => emojis)).toEqual(['🔥'])
  })

  test('what becomes of it is told with its reason', () => {
    const [sent] = onPage(onIt('👍'), started)
    expect(sent?.send).toEqual({ message: 'p1', delivery: 'sending', failure: null })
    const [not] = onPage(onIt('👍'), started, failed)
    expect(not?.send).toMatchObject({ delivery: 'failed', failure: { reason: 'Too old.' } })
  })

  test('a platform that tells late what was there before us changes nothing', () => {
    expect(onPage(onIt('🔥'), told(['👍'], bySystem, friday + 1)).flatMap(({ emojis }) => emojis)).toEqual(['🔥'])
  })
})

test('each platform takes what it says that it takes', () => {
  expect(telegramEmojis).toHaveLength(73)
  expect(takesEmoji(strategyOf('telegram'), '❤\u200D🔥')).toBe(true)
  expect(takesEmoji(strategyOf('telegram'), '✅')).toBe(false)
  for (const emoji of ['👍', '❤️', '🇩🇪', '👨‍👩‍👧', '👍🏽', '✅', '☃'])
    expect(takesEmoji(strategyOf('whatsapp'), emoji)).toBe(true)
  const reacting = strategies.filter(strategy => takesEmoji(strategy, '👍')).map(({ platform }) => platform)
  expect(reacting).toEqual(['whatsapp', 'instagram', 'messenger', 'telegram'])
})
