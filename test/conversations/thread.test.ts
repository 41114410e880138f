import { describe, expect, test } from 'vitest'
import { noConversation } from '../../shared/conversations/conversation.ts'
import { evolve } from '../../shared/conversations/evolve.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import {
  belongsTo,
  byLastWords,
  thread,
  unread,
  type ListView,
  type Thread
} from '../../shared/conversations/thread.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { byAgent, fact, friday, hour, minute, opened, openedOnWebchat, received, text } from './story.ts'

function row(...facts: ConversationFact[]): Thread {
  const drawn = thread('c1', replay({ initial: noConversation, evolve }, facts))
  if (!drawn) throw new Error('no row')
  return drawn
}

const replied = fact('conversation.replied', {
  message: 'r1',
  content: text('Yes'),
  by: byAgent('ana'),
  at: friday + minute
})

describe('a row in the list', () => {
  test('says how long the customer has waited, from their first unanswered words', () => {
    const again = fact('conversation.message-received', { message: 'm2', content: text('Hello?'), at: friday + hour })
    expect(row(opened, received, again).waitingSince).toBe(friday)
    expect(row(opened, received, again, replied).waitingSince).toBeNull()
    expect(row(opened, received, replied, again).waitingSince).toBe(friday + hour)
  })

  test('goes on saying so while only programs have answered: those are no answer', () => {
    const automatic = { ...replied, by: { kind: 'system' as const, id: 'automation.sorry' } }
    expect(row(opened, received, automatic)).toMatchObject({ waitingSince: friday, last: { kind: 'replied' } })
    expect(row(opened, received, automatic, { ...replied, message: 'r2' }).waitingSince).toBeNull()
  })

  test('has the window of its platform, moved by every message of the customer', () => {
    const again = fact('conversation.message-received', { message: 'm2', content: text('Hello?'), at: friday + hour })
    expect(row(opened, received, again).windowClosesAt).toBe(friday + 25 * hour)
    expect(row(openedOnWebchat, received).windowClosesAt).toBeNull()
  })

  test('a late webhook neither shortens the window nor becomes the last words', () => {
    const late = fact('conversation.message-received', { message: 'm0', content: text('First!'), at: friday - hour })
    expect(row(opened, received, late)).toMatchObject({
      windowClosesAt: friday + 24 * hour,
      last: { message: 'm1' },
      received: 2
    })
  })

  test('nor after words of a group, which move no window', () => {
    const said = (message: string, at: number) =>
      fact('conversation.message-received', {
        message,
        at,
        content: { kind: 'unsupported', what: 'group_message', caption: message, elsewhere: true }
      })
    const [one, two] = [said('g1', friday + hour), said('g2', friday + 2 * hour)]
    const late = fact('conversation.message-received', { message: 'm2', content: text('Late'), at: friday + minute })
    for (const order of [
      [one, two, late],
      [late, two, one],
      [two, late, one]
    ]) {
      expect(row(opened, received, ...order)).toMatchObject({ last: { message: 'g2' } })
    }
  })

  test('shows our last words with how far they came', () => {
    const got = fact('conversation.sent', { message: 'r1', platformId: 'p1' })
    expect(row(opened, received, replied, got).last).toMatchObject({ kind: 'replied', text: 'Yes', delivery: 'sent' })
  })

  test('counts what this agent has not seen', () => {
    const read = fact('conversation.marked-read', { upTo: 1, by: byAgent('ana') })
    const again = fact('conversation.message-received', { message: 'm2', content: text('Hello?') })
    expect(unread(row(opened, received, read, again), 'ana')).toBe(1)
    expect(unread(row(opened, received, read, again), 'ben')).toBe(2)
  })

  test('is troubled while a reply failed', () => {
    const failed = fact('conversation.send-failed', {
      message: 'r1',
      failure: { code: '131026', reason: 'Undeliverable' }
    })
    expect(row(opened, received, replied, failed).troubled).toBe(true)
    expect(row(opened, received, replied, failed, fact('conversation.send-retried', { message: 'r1' })).troubled).toBe(
      false
    )
  })

  test('stands in the views it belongs to', () => {
    const views = (drawn: Thread) =>
      (['mine', 'unassigned', 'all', 'snoozed', 'resolved'] satisfies ListView[]).filter(view =>
        belongsTo(view, drawn, 'ana')
      )
    expect(views(row(opened, received))).toEqual(['unassigned', 'all'])
    expect(views(row(opened, fact('conversation.claimed', { by: byAgent('ana') })))).toEqual(['mine', 'all'])
    expect(views(row(opened, fact('conversation.assigned', { to: 'ben' })))).toEqual(['all'])
    expect(views(row(opened, fact('conversation.snoozed', { until: friday + hour })))).toEqual(['snoozed'])
    expect(views(row(opened, fact('conversation.resolved', {})))).toEqual(['resolved'])
  })

  test('the newest words stand first', () => {
    const newer = { ...row(opened, received, replied), conversation: 'c2' }
    expect([row(opened, received), newer].sort(byLastWords).map(one => one.conversation)).toEqual(['c2', 'c1'])
  })
})
