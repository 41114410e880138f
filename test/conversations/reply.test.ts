import { describe, test } from 'vitest'
import { conversationDecider as conversation } from '../../shared/conversations/decide.ts'
import { given } from '../support/given.ts'
import {
  agent,
  byAgent,
  command,
  fact,
  friday,
  hour,
  minute,
  opened,
  openedOnWebchat,
  received,
  text
} from './story.ts'

const reply = (rest: { at?: number; seen?: string | null; words?: string } = {}) =>
  command('conversation.reply', {
    content: text(rest.words ?? 'It left this morning.'),
    seen: rest.seen === undefined ? 'm1' : rest.seen,
    at: rest.at ?? friday
  })

describe('a reply', () => {
  test('inside the window is owed to the customer', () => {
    given(conversation, opened, received)
      .when(reply(), agent('ana'))
      .then({ type: 'conversation.replied', by: byAgent('ana'), content: text('It left this morning.') })
  })

  test('that was typed before a colleague resolved is still sent', () => {
    given(conversation, opened, received, fact('conversation.resolved', { by: byAgent('ben') }))
      .when(reply(), agent('ana', friday + 5 * minute))
      .then({ type: 'conversation.replied' })
  })

  test('keeps the moment it was written, however late it arrives', () => {
    given(conversation, opened, received)
      .when(reply({ at: friday + minute }), agent('ana', friday + 3 * hour))
      .then({ type: 'conversation.replied', at: friday + minute })
  })

  test('from a device whose clock runs ahead is not dated into the future', () => {
    given(conversation, opened, received)
      .when(reply({ at: friday + 900 * hour }), agent('ana', friday))
      .then({ type: 'conversation.replied', at: friday })
  })

  test('that reaches the server outside the window is refused, and says when it closed', () => {
    given(conversation, opened, received)
      .when(reply({ at: friday + hour }), agent('ana', friday + 24 * hour + 1))
      .thenRefused({ reason: 'outside-reply-window', closedAt: friday + 24 * hour })
  })

  test('in the last millisecond of the window passes', () => {
    given(conversation, opened, received)
      .when(reply({ at: friday + 24 * hour }), agent('ana', friday + 24 * hour))
      .then({ type: 'conversation.replied' })
  })

  test('in web chat has no window', () => {
    given(conversation, openedOnWebchat, received)
      .when(reply({ at: friday + 900 * hour }), agent('ana', friday + 900 * hour))
      .then({ type: 'conversation.replied' })
  })

  test('longer than the platform takes is refused with the limit', () => {
    given(conversation, opened, received)
      .when(reply({ words: 'x'.repeat(4097) }), agent('ana'))
      .thenRefused({ reason: 'too-long', limit: 4096, unit: 'characters' })
  })

  test('of only spaces is empty', () => {
    given(conversation, opened, received)
      .when(reply({ words: ' \n' }), agent('ana'))
      .thenRefused({ reason: 'empty' })
  })

  test('by somebody who does not work in the inbox learns nothing of it', () => {
    given(conversation, opened, received)
      .when(reply(), agent('eve', friday, 'agent', ['other']))
      .thenRefused({ reason: 'no-such-conversation' })
  })
})

describe('a template', () => {
  const order = {
    kind: 'template' as const,
    name: 'order_update',
    language: 'en',
    parameters: ['Mia'],
    text: 'Hello Mia'
  }
  const send = command('conversation.reply', { content: order, seen: 'm1', at: friday + 48 * hour })

  test('passes when the window is closed', () => {
    given(conversation, opened, received)
      .when(send, agent('ana', friday + 48 * hour))
      .then({ type: 'conversation.replied', content: order })
  })

  test('is not offered where the platform has none', () => {
    given(conversation, openedOnWebchat, received)
      .when(send, agent('ana', friday + 48 * hour))
      .thenRefused({ reason: 'templates-not-offered' })
  })
})

