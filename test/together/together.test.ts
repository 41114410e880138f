import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Hono } from 'hono'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { listen } from '../../sync-server/http/listen.ts'
import { closing, largestDocument, longestUpdate, mostSocketsOfOne } from '../../sync-server/together/limits.ts'
import { togetherRoute } from '../../sync-server/together/route.ts'
import { awarenessFrame, updateFrame } from '../../sync-server/together/wire.ts'
import { firm, house, signIn, type Firm } from '../sync/house.ts'
import { writer, type Writer } from './writer.ts'

const home = house()
let ours: Firm
let conversation = ''
const cookies: Record<string, string> = {}
const there: Writer[] = []

beforeAll(async () => {
  ours = await firm(home)
  for (const agent of ['ada', 'bea', 'admin']) {
    cookies[agent] = await signIn(home.url, `${agent}.${ours.tenant}@firm.test`)
  }
})
afterEach(() => there.splice(0).forEach(one => one.leave()))

function joins(agent: string, where = conversation, cookie = cookies[agent] ?? '', copyOf?: Writer): Writer {
  const one = writer(home.url, where, cookie, copyOf)
  there.push(one)
  return one
}
const newConversation = async (inbox = ours.inboxes.sales) => (conversation = await ours.customerWrites(inbox, 'hello'))

describe('writing together', () => {
  test('two who have the conversation open see each other’s words, and a third who comes later sees all', async () => {
    await newConversation()
    const [ada, admin] = [joins('ada'), joins('admin')]
    ada.write('Dear ')
    await expect.poll(() => admin.text()).toBe('Dear ')
    admin.write('Clara')
    await expect.poll(() => ada.text()).toBe('Dear Clara')
    expect(joins('ada').text()).toBe('')
    await expect.poll(() => there.at(-1)?.text()).toBe('Dear Clara')
  })

  test('what was written stays when everybody has gone, and is kept compacted', async () => {
    await newConversation()
    const ada = joins('ada')
    for (let i = 0; i < 200; i++) ada.write('word ')
    ada.doc.getText('reply').delete(0, 900)
    const kept = () =>
      home.core.sql
        .of(ours.tenant)
        .query<{ state: Uint8Array }>('select state from shared_draft where conversation = $1', [conversation])
    const place = { tenant: ours.tenant, stream: `conversation/${conversation}` as const }
    const stored = async () => {
      const doc = new Y.Doc()
      const [row] = await kept()
      const state = row && (await home.core.keyring.ofStream.unseal(place, Buffer.from(row.state)))
      if (state) Y.applyUpdate(doc, state)
      return doc.getText('reply').toString()
    }
    await expect.poll(stored).toBe('word '.repeat(20))
    expect((await kept())[0]?.state.byteLength).toBeLessThan(1000)
    ada.leave()
    await expect.poll(() => joins('admin').text()).not.toBe(undefined)
    await expect.poll(() => there.at(-1)?.text()).toBe('word '.repeat(20))
  })

  test('words written without a network join those of the others when it is back', async () => {
    await newConversation()
    const [ada, admin] = [joins('ada'), joins('admin')]
    ada.write('one ')
    await expect.poll(() => admin.text()).toBe('one ')
    ada.provider.disconnect()
    ada.write('offline ')
    admin.doc.getText('reply').insert(0, 'zero ')
    ada.provider.connect()
    await expect.poll(() => [ada.text(), admin.text()]).toEqual(['zero one offline ', 'zero one offline '])
  })
})

test('of an erased conversation everybody is shown out, and no word is kept, also of what was on its way', async () => {
  await newConversation()
  const [ada, admin] = [joins('ada'), joins('admin')]
  ada.write('kept')
  await expect.poll(() => admin.text()).toBe('kept')
  ada.write(' and on its way to the disk')
  await home.together.forget(ours.tenant, conversation)
  expect(await Promise.all([ada.shownOut, admin.shownOut])).toEqual([closing.erased, closing.erased])
  const kept = () =>
    home.core.sql.of(ours.tenant).query('select 1 from shared_draft where conversation = $1', [conversation])
  expect(await kept()).toEqual([])
  const later = joins('ada')
  await expect.poll(() => later.provider.synced).toBe(true)
  expect([later.text(), await kept()]).toEqual(['', []])
})

