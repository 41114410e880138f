import { afterEach, describe, expect, test } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import { startCourtesies, type Courtesies, type CourtesyParts } from '../../sync-server/platforms/courtesies.ts'
import type { Courtesy, Shown } from '../../sync-server/platforms/courtesy.ts'
import type { Platform } from '../../sync-server/platforms/port.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { openReadTokens } from '../../sync-server/platforms/read-tokens.ts'
import { change, hook, sheena, text } from './payloads.ts'
import { sendingHouse } from './sending-house.ts'
import { logger } from './world.ts'

const { here, conversation } = sendingHouse()
const nowSeconds = () => Math.floor(Date.now() / 1000)

const open: Courtesies[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(one => one.stop()))
})

/** A customer who has written `hello`, a platform that remembers what it was to show, and the desk between them. */
async function chat(answer: (signal: AbortSignal) => Promise<Shown> = async () => ({ result: 'shown' })) {
  const talk = await conversation()
  const { tenant, inbox } = talk
  const [contact] = await here.people.find(tenant, [[{ platform: 'whatsapp', kind: 'wa_id', value: sheena.wa_id }]])
  const id = here.people.conversationOf(tenant, inbox.inbox, contact!)
  const shown: Courtesy[] = []
  const counted: Parameters<CourtesyParts['count']>[0][] = []
  const began = Date.now()
  const clock = { aheadMs: 0 }
  const platform: Platform = {
    ...platformOf('whatsapp')!,
    show: (courtesy, _secret, { signal }) => {
      shown.push(courtesy)
      return answer(signal)
    }
  }
  const desk = startCourtesies({
    actors: here.actors,
    follow: {
      onCommitted: listener => here.log.follow.onCommitted(batch => batch.tenant === tenant && listener(batch))
    },
    secrets: here.secrets,
    platformOf: () => platform,
    baseUrlOf: () => 'http://platform.invalid',
    surfaces: [],
    readTokens: openReadTokens(),
    count: labels => void counted.push(labels),
    now: () => began + clock.aheadMs,
    logger
  })
  open.push(desk)
  let told = 0
  const base = () => ({ id: `${tenant}-courtesy-${told++}`, at: Date.now(), conversation: id })
  return {
    ...talk,
    shown,
    counted,
    clock,
    kinds: () => shown.map(({ kind, message }) => `${kind} ${message}`),
    says: (name: string) =>
      talk.post(hook(change({ contacts: [sheena], messages: [text(name, 'and then?', nowSeconds())] }))),
    reads: (upTo: number) => here.tell(tenant, { ...base(), type: 'conversation.mark-read', upTo }),
    writes: () => desk.writing(tenant, id, 'agent-1'),
    notes: () => here.tell(tenant, { ...base(), type: 'conversation.note', text: 'only for us' }),
    set: (courtesies: { read: boolean; typing: boolean }) =>
      here.tell(tenant, { ...base(), type: 'inbox.set-courtesies', inbox: inbox.inbox, courtesies }),
    stopInbox: () =>
      here.actors.tell(
        tenant,
        {
          ...base(),
          type: 'inbox.stop-sending',
          inbox: inbox.inbox,
          failure: { code: '190', reason: 'no token' }
        },
        now => trustedContext({ kind: 'system', id: 'sender' }, now)
      ),
    /** All that would be shown for what has happened so far has been asked for. */
    settled: () => desk.stop()
  }
}

describe('that an agent has read', () => {
  test('is shown once for each message that was the last, however many of us read it', async () => {
    const talk = await chat()
    await talk.reads(1)
    await expect.poll(talk.kinds).toEqual(['read wamid.A'])
    await talk.says('B')
    await talk.reads(2)
    await expect.poll(talk.kinds).toEqual(['read wamid.A', 'read wamid.B'])
    await talk.settled()
    expect(talk.counted).toEqual([
      { platform: 'whatsapp', kind: 'read', result: 'shown' },
      { platform: 'whatsapp', kind: 'read', result: 'shown' }
    ])
  })

  test('is not shown of a message that nobody has seen yet', async () => {
    const talk = await chat()
    await talk.says('B')
    await talk.reads(1)
    await talk.settled()
    expect(talk.kinds()).toEqual([])
  })

  test.each(['the inbox does not want it', 'the inbox sends nothing', 'there was only a note'])(
    'is not shown where %s',
    async why => {
      const talk = await chat()
      if (why === 'the inbox does not want it') await talk.set({ read: false, typing: true })
      if (why === 'the inbox sends nothing') await talk.stopInbox()
      await (why === 'there was only a note' ? talk.notes() : talk.reads(1))
      await talk.settled()
      expect(talk.kinds()).toEqual([])
    }
  )

  test('is asked for once, whatever the platform answers', async () => {
    const answers: Shown[] = [{ result: 'refused', code: '100' }, { result: 'lost' }]
    const talk = await chat(async () => answers.shift()!)
    await talk.reads(1)
    await expect.poll(() => talk.counted.length).toBe(1)
    await talk.says('B')
    await talk.reads(2)
    await expect.poll(() => talk.counted.map(({ result }) => result)).toEqual(['refused', 'lost'])
    expect(talk.kinds()).toEqual(['read wamid.A', 'read wamid.B'])
  })
})

describe('that somebody writes', () => {
  test('is shown while a hand moves, and again when it would have faded', async () => {
    const talk = await chat()
    await talk.reads(1)
    await expect.poll(talk.kinds).toEqual(['read wamid.A'])
    talk.writes()
    await expect.poll(talk.kinds).toEqual(['read wamid.A', 'typing wamid.A'])
    talk.writes()
    talk.clock.aheadMs = 19_000
    talk.writes()
    talk.clock.aheadMs = 21_000
    talk.writes()
    await expect.poll(talk.kinds).toEqual(['read wamid.A', 'typing wamid.A', 'typing wamid.A'])
  })

  test('never calls a message read that nobody has seen, nor where reading is not to be shown', async () => {
    const talk = await chat()
    talk.writes()
    await talk.set({ read: false, typing: true })
    await talk.reads(1)
    talk.clock.aheadMs = 60_000
    talk.writes()
    await talk.settled()
    expect(talk.kinds()).toEqual([])
  })

  test('is let go when the words are there, and shown anew for the next', async () => {
    const talk = await chat(async signal => {
      await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
      return { result: 'lost' }
    })
    await talk.reads(1)
    await expect.poll(() => talk.shown.length).toBe(1)
    talk.writes()
    await expect.poll(() => talk.shown.length).toBe(2)
    await talk.reply('here you are')
    await expect.poll(() => talk.counted.some(({ kind }) => kind === 'typing')).toBe(true)
    talk.writes()
    await expect.poll(() => talk.shown.length).toBe(3)
  })

  test('too often for a platform is dropped, and counted', async () => {
    const talk = await chat()
    await talk.reads(1)
    await expect.poll(talk.kinds).toEqual(['read wamid.A'])
    for (let n = 0; n < 12; n++) {
      // Due again because a reply came in between, and too many in this one moment.
      await talk.reply(`so far ${n}`)
      talk.writes()
      await expect.poll(() => talk.counted.length).toBe(n + 2)
    }
    expect(talk.counted.some(({ result }) => result === 'late')).toBe(true)
  })
})
