// @module-tag long
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { openPast } from '../../sync-server/emulator/past.ts'
import { stage, until } from './stage.ts'

/** How the webhook of each says that it was in a group, by the documentation. */
const groups = {
  whatsapp: /"group_id":"\w+"/,
  telegram: /"chat":\{"id":-\d+,"type":"supergroup"/,
  line: /"source":\{"type":"group","groupId":"C\w+","userId":"U/
}

describe.each(['whatsapp', 'telegram', 'line'] as const)('in a group on %s', platform => {
  const on = stage(platform)
  const inGroup = (id: string, text: string) => on.says(id, { kind: 'group', text })
  const message = async (id: string) => (await on.phone(id)).messages.at(-1)!

  test('what a customer writes is shown as that, and told as documented', async () => {
    const ana = await on.chat('Ana Together')
    const before = await on.phone(ana.id)
    expect((await inGroup(ana.id, 'Hello all')).status).toBe(201)
    await until(async () => (await message(ana.id)).ticks === 'delivered')
    expect(await message(ana.id)).toMatchObject({ text: 'Hello all', group: 'Friends of the shop' })
    expect((await ana.received()).at(-1)).toMatchObject({
      kind: 'unsupported',
      what: 'group_message',
      caption: 'Hello all',
      elsewhere: true
    })
    const hook = (await on.state()).traffic.findLast(({ way }) => way === 'webhook')
    expect(JSON.stringify(hook?.request)).toMatch(groups[platform])
    // It opens no window, and nothing can be done to it here.
    expect((await on.phone(ana.id)).windowClosesAt).toBe(before.windowClosesAt)
    const { id: of } = await message(ana.id)
    const changed = await on.post(`/phones/${platform}/${ana.id}/change`, { of, text: null })
    expect(changed.status).toBe(400)
    const { sql, actors, people, log } = on.here
    const parts = { sql, actors, streams: log.streams, follow: log.follow, handles: people }
    const past = await openPast(parts, strategyOf(platform), on.inbox.tenant, on.inbox.inbox).of(ana.id)
    expect(past?.messages.at(-1)).toMatchObject({ id: of, text: 'Hello all', group: 'Friends of the shop' })
  })

  test('whoever has only written there cannot be written to', async () => {
    const { id } = await on.meet('Ben Together')
    await inGroup(id, 'Me, too')
    await until(async () => (await message(id)).ticks === 'delivered')
    const kinds = strategyOf(platform).handles
    const [contact] = await on.here.people.find(on.inbox.tenant, [kinds.map(kind => ({ platform, kind, value: id }))])
    const conversation = on.here.people.conversationOf(on.inbox.tenant, on.inbox.inbox, contact!)
    const content = { kind: 'text', text: 'Hello Ben' } as const
    const command = { id: randomUUID(), at: Date.now(), conversation, content, seen: null }
    await on.here.tell(on.inbox.tenant, { type: 'conversation.reply', ...command })
    const sends = async () => (await on.here.actors.state(on.inbox.tenant, 'conversation', conversation)).sends
    // Where there is a window, nothing is even tried: it never opened.
    const tried = strategyOf(platform).replyWindowHours === null ? ['failed'] : []
    await until(async () => JSON.stringify((await sends()).map(({ delivery }) => delivery)) === JSON.stringify(tried))
    expect((await on.phone(id)).messages).toHaveLength(1)
  })

  test('two customers there are two people, whose messages are told apart', async () => {
    const [ana, ben] = [await on.chat('Ana There'), await on.chat('Ben There')]
    await inGroup(ana.id, 'From Ana')
    await inGroup(ben.id, 'From Ben')
    await until(async () => (await ben.received()).length === 2)
    await until(async () => (await ana.received()).length === 2)
    expect((await message(ana.id)).id).not.toBe((await message(ben.id)).id)
    expect([(await ana.received())[1], (await ben.received())[1]]).toMatchObject([
      { caption: 'From Ana' },
      { caption: 'From Ben' }
    ])
  })
})

describe('in a group on Telegram, whose messages are counted anew in every chat', () => {
  const on = stage('telegram')

  test('nothing that is put on one of them lands on the message of that number in another chat', async () => {
    const ana = await on.chat('Ana Counts')
    await on.says(ana.id, { kind: 'group', text: 'Hello all' })
    await until(async () => (await ana.received()).length === 2)
    const [here, there] = (await on.phone(ana.id)).messages.map(({ id }) => id)
    expect(there!.split(':').at(-1)).toBe(here!.split(':').at(-1))
    await ana.put(there!, '👍')
    await until(async () => (await ana.sends())[0]?.failure?.code === 'no-id')
    expect((await on.phone(ana.id)).messages.map(({ reaction }) => reaction)).toEqual([undefined, undefined])
  })
})
