import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Media } from '../../shared/conversations/content.ts'
import { connected, drained, reply, shopFor, texts } from './support/shop.ts'
import { fakeUploads, type FakeUploads } from './support/fake-upload.ts'
import { closeTabs, FakeLocks, openTab as tabOf, somebody, type Tab } from './support/tab.ts'
import { until } from './support/until.ts'
import { useDevice } from '../../web/app/device.ts'
import { replyWith } from '../../web/conversations/reply-with.ts'
import { openOutboxDb } from '../../web/log/db.ts'

let uploads: FakeUploads
/** What had arrived when each of them was asked for. */
let arrived: unknown[][]
let arriving: () => unknown[]

beforeEach(() => {
  arrived = []
  const fake = fakeUploads(() => arrived.push(arriving()))
  uploads = fake.uploads
  vi.stubGlobal('XMLHttpRequest', fake.Request)
})
afterEach(async () => {
  await closeTabs()
  vi.unstubAllGlobals()
})

const photo: Media = { media: 'image', file: 'a'.repeat(64), mime: 'image/png', bytes: 3, name: 'green.png' }
const withPhoto = (caption: string) => ({
  type: 'conversation.reply' as const,
  conversation: 'c-1',
  seen: null,
  content: { kind: 'media' as const, items: [photo], caption }
})
async function attach(tab: Tab): Promise<void> {
  await (await tab.device.ownFiles()).attach('c-1', photo, new Uint8Array([1, 2, 3]).buffer)
}
const attached = async (tab: Tab) => (await tab.device.ownFiles()).attached('c-1')

async function inATunnel(locks = new FakeLocks()) {
  const me = somebody()
  const server = shopFor(me, 'whatsapp')
  arriving = () => texts(server)
  const tab = await tabOf(server, me, locks)
  await connected(tab)
  server.isUp = false
  server.cut()
  return { me, server, tab }
}

test('a photo that only stands in a composer is something that signing out would leave behind', async () => {
  const { tab } = await inATunnel()
  await attach(tab)
  expect(await tab.device.unsent()).toEqual({ commands: 0, drafts: 1 })
  tab.device.writeDraft('c-1', 'reply', 'words beside it')
  expect(await tab.device.unsent()).toEqual({ commands: 0, drafts: 1 })
})

test('[P5] a photo attached in a tunnel is there after a reload, goes before its reply, and nothing overtakes it', async () => {
  const { me, server, tab } = await inATunnel()
  await attach(tab)
  await tab.close()
  const again = await tabOf(server, me)
  expect(await attached(again)).toEqual([photo])
  again.device.writeDraft('c-1', 'reply', 'one')
  await again.device.flushDrafts()
  expect(await again.device.dispatch(withPhoto('one'))).toMatchObject({ accepted: true })
  expect([await attached(again), await again.device.readDraft('c-1', 'reply')]).toEqual([[], ''])
  await again.device.dispatch(reply('two'))
  await again.close()

  const third = await tabOf(server, me)
  expect(third.live.outbox.value.map(entry => entry.state)).toEqual(['waiting', 'waiting'])
  uploads.answers = ['cut', 503, 201]
  server.isUp = true
  await drained(third)
  expect(uploads.brought).toEqual(Array.from({ length: 3 }, () => `/media/c-1/${photo.file}`))
  expect(arrived).toEqual([[], [], []])
  expect(texts(server)).toEqual(['one', 'two'])
  expect(server.pushed.filter(({ command }) => command !== null)).toHaveLength(2)
})

test('[P5] until its file is there, a reply does not go', async () => {
  const { server, tab } = await inATunnel()
  await attach(tab)
  await tab.device.dispatch(withPhoto('one'))
  uploads.answers = ['cut']
  server.isUp = true
  tab.world.wake()
  // Between two tries there was time enough for it to go.
  await until(() => uploads.brought.length > 2)
  expect([texts(server), tab.live.outbox.value.map(entry => entry.state)]).toEqual([[], ['waiting']])
  uploads.answers = [200]
  await drained(tab)
  expect(texts(server)).toEqual(['one'])
})