describe('a reply written long ago', () => {
  const newer = fact('conversation.message-received', {
    message: 'm2',
    content: text('Forget it, found it.'),
    at: friday + 20 * minute
  })
  const answered = fact('conversation.replied', {
    message: 'r1',
    content: text('Yes'),
    by: byAgent('ben'),
    at: friday + 5 * minute
  })

  test('unaware of a newer message is held, not sent', () => {
    given(conversation, opened, received, newer)
      .when(reply({ at: friday + minute }), agent('ana', friday + hour))
      .then({ type: 'conversation.reply-held', newer: 'm2' })
  })

  test("unaware of a colleague's answer is held, not sent", () => {
    given(conversation, opened, received, answered)
      .when(reply({ at: friday + minute }), agent('ana', friday + hour))
      .then({ type: 'conversation.reply-held', newer: 'r1' })
  })

  test('that knew of all there was goes at once', () => {
    given(conversation, opened, received, newer)
      .when(reply({ at: friday + minute, seen: 'm2' }), agent('ana', friday + hour))
      .then({ type: 'conversation.replied' })
  })

  test('is not held for what programs said meanwhile, and is for what a customer wrote before or after them', () => {
    const program = (id: string, after: number) =>
      fact('conversation.replied', {
        message: id,
        content: text('Sorry, it takes longer'),
        by: { kind: 'system', id },
        at: friday + after * minute
      })
    const [sorry, away] = [program('automation.sorry', 5), program('away', 6)]
    const typed = reply({ at: friday + minute })
    const late = agent('ana', friday + hour)
    given(conversation, opened, received, sorry, away).when(typed, late).then({ type: 'conversation.replied' })
    const held = { type: 'conversation.reply-held', newer: 'm2' } as const
    given(conversation, opened, received, newer, sorry, away).when(typed, late).then(held)
    given(conversation, opened, received, sorry, away, newer).when(typed, late).then(held)
    given(conversation, opened, received, sorry, newer, away)
      .when(reply({ at: friday + minute, seen: 'automation.sorry' }), late)
      .then(held)
  })

  test("is not held for its author's own later words", () => {
    const own = fact('conversation.replied', { message: 'r9', content: text('One moment'), by: byAgent('ana') })
    given(conversation, opened, received, own)
      .when(reply({ at: friday + minute }), agent('ana', friday + hour))
      .then({ type: 'conversation.replied' })
  })

  test('goes at once when it is still young, even unaware', () => {
    given(conversation, opened, received, answered)
      .when(reply({ at: friday + minute }), agent('ana', friday + 8 * minute))
      .then({ type: 'conversation.replied' })
  })

  const held = fact('conversation.reply-held', {
    message: 'h1',
    content: text('Soon'),
    newer: 'm2',
    by: byAgent('ana')
  })

  test('goes when its author says: send anyway', () => {
    given(conversation, opened, received, newer, held)
      .when(command('conversation.send-held', { message: 'h1' }), agent('ana', friday + hour))
      .then({ type: 'conversation.replied', message: 'h1', content: text('Soon') })
  })

  test('goes only once, however often that is said', () => {
    const sent = fact('conversation.replied', { message: 'h1', content: text('Soon'), by: byAgent('ana') })
    given(conversation, opened, received, newer, held, sent)
      .when(command('conversation.send-held', { message: 'h1' }), agent('ana', friday + hour))
      .thenRefused({ reason: 'not-held' })
  })

  test('is not let through a window that closed meanwhile', () => {
    given(conversation, opened, received, held)
      .when(command('conversation.send-held', { message: 'h1' }), agent('ana', friday + 25 * hour))
      .thenRefused({ reason: 'outside-reply-window', closedAt: friday + 24 * hour })
  })

  test('is gone when its author discards it, and discarding twice is no mistake', () => {
    const discard = command('conversation.discard-held', { message: 'h1' })
    given(conversation, opened, received, held)
      .when(discard, agent('ana'))
      .then({ type: 'conversation.held-reply-discarded', message: 'h1' })
    given(conversation, opened, received).when(discard, agent('ana')).thenNothing()
  })
})
