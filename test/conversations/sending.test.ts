import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noConversation, type Conversation } from '../../shared/conversations/conversation.ts'
import { evolve } from '../../shared/conversations/evolve.ts'
import { conversationDecider as conversation } from '../../shared/conversations/decide.ts'
import type { ConversationFact, ReceiptStatus } from '../../shared/conversations/events.ts'
import { emptyPage, turnPage } from '../../shared/conversations/page.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { given } from '../support/given.ts'
import { agent, byAgent, command, fact, friday, hour, minute, opened, platform, received, text } from './story.ts'

const replied = fact('conversation.replied', { message: 'r1', content: text('On its way'), by: byAgent('ana') })
const started = fact('conversation.send-started', { message: 'r1' })
const sent = fact('conversation.sent', { message: 'r1', platformId: 'wamid.1' })
const down = { code: '131000', reason: 'Something went wrong at WhatsApp.' }
const windowClosed = {
  code: 'outside-reply-window',
  reason: 'The reply window closed before the platform could be reached.'
}
const before = [opened, received, replied]

const deliveryOf = (facts: ConversationFact[]) => replay({ initial: noConversation, evolve }, facts).sends[0]?.delivery

describe('the sending path', () => {
  const start = command('conversation.start-sending', { message: 'r1' })

  test('starts once: whoever asks second gets no leave to call', () => {
    given(conversation, ...before)
      .when(start, platform())
      .then({ type: 'conversation.send-started', message: 'r1' })
    given(conversation, ...before, started)
      .when(start, platform())
      .thenNothing()
    given(conversation, ...before, started, sent)
      .when(start, platform())
      .thenNothing()
  })

  test('waits until a deferred send is due', () => {
    const deferred = fact('conversation.send-deferred', { message: 'r1', failure: down, until: friday + minute })
    given(conversation, ...before, started, deferred)
      .when(start, platform(friday))
      .thenNothing()
    given(conversation, ...before, started, deferred)
      .when(start, platform(friday + minute))
      .then({ type: 'conversation.send-started' })
  })

  test('a window that closed while the platform was down fails the reply instead of trying', () => {
    given(conversation, ...before)
      .when(start, platform(friday + 25 * hour))
      .then({ type: 'conversation.send-failed', failure: windowClosed })
  })

  test('a time-out is unknown, and an answer that comes late still settles it', () => {
    const unknown = command('conversation.end-sending', { message: 'r1', outcome: { result: 'unknown' } })
    given(conversation, ...before, started)
      .when(unknown, platform())
      .then({ type: 'conversation.send-unknown' })
    given(conversation, ...before, started, fact('conversation.send-unknown', { message: 'r1' }))
      .when(
        command('conversation.end-sending', { message: 'r1', outcome: { result: 'sent', platformId: 'wamid.1' } }),
        platform()
      )
      .then({ type: 'conversation.sent', platformId: 'wamid.1' })
  })

  test('an unknown is settled by the receipt that carries our id', () => {
    const receipt = fact('conversation.receipt-received', { platformId: 'wamid.1', message: 'r1', status: 'delivered' })
    expect(deliveryOf([...before, started, fact('conversation.send-unknown', { message: 'r1' }), receipt])).toBe(
      'delivered'
    )
  })

  test('only what failed or is unknown can be retried', () => {
    const retry = command('conversation.retry', { message: 'r1' })
    given(conversation, ...before)
      .when(retry, agent('ana'))
      .thenRefused({ reason: 'not-failed' })
    given(conversation, ...before, started, sent)
      .when(retry, agent('ana'))
      .thenRefused({ reason: 'not-failed' })
    given(conversation, ...before, started, fact('conversation.send-failed', { message: 'r1', failure: down }))
      .when(retry, agent('ana'))
      .then({ type: 'conversation.send-retried', message: 'r1' })
  })

  test('so many replies wait that the next would push one out of sight: it is refused until the first has gone', () => {
    const replies = Array.from({ length: 200 }, (_, n) =>
      fact('conversation.replied', { message: `r${n + 1}`, content: text('Hello?'), by: byAgent('ana') })
    )
    const next = command('conversation.reply', { id: 'r201', content: text('One more'), seen: 'm1' })
    const react = command('conversation.put-reaction', { of: 'm1', emoji: '👍' })
    const full = { reason: 'too-many-waiting', limit: 200 } as const
    for (const more of [[], [started]]) {
      given(conversation, opened, received, ...replies, ...more)
        .when(next, agent('ana'))
        .thenRefused(full)
      given(conversation, opened, received, ...replies, ...more)
        .when(react, agent('ana'))
        .thenRefused(full)
    }
    given(conversation, opened, received, ...replies.slice(1))
      .when(next, agent('ana'))
      .then({ type: 'conversation.replied' })
    given(conversation, opened, received, ...replies, started, sent)
      .when(next, agent('ana'))
      .then({ type: 'conversation.replied' })
  })

  test('a retry outside the window is refused, not sent to fail', () => {
    given(conversation, ...before, started, fact('conversation.send-failed', { message: 'r1', failure: down }))
      .when(command('conversation.retry', { message: 'r1' }), agent('ana', friday + 30 * hour))
      .thenRefused({ reason: 'outside-reply-window', closedAt: friday + 24 * hour })
  })
})

