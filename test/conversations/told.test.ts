import { describe, expect, test } from 'vitest'
import type { ConversationCommand } from '../../shared/conversations/commands.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { noConversation } from '../../shared/conversations/conversation.ts'
import { conversationDecider } from '../../shared/conversations/decide.ts'
import { evolve } from '../../shared/conversations/evolve.ts'
import { emptyPage, turnPage } from '../../shared/conversations/page.ts'
import type { PageItem } from '../../shared/conversations/page-item.ts'
import { thread } from '../../shared/conversations/thread.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { byAgent, command, fact, friday, minute, opened, platform, received, text } from './story.ts'

const edge = { kind: 'system', id: 'messenger' } as const
const state = (...facts: ConversationFact[]) => replay({ initial: noConversation, evolve }, facts)
const row = (...facts: ConversationFact[]) => thread('c1', state(...facts))
const page = (...facts: ConversationFact[]) => turnPage(emptyPage, facts).items.filter(item => item.kind !== 'moment')
const first = (...facts: ConversationFact[]) => page(...facts)[0] as Extract<PageItem, { kind: 'received' }>
const inAnyOrder = <T>(all: readonly T[]): T[][] =>
  all.length < 2
    ? [[...all]]
    : all.flatMap((one, at) => inAnyOrder(all.filter((_, other) => other !== at)).map(rest => [one, ...rest]))

const place = { inbox: 'shop', platform: 'messenger', contact: 'mia' }
const decide = (facts: ConversationFact[], told: ConversationCommand): readonly ConversationFact[] => {
  const decision = conversationDecider.decide(told, state(...facts), platform(friday + 60 * minute))
  if (!decision.accepted) throw new Error(decision.refusal.reason)
  return decision.facts
}

const edited = (words: string, at: number) =>
  fact('conversation.message-edited', { message: 'm1', content: text(words), at })
const unsent = fact('conversation.message-unsent', { message: 'm1', at: friday + 3 * minute })
const reacted = (emojis: string[], at: number) => fact('conversation.reacted', { of: 'm1', emojis, at })
const elsewhere = fact('conversation.replied-elsewhere', {
  message: 'p9',
  content: text('Come by!'),
  by: edge,
  at: friday + minute
})

describe('what becomes of a message', () => {
  test('the newest edit stands, in whatever order they come, and what it said first is kept', () => {
    const facts = [received, edited('Where is it?', friday + minute), edited('Where is my order?', friday + 2 * minute)]
    for (const order of inAnyOrder(facts)) {
      expect(first(opened, ...order)).toMatchObject({ content: text('Where is my order?'), first: received.content })
      expect(row(opened, ...order)?.last?.text).toBe('Where is my order?')
    }
  })

  test('unsent is unsent, also when that is told first or an edit comes late', () => {
    for (const order of inAnyOrder([received, edited('Where?', friday + minute), unsent])) {
      expect(first(opened, ...order).later?.unsentAt).toBe(unsent.at)
      expect(row(opened, ...order)?.last?.text).toBe('Message unsent')
    }
  })

  test('a reaction is the last one its author gave, and a late older one does not come back', () => {
    const facts = [received, reacted(['👍'], friday + minute), reacted(['❤️'], friday + 2 * minute)]
    for (const order of inAnyOrder(facts))
      expect(first(opened, ...order).later?.reactions).toMatchObject([{ emojis: ['❤️'] }])
    const taken = reacted([], friday + 3 * minute)
    for (const order of inAnyOrder([...facts, taken])) {
      expect(first(opened, ...order).later?.reactions).toMatchObject([{ emojis: [] }])
    }
  })

  test('a reaction finds our reply by the platform’s id', () => {
    const replied = fact('conversation.replied', { message: 'r1', content: text('Yes'), by: byAgent('ana') })
    const sent = fact('conversation.sent', { message: 'r1', platformId: 'p1' })
    const liked = fact('conversation.reacted', { of: 'p1', emojis: ['👍'] })
    for (const order of [
      [replied, sent, liked],
      [liked, replied, sent]
    ])
      expect(page(opened, ...order)).toMatchObject([{ id: 'r1', later: { reactions: [{ emojis: ['👍'] }] } }])
  })

  test('an item without news stays the same object', () => {
    const before = turnPage(emptyPage, [opened, received, reacted(['👍'], friday + minute)])
    const after = turnPage(before, [elsewhere])
    expect(after.items.find(item => item.id === 'm1')).toBe(before.items.find(item => item.id === 'm1'))
  })

  test('nothing of it wakes or opens what was resolved, or counts as a message', () => {
    const resolved = fact('conversation.resolved', { by: byAgent('ana') })
    for (const told of [
      command('conversation.edit', { ...place, message: 'm1', content: text('x') }),
      command('conversation.unsend', { ...place, message: 'm1' }),
      command('conversation.react', { ...place, of: 'm1', emojis: ['👍'] }),
      command('conversation.notice', { ...place, what: 'referral', text: '' })
    ]) {
      const facts = decide([opened, received, resolved], told)
      expect(facts).toHaveLength(1)
      expect(row(opened, received, resolved, ...facts)).toMatchObject({ status: 'resolved', received: 1 })
    }
  })

  test('after an erasure nothing is left to change, and nobody is shown again for it', () => {
    const erased = fact('conversation.erased', { forGood: false })
    expect(decide([opened, received, erased], command('conversation.unsend', { ...place, message: 'm1' }))).toEqual([])
  })
})

