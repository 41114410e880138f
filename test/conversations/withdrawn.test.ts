import { describe, expect, test } from 'vitest'
import { conversationDecider as conversation } from '../../shared/conversations/decide.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { emptyPage, turnPage } from '../../shared/conversations/page.ts'
import { thread } from '../../shared/conversations/thread.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { given } from '../support/given.ts'
import { agent, byAgent, command, fact, friday, minute, opened, platform, received, text } from './story.ts'

const by = byAgent('ana')
const reply = (message: string, at = friday + minute) =>
  fact('conversation.replied', { message, content: text(`Words of ${message}`), by, at })
const of = (message: string) => ({ message })
const busy = { code: '131056', reason: 'Too many messages to this customer in a short time.' }
const deferred = (failure = busy) => fact('conversation.send-deferred', { message: 'r1', failure, until: friday })
const started = fact('conversation.send-started', of('r1'))
const failed = fact('conversation.send-failed', { message: 'r1', failure: { code: '131009', reason: 'Not accepted.' } })
const unknown = fact('conversation.send-unknown', of('r1'))
const retried = fact('conversation.send-retried', of('r1'))
const withdraw = command('conversation.withdraw-reply', of('r1'))
const withdrawn = fact('conversation.reply-withdrawn', { message: 'r1', by })
const before = [opened, received, reply('r1')]

const stateOf = (...facts: ConversationFact[]) => replay(conversation, facts)

describe('a reply is taken back', () => {
  test('while it waits, whoever of the team wrote it, and it is asked for no more', () => {
    for (const so of [before, [...before, started, deferred()]]) {
      given(conversation, ...so)
        .when(withdraw, agent('ben'))
        .then({ type: 'conversation.reply-withdrawn', message: 'r1' })
    }
    given(conversation, ...before, withdrawn)
      .when(command('conversation.start-sending', of('r1')), platform())
      .thenNothing()
  })

  test('when the platform was asked, or nobody has it to take back, it is not', () => {
    const no = { reason: 'not-waiting' } as const
    const sent = fact('conversation.sent', { message: 'r1', platformId: 'wamid.1' })
    for (const so of [[started], [started, sent], [started, unknown], [withdrawn]]) {
      given(conversation, ...before, ...so)
        .when(withdraw, agent('ana'))
        .thenRefused(no)
    }
    given(
      conversation,
      opened,
      received,
      fact('conversation.reaction-put', { message: 'r1', of: 'm1', emoji: '👍', by })
    )
      .when(withdraw, agent('ana'))
      .thenRefused(no)
  })

  test('that was refused for good, too: nothing of it troubles anybody any more', () => {
    given(conversation, ...before, started, failed)
      .when(withdraw, agent('ana'))
      .then({ type: 'conversation.reply-withdrawn' })
    expect(thread('c1', stateOf(...before, started, failed))?.troubled).toBe(true)
    expect(thread('c1', stateOf(...before, started, failed, withdrawn))?.troubled).toBe(false)
  })

  test('that may have come by an earlier try is not asked for again, and nobody knows', () => {
    const unanswered = deferred({ code: 'unanswered', reason: 'Not said.' })
    for (const so of [
      [started, unknown, retried],
      [started, unanswered]
    ]) {
      given(conversation, ...before, ...so)
        .when(withdraw, agent('ana'))
        .then({ type: 'conversation.send-unknown', message: 'r1' })
    }
    given(conversation, ...before, started, unknown, retried, started, failed)
      .when(withdraw, agent('ana'))
      .thenRefused({ reason: 'not-waiting' })
  })

  test('that the platform took and failed to bring has failed: what is told of that later finds it', () => {
    const sent = fact('conversation.sent', { message: 'r1', platformId: 'wamid.1' })
    const receipt = { platformId: 'wamid.1', status: 'failed', failure: busy } as const
    given(conversation, ...before, started, sent, fact('conversation.receipt-received', receipt), retried)
      .when(withdraw, agent('ana'))
      .then({
        type: 'conversation.send-failed',
        failure: { code: 'taken-back', reason: 'It was taken back before it was tried again.' }
      })
  })
})

describe('after a reply was taken back', () => {
  test('it is on no page, and the row says that', () => {
    expect(turnPage(emptyPage, [...before, withdrawn]).items.map(item => item.kind)).toEqual(['moment', 'received'])
    expect(stateOf(...before, withdrawn).last).toMatchObject({ text: 'Reply taken back' })
    expect(stateOf(...before, withdrawn).latest.map(({ message }) => message)).toEqual(['m1'])
  })

  test('the customer waits as if nobody had answered, and so do the clocks', () => {
    const waiting = stateOf(opened, received)
    const after = stateOf(...before, withdrawn)
    expect(after).toMatchObject({ waitingSince: waiting.waitingSince, unanswered: waiting.unanswered })
    expect(after.runs).toEqual(waiting.runs)
  })

  test('what was written after it is the answer, and taken back as well it is none', () => {
    const two = [...before, reply('r2', friday + 2 * minute), withdrawn]
    expect(stateOf(...two).waitingSince).toBeNull()
    const none = stateOf(...two, fact('conversation.reply-withdrawn', { message: 'r2', by }))
    expect(none.waitingSince).toBe(stateOf(opened, received).waitingSince)
  })

  test('what the customer wrote meanwhile they wait for no longer than for what came first', () => {
    const again = fact('conversation.message-received', {
      message: 'm2',
      content: text('And?'),
      at: friday + 3 * minute
    })
    const after = stateOf(...before, again, withdrawn)
    expect(after.waitingSince).toBe(received.at)
    expect(after.unanswered).toEqual([received.at, again.at])
  })

  test('once it was sent nothing is kept for that', () => {
    const sent = fact('conversation.sent', { message: 'r1', platformId: 'wamid.1' })
    expect(stateOf(...before).sends[0]).toHaveProperty('owed')
    expect(stateOf(...before, started, sent).sends[0]).not.toHaveProperty('owed')
  })
})