test('a template that is refused takes nothing out of the composer that stood there before it', async () => {
  const { tab } = await inATunnel()
  useDevice(tab.device)
  const code = { at: 0, as: 'coupon' as const }
  const tooLong = { parameters: ['x'.repeat(16)], places: { heading: 0, links: [], code } }
  const chosen = { kind: 'template' as const, name: 'hello', language: 'en', text: 'Hello', ...tooLong, head: photo }
  const bytes = new Uint8Array([1, 2, 3]).buffer
  expect(await replyWith('c-1', chosen, bytes)).toBe(false)
  expect(await attached(tab)).toEqual([])
  await attach(tab)
  expect(await replyWith('c-1', chosen, bytes)).toBe(false)
  expect(await attached(tab)).toEqual([photo])
})

test('[P5] a template waits for the picture in its heading', async () => {
  const { server, tab } = await inATunnel()
  await attach(tab)
  const chosen = { name: 'hello', language: 'en', parameters: [], text: 'Hello Ana', head: photo }
  await tab.device.dispatch({ ...withPhoto(''), content: { kind: 'template', ...chosen } })
  expect([await attached(tab), tab.live.outbox.value.map(entry => entry.words)]).toEqual([[], ['Hello Ana']])
  uploads.answers = ['cut', 201]
  server.isUp = true
  await drained(tab)
  expect(uploads.brought).toEqual(Array.from({ length: 2 }, () => `/media/c-1/${photo.file}`))
  expect(arrived).toEqual([[], []])
})

test('what the server will not take holds up nothing: its reply goes, to be judged there', async () => {
  const { server, tab } = await inATunnel()
  await attach(tab)
  await tab.device.dispatch(withPhoto('one'))
  await tab.device.dispatch(reply('two'))
  uploads.answers = [415]
  server.isUp = true
  await drained(tab)
  expect([uploads.brought.length, texts(server)]).toEqual([1, ['one', 'two']])
})

test('why the server will not take a file is said by its reply, also after a reload, until it is tried again', async () => {
  const { me, server, tab } = await inATunnel()
  await attach(tab)
  await tab.device.dispatch(withPhoto('one'))
  const why = { reason: 'file-too-big', limit: 16_777_216 } as const
  uploads.answers = [{ status: 413, text: JSON.stringify({ refusal: why }) }, 201]
  server.lacksFiles = true
  server.isUp = true
  tab.world.wake()
  await until(() => tab.live.outbox.value[0]?.state === 'refused')
  expect(tab.live.outbox.value[0]?.refusal).toEqual(why)
  await tab.close()
  const again = await tabOf(server, me)
  await until(() => again.live.outbox.value.length > 0)
  expect(again.live.outbox.value).toMatchObject([{ state: 'refused', refusal: why }])

  // Brought and lost there: what was said of it before is not said of this.
  expect(await (await again.device.ownFiles()).attachAgain('c-1', photo.file!)).toBe(true)
  await again.device.discardRefused(again.live.outbox.value[0]!.id)
  await again.device.dispatch(withPhoto('one'))
  await until(() => again.live.outbox.value[0]?.state === 'refused')
  expect([uploads.brought.length, again.live.outbox.value[0]?.refusal]).toEqual([2, { reason: 'no-such-file' }])
})

test('a file whose bytes the browser has lost says so on its reply', async () => {
  const { me, server, tab } = await inATunnel()
  await attach(tab)
  await tab.device.dispatch(withPhoto('one'))
  const db = openOutboxDb(me.tenant, me.agent)
  await db.bytes.clear()
  db.close()
  server.lacksFiles = true
  server.isUp = true
  tab.world.wake()
  await until(() => tab.live.outbox.value[0]?.state === 'refused')
  expect([uploads.brought, tab.live.outbox.value[0]?.refusal]).toEqual([[], { reason: 'file-not-here' }])
})