describe('what was sent from another app', () => {
  test('is ours on the page, answers the customer, and is never sent by us', () => {
    expect(page(opened, received, elsewhere)).toMatchObject([
      { kind: 'received' },
      { kind: 'replied', elsewhere: true }
    ])
    const drawn = row(opened, received, elsewhere)
    expect(drawn).toMatchObject({ waitingSince: null, last: { kind: 'replied', text: 'Come by!' } })
    expect(state(opened, received, elsewhere).sends).toEqual([])
  })

  test('comes to the same in whatever order it is told', () => {
    const later = fact('conversation.message-received', { message: 'm2', content: text('Ok'), at: friday + 2 * minute })
    // Of what is over, what was promised keeps what we knew then.
    const told = (...facts: ConversationFact[]) => {
      const drawn = row(opened, ...facts)
      const owed = drawn?.runs?.filter(run => run.ended === null && run.target !== 'resolution')
      return { ...drawn, runs: owed?.map(run => run.from) }
    }
    const truth = told(received, elsewhere, later)
    expect(truth.runs).toEqual([later.at])
    for (const order of inAnyOrder([received, elsewhere, later])) expect(told(...order)).toEqual(truth)
  })

  const replied = fact('conversation.replied', { message: 'r1', content: text('Yes'), by: byAgent('ana') })
  const started = fact('conversation.send-started', { message: 'r1', at: friday + minute })
  const unknown = fact('conversation.send-unknown', { message: 'r1' })
  const echo = { ...place, platformId: 'p1', content: text('Yes') }

  test('an echo of our own reply settles what nobody knew', () => {
    for (const facts of [
      decide(
        [opened, replied, started, unknown],
        command('conversation.echo', { ...echo, ours: 'r1', content: text('other') })
      ),
      decide([opened, replied, started, unknown], command('conversation.echo', echo))
    ])
      expect(facts).toMatchObject([{ type: 'conversation.receipt-received', message: 'r1', status: 'sent' }])
  })

  test.each([
    ['voice', 'audio'],
    ['document', 'document'],
    ['image', 'image']
  ] as const)(
    'an echo of a file (%s) that nobody knows of comes without its name, as a kind of file (%s)',
    (ours, theirs) => {
      const file = { kind: 'media' as const, items: [{ media: ours, name: 'bill.pdf', mime: 'x/y', bytes: 1 }] }
      const brought = fact('conversation.replied', { message: 'r1', content: file, by: byAgent('ana') })
      const heard = { kind: 'media' as const, items: [{ media: theirs, url: 'https://cdn.example/1' }] }
      const told = decide(
        [opened, brought, started, unknown],
        command('conversation.echo', { ...echo, content: heard })
      )
      expect(told).toMatchObject([{ type: 'conversation.receipt-received', message: 'r1', status: 'sent' }])
      const other = { kind: 'media' as const, items: [{ media: 'video' as const, url: 'https://cdn.example/2' }] }
      const strange = command('conversation.echo', { ...echo, content: other })
      expect(decide([opened, brought, started, unknown], strange)).toMatchObject([
        { type: 'conversation.replied-elsewhere' }
      ])
    }
  )

  test('an echo of what is known to be sent says nothing', () => {
    const sent = fact('conversation.sent', { message: 'r1', platformId: 'p1' })
    expect(decide([opened, replied, started, sent], command('conversation.echo', echo))).toEqual([])
  })

  test('an echo that was faster than the answer, and worded otherwise, is one message all the same', () => {
    const heard = { ...echo, content: text('“Yes”') }
    const [strange] = decide([opened, replied, started], command('conversation.echo', heard)) as [ConversationFact]
    expect(strange.type).toBe('conversation.replied-elsewhere')
    const sent = fact('conversation.sent', { message: 'r1', platformId: 'p1' })
    expect(page(opened, replied, started, strange, sent)).toMatchObject([{ id: 'r1', delivery: 'sent' }])
    expect(page(opened, replied, started, sent, strange)).toMatchObject([{ id: 'r1', delivery: 'sent' }])
    const read = fact('conversation.receipt-received', { platformId: 'p1', status: 'read' })
    for (const order of inAnyOrder([strange, sent, read])) {
      expect(page(opened, replied, started, ...order)).toMatchObject([{ id: 'r1', delivery: 'read' }])
    }
  })

  test('what was told of another app’s answer before the answer itself is kept for it', () => {
    const read = fact('conversation.receipt-received', { platformId: 'p9', status: 'read' })
    for (const order of inAnyOrder([elsewhere, read])) {
      expect(page(opened, ...order)).toMatchObject([{ id: 'p9', elsewhere: true, delivery: 'read' }])
    }
  })
})