describe('[R1] what a server took, and forgot when it was restored', () => {
  const forgotten = { forgotten: true } as const

  test('is on record again, and goes to the customer only when a person says so', () => {
    const reply = command('conversation.reply', { content: text('On its way'), seen: null, ...forgotten })
    given(conversation, opened, received)
      .when(reply, agent('ana'))
      .then(
        { type: 'conversation.replied', message: reply.id },
        { type: 'conversation.send-unknown', message: reply.id }
      )
    // Nor is it held for its author, who has long had it sent.
    const newer = fact('conversation.message-received', { message: 'm9', content: text('Hello?') })
    given(conversation, opened, received, newer)
      .when(reply, agent('ana', friday + hour))
      .then({ type: 'conversation.replied' }, { type: 'conversation.send-unknown' })
  })

  test('so it is with what was held and sent, and with what was tried again', () => {
    const held = fact('conversation.reply-held', {
      message: 'r1',
      content: text('Yes'),
      newer: 'm2',
      by: byAgent('ana')
    })
    given(conversation, opened, received, held)
      .when(command('conversation.send-held', { message: 'r1', ...forgotten }), agent('ana'))
      .then({ type: 'conversation.replied', message: 'r1' }, { type: 'conversation.send-unknown', message: 'r1' })
    const failed = fact('conversation.send-failed', { message: 'r1', failure: down })
    given(conversation, ...before, started, failed)
      .when(command('conversation.retry', { message: 'r1', ...forgotten }), agent('ana'))
      .then({ type: 'conversation.send-unknown', message: 'r1' })
  })

  test('was held and then sent, and the server has forgotten both: there is nothing left to be sent or refused', () => {
    const unknown = fact('conversation.send-unknown', { message: 'r1' })
    given(conversation, ...before, unknown)
      .when(command('conversation.send-held', { message: 'r1', ...forgotten }), agent('ana'))
      .then()
  })
})

describe('a reply that was tried again after nobody knew', () => {
  const again = fact('conversation.send-retried', { message: 'r1' })
  const unknown = fact('conversation.send-unknown', { message: 'r1' })
  const second = fact('conversation.sent', { message: 'r1', platformId: 'wamid.2' })
  const failure = { code: '131026', reason: 'Undeliverable.' }
  const first = { platformId: 'wamid.1', message: 'r1', status: 'failed', failure } as const
  const underWay = [...before, started, unknown, again, started]

  test('is sent, whatever became of its first try', () => {
    given(conversation, ...underWay, second)
      .when(command('conversation.receipt', first), platform())
      .thenNothing()
    // The platform's word on the second one counts.
    given(conversation, ...underWay, second)
      .when(command('conversation.receipt', { ...first, platformId: 'wamid.2' }), platform())
      .then({ type: 'conversation.receipt-received', platformId: 'wamid.2', status: 'failed' })
  })

  test('is sent when the second try is, also where the first was told to have failed meanwhile', () => {
    const told = [...underWay, fact('conversation.receipt-received', first)]
    const taken = command('conversation.end-sending', {
      message: 'r1',
      outcome: { result: 'sent', platformId: 'wamid.2' }
    })
    given(conversation, ...told)
      .when(taken, platform())
      .then({ type: 'conversation.sent', platformId: 'wamid.2' })
    // And an agent who believed it and pressed once more does not send it a third time.
    given(conversation, ...told, again)
      .when(taken, platform())
      .then({ type: 'conversation.sent', platformId: 'wamid.2' })
    for (const facts of [
      [...told, second],
      [...told, again, second]
    ]) {
      expect(deliveryOf(facts)).toBe('sent')
      expect(turnPage(emptyPage, facts).items.find(one => one.id === 'r1')).toMatchObject({
        delivery: 'sent',
        failure: null
      })
    }
  })
})

describe('the delivery ladder', () => {
  const receipt = (status: ReceiptStatus) => command('conversation.receipt', { platformId: 'wamid.1', status })
  const got = (status: ReceiptStatus) => fact('conversation.receipt-received', { platformId: 'wamid.1', status })

  test('never goes down', () => {
    given(conversation, ...before, started, sent, got('read'))
      .when(receipt('delivered'), platform())
      .thenNothing()
    given(conversation, ...before, started, sent, got('read'))
      .when(receipt('sent'), platform())
      .thenNothing()
    given(conversation, ...before, started, sent, got('delivered'))
      .when(receipt('failed'), platform())
      .thenNothing()
  })

  test('keeps a receipt that is faster than the answer', () => {
    expect(deliveryOf([...before, started, got('delivered'), sent])).toBe('delivered')
  })

  test('says failed when the platform failed later, and takes it back when it arrived after all', () => {
    expect(deliveryOf([...before, started, sent, got('failed')])).toBe('failed')
    expect(deliveryOf([...before, started, got('failed'), sent])).toBe('failed')
    expect(deliveryOf([...before, started, sent, got('failed'), got('delivered')])).toBe('delivered')
  })

  test('ends the same whatever the order of receipts, on the row and on the page', () => {
    const statuses = fc.shuffledSubarray(['sent', 'delivered', 'read'] as const, { minLength: 1 })
    let runs = 0
    fc.assert(
      fc.property(statuses, fc.nat(3), (order, place) => {
        const told: ConversationFact[] = order.map(got)
        told.splice(Math.min(place, told.length), 0, sent)
        const facts = [...before, started, ...told]
        const highest = order.includes('read') ? 'read' : order.includes('delivered') ? 'delivered' : 'sent'
        expect(deliveryOf(facts)).toBe(highest)
        const item = turnPage(emptyPage, facts).items.find(one => one.id === 'r1')
        expect(item).toMatchObject({ kind: 'replied', delivery: highest })
        runs++
      })
    )
    expect(runs).toBeGreaterThanOrEqual(100)
  })

  test('state stays plain JSON, so it can be carried over a close of the day', () => {
    const state: Conversation = replay({ initial: noConversation, evolve }, [...before, started, got('read'), sent])
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  })
})
