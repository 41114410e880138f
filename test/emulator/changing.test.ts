// @module-tag long
import { describe, expect, test } from 'vitest'
import { strategies, strategyOf } from '../../shared/platforms/strategies.ts'
import { mayEdit, mayUnsend } from '../../shared/protocol/emulator-later.ts'
import type { PhoneMessage } from '../../shared/protocol/emulator.ts'
import { openPast } from '../../sync-server/emulator/past.ts'
import { stage, until } from './stage.ts'

const played = ['whatsapp', 'telegram', 'messenger', 'instagram', 'line', 'sms', 'email'] as const

test('every vendor by whose strategy customers change anything is played here', () => {
  const told = strategies.filter(one => one.edits !== 'nobody' || one.unsends !== 'nobody').map(one => one.platform)
  expect(told.filter(platform => !played.some(one => one === platform))).toEqual([])
})

/** What a webhook of each says, by the documentation. */
const webhooks = {
  whatsapp: {
    edit: (id: string) => ({ type: 'edit', edit: { original_message_id: id, message: { type: 'text' } } }),
    unsend: (id: string) => ({ type: 'revoke', revoke: { original_message_id: id } })
  },
  telegram: {
    edit: (id: string) => ({ edited_message: { message_id: Number(id.split(':').at(-1)), text: 'In stock?' } }),
    unsend: null
  },
  messenger: { edit: (mid: string) => ({ message_edit: { mid, text: 'In stock?', num_edit: 1 } }), unsend: null },
  instagram: {
    edit: (mid: string) => ({ message_edit: { mid, text: 'In stock?', num_edit: 1 } }),
    unsend: (mid: string) => ({ message: { mid, is_deleted: true } })
  },
  line: { edit: null, unsend: (messageId: string) => ({ type: 'unsend', unsend: { messageId } }) },
  sms: { edit: null, unsend: null },
  email: { edit: null, unsend: null }
}

/** What is told in a webhook, without what it is wrapped in. */
function itemsOf(request: unknown): unknown[] {
  const { entry, events } = request as { entry?: { messaging?: unknown[]; changes?: unknown[] }[]; events?: unknown[] }
  if (events) return events
  if (!entry) return [request]
  const changes = entry.flatMap(one => one.changes ?? []) as { value: { messages: unknown[] } }[]
  return [...entry.flatMap(one => one.messaging ?? []), ...changes.flatMap(({ value }) => value.messages)]
}

function refused(answer: object, error: string, messages: readonly PhoneMessage[]): void {
  expect(answer).toEqual({ status: 400, body: { error } })
  expect(messages).toMatchObject([{ text: 'Hello?', ticks: 'delivered' }])
  expect(messages[0]).not.toHaveProperty('edits')
}

