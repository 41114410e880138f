import { describe, test } from 'vitest'
import { conversationDecider as conversation } from '../../shared/conversations/decide.ts'
import { given } from '../support/given.ts'
import { agent, byAgent, command, fact, friday, hour, minute, opened, platform, received, text } from './story.ts'

const claim = command('conversation.claim', {})
const claimedByBen = fact('conversation.claimed', { by: byAgent('ben'), at: friday + minute })

describe('claim and assign', () => {
  test('an unassigned conversation goes to who claims it', () => {
    given(conversation, opened, received)
      .when(claim, agent('ana'))
      .then({ type: 'conversation.claimed', by: byAgent('ana') })
  })

  test('two agents claim offline: the first recorded wins, the other hears who and when', () => {
    given(conversation, opened, received, claimedByBen)
      .when(claim, agent('ana'))
      .thenRefused({ reason: 'already-claimed', by: 'ben', at: friday + minute })
  })

  test('claiming what is already mine is no mistake', () => {
    given(conversation, opened, received, claimedByBen).when(claim, agent('ben')).thenNothing()
  })

  test('an agent passes on what they hold, and hands out what nobody holds', () => {
    const toAna = command('conversation.assign', { to: 'ana' })
    given(conversation, opened, received, claimedByBen)
      .when(toAna, agent('ben'))
      .then({ type: 'conversation.assigned', to: 'ana' })
    given(conversation, opened, received).when(toAna, agent('cleo')).then({ type: 'conversation.assigned', to: 'ana' })
  })

  test('an agent does not take a conversation from a colleague', () => {
    given(conversation, opened, received, claimedByBen)
      .when(command('conversation.assign', { to: 'ana' }), agent('ana', friday + hour))
      .thenRefused({ reason: 'already-claimed', by: 'ben', at: friday + minute })
  })

  test('nobody is made to answer for what they cannot open', () => {
    given(conversation, opened, received)
      .when(command('conversation.assign', { to: 'stranger' }), agent('sue', friday, 'supervisor'))
      .thenRefused({ reason: 'no-such-agent' })
  })

  test("a supervisor's assign always wins", () => {
    given(conversation, opened, received, claimedByBen)
      .when(command('conversation.assign', { to: 'ana' }), agent('sue', friday + hour, 'supervisor'))
      .then({ type: 'conversation.assigned', to: 'ana' })
  })

  test('who holds it may let go, others may not', () => {
    const letGo = command('conversation.unassign', {})
    given(conversation, opened, received, claimedByBen)
      .when(letGo, agent('ben'))
      .then({ type: 'conversation.unassigned' })
    given(conversation, opened, received, claimedByBen)
      .when(letGo, agent('ana'))
      .thenRefused({ reason: 'already-claimed', by: 'ben', at: friday + minute })
    given(conversation, opened, received).when(letGo, agent('ana')).thenNothing()
  })
})

describe('resolve', () => {
  const resolve = (seen: string | null) => command('conversation.resolve', { seen })

  test('closes what its author has read to the end', () => {
    given(conversation, opened, received).when(resolve('m1'), agent('ana')).then({ type: 'conversation.resolved' })
  })

  test('never closes over an unseen customer message', () => {
    const newer = fact('conversation.message-received', { message: 'm2', content: text('Wait!') })
    given(conversation, opened, received, newer)
      .when(resolve('m1'), agent('ana'))
      .thenRefused({ reason: 'unseen-message', message: 'm2' })
  })

  test("is not fooled by its author's own reply standing last", () => {
    const newer = fact('conversation.message-received', { message: 'm2', content: text('Wait!') })
    const own = fact('conversation.replied', { message: 'r1', content: text('Done'), by: byAgent('ana') })
    given(conversation, opened, received, newer, own)
      .when(resolve('m1'), agent('ana'))
      .thenRefused({ reason: 'unseen-message', message: 'm2' })
  })

  test('twice is once', () => {
    given(conversation, opened, received, fact('conversation.resolved', { by: byAgent('ben') }))
      .when(resolve('m1'), agent('ana'))
      .thenNothing()
  })

  test('a customer who writes opens it again', () => {
    given(conversation, opened, received, fact('conversation.resolved', { by: byAgent('ben') }))
      .when(
        command('conversation.receive', {
          inbox: 'shop',
          platform: 'whatsapp',
          contact: 'mia',
          message: 'm2',
          content: text('Hi')
        }),
        platform()
      )
      .then({ type: 'conversation.message-received', message: 'm2' }, { type: 'conversation.reopened' })
  })
})

describe('snooze', () => {
  const until = friday + 3 * hour
  const snooze = command('conversation.snooze', { until, seen: 'm1' })
  const snoozed = fact('conversation.snoozed', { until, by: byAgent('ana') })

  test('puts it aside until then', () => {
    given(conversation, opened, received).when(snooze, agent('ana')).then({ type: 'conversation.snoozed', until })
  })

  test('written offline and arriving after its time changes nothing', () => {
    given(conversation, opened, received)
      .when(snooze, agent('ana', friday + 5 * hour))
      .thenNothing()
  })

  test('wakes at its time and not before', () => {
    const wake = command('conversation.wake', {})
    given(conversation, opened, received, snoozed)
      .when(wake, platform(until - 1))
      .thenNothing()
    given(conversation, opened, received, snoozed).when(wake, platform(until)).then({ type: 'conversation.woken' })
  })
})

describe('labels, priority and read marks', () => {
  test('a label twice is once, and taking off what is not there is no mistake', () => {
    const label = command('conversation.label', { label: 'refund' })
    given(conversation, opened, received)
      .when(label, agent('ana'))
      .then({ type: 'conversation.labelled', label: 'refund' })
    given(conversation, opened, fact('conversation.labelled', { label: 'refund' }))
      .when(label, agent('ana'))
      .thenNothing()
    given(conversation, opened)
      .when(command('conversation.unlabel', { label: 'refund' }), agent('ana'))
      .thenNothing()
  })

  test('read marks only go forward, and not past what was received', () => {
    const read = fact('conversation.marked-read', { upTo: 1, by: byAgent('ana') })
    const mark = (upTo: number) => command('conversation.mark-read', { upTo })
    given(conversation, opened, received)
      .when(mark(7), agent('ana'))
      .then({ type: 'conversation.marked-read', upTo: 1 })
    given(conversation, opened, received, read).when(mark(1), agent('ana')).thenNothing()
    given(conversation, opened, received, read).when(mark(1), agent('ben')).then({ type: 'conversation.marked-read' })
  })

  test('a note is kept whatever the state of the conversation', () => {
    given(conversation, opened, received, fact('conversation.resolved', {}))
      .when(command('conversation.note', { text: 'Paid twice' }), agent('ana'))
      .then({ type: 'conversation.noted', text: 'Paid twice' })
  })

  test('nobody gives a report of the platforms in an agent’s name', () => {
    given(conversation, opened, received)
      .when(command('conversation.receipt', { platformId: 'p1', status: 'read' }), agent('ana', friday, 'admin'))
      .thenRefused({ reason: 'not-allowed' })
  })
})