describe('receipts for a moment', () => {
  const replied = fact('conversation.replied', { message: 'r1', content: text('Yes'), by: byAgent('ana') })
  const started = fact('conversation.send-started', { message: 'r1', at: friday + minute })
  const sent = fact('conversation.sent', { message: 'r1', platformId: 'p1' })
  const readBy = (upTo: number) => fact('conversation.received-up-to', { status: 'read', upTo })

  test('lift what was taken by then, also when they are told before we know that it was taken', () => {
    for (const order of [
      [started, sent, readBy(friday + 2 * minute)],
      [started, readBy(friday + 2 * minute), sent]
    ]) {
      expect(state(opened, replied, ...order).sends).toMatchObject([{ delivery: 'read' }])
      expect(page(opened, replied, ...order)).toMatchObject([{ delivery: 'read' }])
    }
  })

  test('lift nothing younger, and nothing that nobody knows about', () => {
    expect(state(opened, replied, started, sent, readBy(friday)).sends).toMatchObject([{ delivery: 'sent' }])
    const unknown = fact('conversation.send-unknown', { message: 'r1' })
    expect(page(opened, replied, started, unknown, readBy(friday + 2 * minute))).toMatchObject([
      { delivery: 'unknown' }
    ])
  })

  test('that say an earlier moment than one before are no news', () => {
    const facts = [opened, replied, started, readBy(friday + 2 * minute)]
    expect(decide(facts, command('conversation.receipt-up-to', { status: 'read', upTo: friday }))).toEqual([])
  })
})

describe('that a reply was seen', () => {
  const on = (where: string) => fact('conversation.opened', { inbox: 'shop', platform: where, contact: 'mia' })
  const reply = (n: number) => [
    fact('conversation.replied', { message: `r${n}`, content: text(`reply ${n}`), by: byAgent('ana') }),
    fact('conversation.send-started', { message: `r${n}`, at: friday + n * minute })
  ]
  const sent = (n: number) => fact('conversation.sent', { message: `r${n}`, platformId: `p${n}` })
  const seen = (n: number) =>
    command('conversation.receipt', { platformId: `p${n}`, status: 'read', at: friday + 30 * minute })
  const deliveries = (facts: ConversationFact[]) => {
    const shown = page(...facts).flatMap(item => (item.kind === 'replied' ? [item.delivery] : []))
    expect(state(...facts).sends.map(({ delivery }) => delivery)).toEqual(shown)
    return shown
  }
  const three = [...reply(1), sent(1), ...reply(2), sent(2), ...reply(3), sent(3)]

  test('says the same of those before it on Instagram, which names the last one, and of nothing after it', () => {
    const facts = [on('instagram'), received, ...three]
    const after = [...facts, ...decide(facts, seen(2))]
    expect(deliveries(after)).toEqual(['read', 'read', 'sent'])
    expect(decide(after, seen(1))).toEqual([])
  })

  test('says it also when it came before we knew what the platform calls that reply', () => {
    const facts = [on('instagram'), received, ...reply(1), sent(1), ...reply(2)]
    const early = [...facts, ...decide(facts, seen(2))]
    expect(deliveries(early)).toEqual(['sent', 'sending'])
    const outcome = { result: 'sent' as const, platformId: 'p2' }
    const taken = [...early, ...decide(early, command('conversation.end-sending', { message: 'r2', outcome }))]
    expect(deliveries(taken)).toEqual(['read', 'read'])
  })

  test('says nothing of one that nobody knows about, or that failed', () => {
    const unknown = fact('conversation.send-unknown', { message: 'r1' })
    const facts = [on('instagram'), received, ...reply(1), unknown, ...reply(2), sent(2)]
    expect(deliveries([...facts, ...decide(facts, seen(2))])).toEqual(['unknown', 'read'])
  })

  test.each(['messenger', 'whatsapp'])('is told of each by itself on %s', where => {
    const facts = [on(where), received, ...three]
    expect(deliveries([...facts, ...decide(facts, seen(3))])).toEqual(['sent', 'sent', 'read'])
  })
})

test('what was said in a group opens no reply window', () => {
  const group = fact('conversation.message-received', {
    message: 'g1',
    content: { kind: 'unsupported', what: 'group_message', caption: 'Hello all', elsewhere: true }
  })
  expect(row(opened, group)).toMatchObject({ windowClosesAt: 0, received: 1 })
})