describe.each(played)('%s', platform => {
  const on = stage(platform)
  const { edit, unsend } = webhooks[platform]
  const change = (id: string, of: string, text: string | null) =>
    on.post(`/phones/${platform}/${id}/change`, { of, text })
  const lastHook = async () => {
    const seen = (await on.state()).traffic.findLast(({ way, status }) => way === 'webhook' && status === 200)
    return itemsOf(seen?.request)
  }
  const talk = async () => {
    const ana = await on.chat('Ana Asks')
    const [first] = (await on.phone(ana.id)).messages
    const factsOf = async (type: string) => (await ana.facts()).filter(fact => fact.type === type)
    return { ...ana, first: first!, factsOf, messages: async () => (await on.phone(ana.id)).messages }
  }

  test('what its customers may do is what its strategy says', async () => {
    const [standIn] = (await on.state()).standIns
    const { edits, unsends } = strategyOf(platform)
    expect([standIn?.later?.edit !== undefined, standIn?.later?.unsend !== undefined]).toEqual([
      edits !== 'nobody',
      unsends !== 'nobody'
    ])
  })

  test('a message is changed where its customers can, and is told as documented', async () => {
    const ana = await talk()
    const answer = await change(ana.id, ana.first.id, 'In stock?')
    if (!edit) return refused(answer, 'This cannot be changed, or not any more.', await ana.messages())
    expect(answer.status).toBe(200)
    expect(await ana.messages()).toEqual([{ ...ana.first, text: 'In stock?', edits: 1 }])
    await until(async () => (await ana.factsOf('conversation.message-edited')).length === 1)
    expect(await ana.factsOf('conversation.message-edited')).toMatchObject([
      { message: ana.first.id, content: { kind: 'text', text: 'In stock?' } }
    ])
    await until(async () => JSON.stringify(await lastHook()).includes('In stock?'))
    expect(await lastHook()).toMatchObject([edit(ana.first.id)])
    // The same is on the phone when the server comes back.
    expect(await remembered(ana.id)).toMatchObject([{ id: ana.first.id, text: 'In stock?', edits: 1 }])
  })

  test('a message is taken back where its customers can, and nothing of it is left', async () => {
    const ana = await talk()
    const answer = await change(ana.id, ana.first.id, null)
    if (!unsend) return refused(answer, 'This cannot be taken back, or not any more.', await ana.messages())
    expect(await ana.messages()).toMatchObject([{ id: ana.first.id, text: '', unsent: true, ticks: 'delivered' }])
    await until(async () => (await ana.factsOf('conversation.message-unsent')).length === 1)
    expect(await ana.factsOf('conversation.message-unsent')).toMatchObject([{ message: ana.first.id }])
    await until(async () => !JSON.stringify(await lastHook()).includes('Hello?'))
    expect(await lastHook()).toMatchObject([unsend(ana.first.id)])
    expect(await remembered(ana.id)).toMatchObject([{ id: ana.first.id, text: '', unsent: true }])
    // Once.
    expect((await change(ana.id, ana.first.id, null)).status).toBe(400)
    expect((await change(ana.id, ana.first.id, 'Again')).status).toBe(400)
  })

  test('what the business wrote, and what nobody wrote, stays as it is', async () => {
    const ana = await talk()
    await ana.reply('Hello Ana')
    await until(async () => (await ana.messages()).length === 2)
    const ours = (await ana.messages())[1]!
    for (const of of [ours.id, 'nothing']) {
      expect((await change(ana.id, of, 'Something')).status).toBe(400)
      expect((await change(ana.id, of, null)).status).toBe(400)
    }
    expect((await change(ana.id, ana.first.id, '  ')).status).toBe(400)
    expect((await change(ana.id, ana.first.id, 'w'.repeat(5001))).status).toBe(400)
    expect((await ana.messages())[0]).toMatchObject({ text: 'Hello?' })
  })

  /** As another server would draw this phone from the log. */
  async function remembered(id: string) {
    const { sql, actors, people, log } = on.here
    const parts = { sql, actors, streams: log.streams, follow: log.follow, handles: people }
    return (await openPast(parts, strategyOf(platform), on.inbox.tenant, on.inbox.inbox).of(id))?.messages
  }
})

describe('what a customer may still do', () => {
  const minute = 60_000
  const said: PhoneMessage = { id: '1', from: 'customer', kind: 'text', text: 'Hello', at: 0, ticks: 'delivered' }
  const later = { edit: { forMs: 15 * minute, most: 2 }, unsend: { forMs: 60 * minute } }

  test.each<[string, PhoneMessage, number, boolean, boolean]>([
    ['just said', said, 0, true, true],
    ['until a time', said, 15 * minute, true, true],
    ['and not after it', said, 15 * minute + 1, false, true],
    ['nor after the other', said, 60 * minute + 1, false, false],
    ['changed once', { ...said, edits: 1 }, 0, true, true],
    ['changed as often as it may be', { ...said, edits: 2 }, 0, false, true],
    ['a photo', { ...said, kind: 'image' }, 0, false, true],
    ['pressed', { ...said, pressed: true }, 0, false, false],
    ['taken back', { ...said, unsent: true }, 0, false, false],
    ['of the business', { ...said, from: 'business' }, 0, false, false]
  ])('%s', (_what, message, now, edits, unsends) => {
    expect([mayEdit(later, message, now), mayUnsend(later, message, now)]).toEqual([edits, unsends])
    expect([mayEdit(undefined, message, now), mayUnsend(undefined, message, now)]).toEqual([false, false])
  })
})