describe('presence', () => {
  test('tells who is there and who is typing, under the name of the session, whatever they claim', async () => {
    await newConversation()
    const [ada, admin] = [joins('ada'), joins('admin')]
    ada.provider.awareness.setLocalState({ typing: 'reply', person: { id: 'admin', name: 'Somebody else' } })
    await expect.poll(() => admin.others()).toEqual([{ typing: 'reply', person: { id: 'ada', name: 'ada' } }])
    const late = joins('admin')
    await expect.poll(() => late.others()).toContainEqual({ typing: 'reply', person: { id: 'ada', name: 'ada' } })
    ada.leave()
    await expect.poll(() => admin.others().filter(other => 'typing' in other)).toEqual([])
  })

  test('two tabs never share a Yjs client: of one person the newer stays, of two the first', async () => {
    await newConversation()
    const first = joins('ada')
    first.provider.awareness.setLocalState({})
    await expect.poll(() => first.provider.synced).toBe(true)
    const copied = (agent: string) => joins(agent, conversation, cookies[agent], first)
    expect(await copied('admin').shownOut).toBe(closing.clientIdTaken)
    copied('ada')
    expect(await first.shownOut).toBe(closing.clientIdTaken)
  })
})

describe('who may come in', () => {
  const status = (cookie: string, origin = home.url) =>
    new Promise<number | undefined>(resolve => {
      const socket = new WebSocket(`${home.url.replace('http', 'ws')}/together/${conversation}`, {
        headers: { cookie, origin }
      })
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode))
      socket.on('error', () => undefined)
      socket.on('open', () => resolve(undefined))
    })

  test('nobody without a session, and no page of another site', async () => {
    await newConversation()
    expect(await status('daybook_session=guessed')).toBe(401)
    expect(await status(cookies['ada'] ?? '', 'https://elsewhere.test')).toBe(403)
  })

  test('nobody from another inbox or workspace, nor to a conversation that never was', async () => {
    await newConversation()
    expect(await joins('bea').shownOut).toBe(closing.notYours)
    const theirs = await firm(home)
    const stranger = await signIn(home.url, `admin.${theirs.tenant}@firm.test`)
    expect(await joins('stranger', conversation, stranger).shownOut).toBe(closing.notYours)
    expect(await joins('ada', 'no-such-conversation').shownOut).toBe(closing.notYours)
    expect(await joins('ada', 'not an id').shownOut).toBe(closing.notYours)
  })

  test('who loses the inbox, or signs out, is shown out at once and reads no further word', async () => {
    await newConversation()
    const [ada, admin] = [joins('ada'), joins('admin')]
    await expect.poll(() => ada.provider.synced && admin.provider.synced).toBe(true)
    await ours.tell({ type: 'inbox.remove-member', inbox: ours.inboxes.sales, agent: 'ada' })
    expect(await ada.shownOut).toBe(closing.notYours)
    admin.write('secret')
    expect(ada.text()).toBe('')
    await ours.tell({ type: 'inbox.add-member', inbox: ours.inboxes.sales, agent: 'ada' })

    const cookie = await signIn(home.url, `ada.${ours.tenant}@firm.test`)
    const again = joins('ada', conversation, cookie)
    await expect.poll(() => again.text()).toBe('secret')
    await fetch(`${home.url}/api/sign-out`, { method: 'POST', headers: { cookie, origin: home.url } })
    expect(await again.shownOut).toBe(closing.signedOut)
  })
})

