import { describe, expect, test } from 'vitest'
import { thereMs } from '../../shared/conversations/decide-away.ts'
import { conversationDecider as conversation } from '../../shared/conversations/decide.ts'
import { thread } from '../../shared/conversations/thread.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { replay } from '../../shared/kernel/decider.ts'
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

const system = { kind: 'system', id: 'away-message' } as const
const server = (now = friday) => trustedContext(system, now)
const until = friday + 12 * hour
const sayAway = (rest: { wrote?: number; until?: number; text?: string } = {}) =>
  command('conversation.say-away', { text: 'We are back at nine.', wrote: friday, until, ...rest })
const away = fact('conversation.replied', {
  message: 'away-1',
  content: text('We are back at nine.'),
  by: system,
  awayUntil: until
})
const answered = (at: number) =>
  fact('conversation.replied', { message: 'r1', content: text('Yes.'), by: byAgent('ana'), at })

describe('an away message', () => {
  test('goes as a reply of the server’s own, which says until when it is true', () => {
    given(conversation, opened, received)
      .when(sayAway(), server())
      .then({
        type: 'conversation.replied',
        by: system,
        content: text('We are back at nine.'),
        awayUntil: until
      })
  })

  test('is nothing that an agent can have said', () => {
    given(conversation, opened, received)
      .when(sayAway(), agent('ana', friday, 'admin'))
      .thenRefused({ reason: 'not-allowed' })
  })

  test('goes once for as long as the inbox is closed, and again when it is closed the next time', () => {
    const again = [opened, received, away, fact('conversation.message-received', { message: 'm2', content: text('?') })]
    given(conversation, ...again)
      .when(sayAway({ wrote: until - 1 }), server(until - 1))
      .thenNothing()
    const tomorrow = { wrote: until + 12 * hour, until: until + 24 * hour }
    given(conversation, ...again)
      .when(sayAway(tomorrow), server(until + 12 * hour))
      .then({ type: 'conversation.replied', awayUntil: until + 24 * hour })
  })

  test('does not go where somebody is there: they have just answered, here or in another app', () => {
    const wrote = friday + hour
    for (const answer of [
      answered(wrote - thereMs + 1),
      answered(wrote + minute),
      fact('conversation.replied-elsewhere', { message: 'e1', content: text('Yes.'), at: wrote - minute, by: system })
    ]) {
      given(conversation, opened, received, answer)
        .when(sayAway({ wrote }), server(wrote + minute))
        .thenNothing()
    }
    given(conversation, opened, received, answered(wrote - thereMs))
      .when(sayAway({ wrote }), server(wrote))
      .then({ type: 'conversation.replied' })
  })

  test('is not kept back by what a program has said', () => {
    const said = fact('conversation.replied', { message: 'r1', content: text('Got it.'), by: system })
    given(conversation, opened, received, said).when(sayAway(), server()).then({ type: 'conversation.replied' })
  })

  test('opens nothing again: what was resolved or snoozed meanwhile is left alone', () => {
    for (const over of [
      fact('conversation.resolved', { by: byAgent('ben') }),
      fact('conversation.snoozed', { by: byAgent('ben'), until: friday + hour })
    ])
      given(conversation, opened, received, over).when(sayAway(), server()).thenNothing()
  })

  test('does not go when the inbox is open by now, and not outside the reply window', () => {
    given(conversation, opened, received).when(sayAway(), server(until)).thenNothing()
    given(conversation, opened, received)
      .when(sayAway({ until: friday + 99 * hour }), server(friday + 24 * hour + 1))
      .thenRefused({ reason: 'outside-reply-window', closedAt: friday + 24 * hour })
    given(conversation, openedOnWebchat, received)
      .when(sayAway({ until: friday + 99 * hour }), server(friday + 24 * hour + 1))
      .then({ type: 'conversation.replied' })
  })

  test('is no answer: the customer waits, the clocks run and nobody has it as before', () => {
    const before = replay(conversation, [opened, received])
    const after = replay(conversation, [opened, received, away])
    const { sends: _sends, awayUntil: _until, changedAt: _changed, ...of } = after
    const { sends: _before, changedAt: _then, ...was } = before
    // Nothing else is another than it was.
    expect(of).toEqual(was)
    expect(after.waitingSince).toBe(friday)
    // In the morning the list says what they want, and not fifty times that nobody was there.
    expect(thread('c1', after)?.last).toMatchObject({ kind: 'received', text: 'Is my order on its way?' })
  })

  test('holds back no reply that was written unaware of it', () => {
    given(conversation, opened, received, away)
      .when(command('conversation.reply', { content: text('Yes.'), seen: 'm1' }), agent('ana', friday + hour))
      .then({ type: 'conversation.replied' })
  })
})

describe('an away message on its way', () => {
  const start = command('conversation.start-sending', { message: 'away-1' })

  test('is sent while it is true', () => {
    given(conversation, opened, received, away)
      .when(start, server(until - 1))
      .then({ type: 'conversation.send-started' })
  })

  test('is not sent any more when the inbox is open, and troubles nobody', () => {
    const failed = { type: 'conversation.send-failed', message: 'away-1' } as const
    given(conversation, opened, received, away).when(start, server(until)).then(failed)
    const failure = { code: 'open-again', reason: '' }
    const row = thread('c1', replay(conversation, [opened, received, away, fact(failed.type, { ...failed, failure })]))
    expect(row).toMatchObject({ troubled: false, waitingSince: friday, last: { kind: 'received' } })
  })

  test('is judged as a program’s: it has no more time than a program has', () => {
    expect(replay(conversation, [opened, received, away]).sends).toMatchObject([
      { message: 'away-1', writer: 'program', goesUntil: until }
    ])
  })
})