test('a reply that is taken back before it went takes its bytes along, unless they stand in the composer again', async () => {
  const { tab } = await inATunnel()
  const files = await tab.device.ownFiles()
  await attach(tab)
  const first = await tab.device.dispatch(withPhoto('one'))
  expect(await files.attachAgain('c-1', photo.file!)).toBe(true)
  expect(await tab.device.withdraw(first.accepted ? first.id : '')).not.toBeNull()
  expect(await attached(tab)).toEqual([photo])
  const second = await tab.device.dispatch(withPhoto('one'))
  expect((await files.bytes('c-1', photo.file!))?.size).toBe(3)
  await tab.device.withdraw(second.accepted ? second.id : '')
  expect(await files.bytes('c-1', photo.file!)).toBeNull()
})

test('[P5] [R1] a restored server that forgot the reply is brought its file again, and only then the reply', async () => {
  const { me, server, tab } = await inATunnel()
  await attach(tab)
  await tab.device.dispatch(withPhoto('one'))
  server.isUp = true
  await drained(tab)
  expect(uploads.brought).toHaveLength(1)
  const restored = shopFor(me, 'whatsapp')
  restored.incarnation = 'life-2'
  server.cut()
  await tab.close()
  const again = await tabOf(restored, me)
  await until(() => texts(restored).length === 1)
  expect([uploads.brought.length, texts(restored)]).toEqual([2, ['one']])
  await drained(again)
})

test('[P5] [R1] a restored server is brought the file of a reply that went unanswered, and only then the reply', async () => {
  const { server, tab } = await inATunnel()
  await attach(tab)
  await tab.device.dispatch(withPhoto('one'))
  const known = [...server.events]
  server.holdsAcks = server.holdsEvents = true
  server.isUp = true
  await until(() => texts(server).length === 1)
  server.events.splice(0, Infinity, ...known)
  server.acks.clear()
  server.incarnation = 'life-2'
  server.holdsAcks = server.holdsEvents = false
  server.cut()
  await drained(tab)
  expect([uploads.brought.length, texts(server), arrived.map(texts => texts.length)]).toEqual([2, ['one'], [0, 0]])
})

test('how far a file has come is seen in every tab, and what keeps it is said until it is there', async () => {
  const locks = new FakeLocks()
  const { me, server, tab } = await inATunnel(locks)
  await attach(tab)
  await tab.device.dispatch(withPhoto('one'))
  expect(tab.live.upload.value).toBeNull()
  uploads.answers = [503, 'cut', 401, 'never']
  server.isUp = true
  tab.world.wake()
  const so = { conversation: 'c-1', file: photo.file, sent: 0, bytes: 3 }
  const said: unknown[] = []
  tab.live.upload.subscribe(upload => void (upload?.again && said.push(upload)))
  await until(() => {
    tab.device.bringAgain()
    return uploads.brought.length === 4
  })
  expect(said).toEqual((['not-now', 'unreachable', 'signed-out'] as const).map(again => ({ ...so, again })))
  uploads.sent(2)
  expect(tab.live.upload.value).toEqual({ ...so, sent: 2, again: null })
  const other = await tabOf(server, me, locks)
  await until(() => {
    uploads.sent(3)
    return other.live.upload.value?.sent === 3
  })
  expect(uploads.brought).toHaveLength(4)
})

test('a reply that is taken back while its file is under way ends that, and the next one goes', async () => {
  const { server, tab } = await inATunnel()
  const files = await tab.device.ownFiles()
  const other: Media = { ...photo, file: 'b'.repeat(64) }
  await attach(tab)
  const first = await tab.device.dispatch(withPhoto('one'))
  await files.attach('c-1', other, new Uint8Array([4, 5]).buffer)
  const content = { kind: 'media' as const, items: [other], caption: 'two' }
  await tab.device.dispatch({ ...withPhoto('two'), content })
  uploads.answers = ['never', 201]
  server.isUp = true
  tab.world.wake()
  await until(() => uploads.brought.length === 1)
  expect(await files.attachAgain('c-1', photo.file!)).toBe(true)
  expect(await tab.device.withdraw(first.accepted ? first.id : '')).not.toBeNull()
  await drained(tab)
  expect([uploads.aborted, uploads.brought, texts(server)]).toEqual([
    [`/media/c-1/${photo.file}`],
    [`/media/c-1/${photo.file}`, `/media/c-1/${other.file}`],
    ['two']
  ])
  expect([await attached(tab), tab.live.upload.value]).toEqual([[photo], null])
})