describe('limits', () => {
  /** A socket that says what no stock client would. */
  const raw = async (frames: readonly Uint8Array[]) => {
    const socket = new WebSocket(`${home.url.replace('http', 'ws')}/together/${conversation}`, {
      headers: { cookie: cookies['ada'] ?? '', origin: home.url }
    })
    const closed = new Promise<number>(resolve => socket.on('close', resolve))
    await new Promise(resolve => socket.on('open', resolve))
    for (const frame of frames) socket.send(frame)
    return closed
  }

  test('what is not of the protocol ends the socket, and the document is as before', async () => {
    await newConversation()
    const ada = joins('ada')
    ada.write('safe')
    for (const frame of [
      new Uint8Array([9, 9, 9]),
      new Uint8Array([]),
      updateFrame(new Uint8Array([255, 255, 255, 255, 255])),
      // A question with a broken state vector.
      new Uint8Array([0, 0, 3, 200, 1, 200]),
      awarenessFrame([{ client: 1, clock: 1, state: '{"typing":"everywhere"}' }]),
      awarenessFrame([{ client: 1, clock: 1, state: `{"caret":{"field":"reply","anchor":"${'x'.repeat(3000)}"}}` }])
    ]) {
      expect(await raw([frame])).toBe(closing.notUnderstood)
    }
    await expect.poll(() => joins('admin').provider.synced).toBeDefined()
    await expect.poll(() => there.at(-1)?.text()).toBe('safe')
  })

  test('neither one update nor a document grows past its bound', async () => {
    await newConversation()
    const ada = joins('ada')
    await expect.poll(() => ada.provider.synced).toBe(true)
    ada.write('x'.repeat(longestUpdate + 1))
    expect(await ada.shownOut).toBe(closing.tooLarge)

    const admin = joins('admin')
    await expect.poll(() => admin.provider.synced).toBe(true)
    for (let i = 0; i < largestDocument / 60_000 + 1; i++) admin.write('y'.repeat(60_000))
    expect(await admin.shownOut).toBe(closing.tooLarge)
  })

  test('one agent has so many sockets and no more', async () => {
    await newConversation()
    const all = Array.from({ length: mostSocketsOfOne }, () => joins('bea', conversation))
    all.forEach(one => one.leave())
    const mine = Array.from({ length: mostSocketsOfOne }, () => joins('ada'))
    await expect.poll(() => mine.every(one => one.provider.synced), { timeout: 20_000 }).toBe(true)
    const late = joins('ada')
    const ended = new Promise<number | undefined>(resolve =>
      late.provider.on('connection-close', (event: CloseEvent | null) => resolve(event?.code))
    )
    expect(await ended).toBe(closing.full)
    // It waits for a seat, and takes it.
    mine.at(-1)?.leave()
    await expect.poll(() => late.provider.synced, { timeout: 20_000 }).toBe(true)
  })

  test('whoever has gone without a word is not there any more, and has left a seat', async () => {
    await newConversation()
    const app = new Hono()
    app.route('/together', togetherRoute(home.together, home.core.signIns, undefined, 100))
    const listening = await listen(app, 0, '127.0.0.1')
    const opens = async (autoPong: boolean) => {
      const socket = new WebSocket(`ws://127.0.0.1:${listening.port}/together/${conversation}`, {
        autoPong,
        headers: { cookie: cookies['ada'] ?? '', origin: `http://127.0.0.1:${listening.port}` }
      })
      await new Promise(resolve => socket.on('open', resolve))
      socket.send(awarenessFrame([{ client: autoPong ? 8 : 7, clock: 1, state: '{"typing":"reply"}' }]))
      return socket
    }
    const admin = joins('admin')
    await opens(true)
    const inTunnel = await opens(false)
    const gone = new Promise(resolve => inTunnel.on('close', resolve))
    const who = () => [...admin.provider.awareness.getStates().keys()].filter(client => client < 10)
    await expect.poll(who).toEqual([8, 7])
    await gone
    await expect.poll(who).toEqual([8])
    await listening.close(0)
  })
})
