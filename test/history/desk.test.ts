import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import type { HistoryPlan } from '../../shared/protocol/history.ts'
import { openOrders } from '../../sync-server/history/orders.ts'
import { openImportDesk } from '../../sync-server/history/import-desk.ts'
import { openShelf } from '../../sync-server/history/shelf.ts'
import { given, shop, type Shop } from '../sealing/given.ts'
import { chat, chatPlan, house } from './house.ts'

const here = given()
const directory = mkdtempSync(join(tmpdir(), 'daybook-test-'))
afterAll(() => rmSync(directory, { recursive: true }))
const quiet = pino({ level: 'silent' })
const by = { kind: 'agent', id: 'agent-1' } as const

let ours: Shop
let at: ReturnType<typeof house>
let plan: HistoryPlan
let data: string
beforeEach(async () => {
  ours = await shop(here)
  at = house(here, ours)
  plan = { ...chatPlan, inbox: at.inbox }
  data = mkdtempSync(join(directory, 'data-'))
})

const body = (text: string) => Readable.from([Buffer.from(text)])
const filesIn = () =>
  readdirSync(join(data, 'imports'), { recursive: true, withFileTypes: true }).filter(one => one.isFile())
const open = (core = here.core) => openImportDesk(core, openShelf(data), quiet)

test('a file is looked at, then brought, and is not kept any longer', async () => {
  const desk = await open()
  const seq = await at.head()
  const preview = await desk.take(ours.tenant, body(chat), 'WhatsApp Chat - Anna.txt')
  expect(preview).toMatchObject({
    source: 'whatsapp',
    title: 'Anna',
    count: 4,
    orders: ['dmy'],
    authors: [
      { name: 'Anna', messages: 3 },
      { name: 'Shop', messages: 1 }
    ],
    leftovers: { count: 0 }
  })
  expect(await at.head()).toBe(seq)
  const which = await desk.bring(ours.tenant, by, preview.file, plan)
  await desk.idle()
  expect(await desk.list(ours.tenant)).toMatchObject([
    { import: which, inbox: at.inbox, source: 'whatsapp', by: 'agent-1', state: 'ended', counts: { messages: 4 } }
  ])
  expect(filesIn()).toEqual([])
  await desk.undo(ours.tenant, by, which)
  await desk.idle()
  expect(await desk.list(ours.tenant)).toMatchObject([{ import: which, state: 'undone' }])
  await desk.stop()
})

test("in a mailbox of what others wrote, one's own address is there to be chosen", async () => {
  const desk = await open()
  const mail = (from: string) =>
    `From x Sun Dec 31 21:41:00 2023\nFrom: ${from}\nTo: Shop@example.com\nDate: x\n\nHi\n\n`
  const preview = await desk.take(
    ours.tenant,
    body(['anna@x.example', 'tom@x.example'].map(mail).join('')),
    'Inbox.mbox'
  )
  expect(preview.authors).toEqual([
    { name: 'shop@example.com', messages: 2 },
    { name: 'anna@x.example', messages: 1 },
    { name: 'tom@x.example', messages: 1 }
  ])
  await desk.stop()
})

test('what is refused is refused at once, and nothing of it stays', async () => {
  const desk = await open()
  await expect(desk.take(ours.tenant, body('no chat at all'), 'x.txt')).rejects.toThrow('no chat')
  expect(filesIn()).toEqual([])
  await expect(desk.bring(ours.tenant, by, 'a'.repeat(64), plan)).rejects.toThrow('not here any more')
  const { file } = await desk.take(ours.tenant, body(chat), 'x.txt')
  await expect(desk.bring(ours.tenant, by, file, { ...plan, inbox: 'nowhere' })).rejects.toThrow('no such inbox')
  expect(await desk.look('another', file, {})).toBeUndefined()
  expect(await desk.list(ours.tenant)).toEqual([])
  await desk.stop()
})

/** Its disk goes when so many commands were told. */
function shakyAfter(most: number) {
  const told: string[] = []
  const { actors } = here.core
  const tell = async (...args: Parameters<typeof actors.tell>) => {
    if (told.push(args[1].type) > most) throw new Error('the disk is gone')
    return actors.tell(...args)
  }
  return { ...here.core, actors: { ...actors, tell } }
}

test('an import that was begun goes on when the server is started again', async () => {
  const first = await open(shakyAfter(4))
  const { file } = await first.take(ours.tenant, body(chat), 'x.txt')
  const which = await first.bring(ours.tenant, by, file, plan)
  await first.idle()
  expect(await first.list(ours.tenant)).toMatchObject([
    { import: which, state: 'stopped', why: expect.stringContaining('broke') }
  ])
  await first.stop()

  const second = await open()
  await second.idle()
  expect(await second.list(ours.tenant)).toMatchObject([
    { import: which, state: 'ended', counts: { messages: 2, known: 2 } }
  ])
  expect(await at.page(at.conversation(await at.contact('Anna')))).toHaveLength(4)
  expect(filesIn()).toEqual([])
  await second.stop()
})

test('an import that broke off and was taken back does not begin again with the server', async () => {
  const first = await open(shakyAfter(4))
  const { file } = await first.take(ours.tenant, body(chat), 'x.txt')
  const which = await first.bring(ours.tenant, by, file, plan)
  await first.idle()
  await first.stop()

  // The disk is there again, and what is under way waits until somebody has taken it back.
  const desk = openOrders(here.core, openShelf(data), quiet)
  await desk.start({ what: 'undo', tenant: ours.tenant, by, import: which })
  await desk.idle()
  const second = await open()
  await second.idle()
  expect(await second.list(ours.tenant)).toMatchObject([{ import: which, state: 'undone' }])
  expect(filesIn()).toEqual([])
  await second.stop()
})

test('a file that nobody brought after all is gone after a day, however long the server runs', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const desk = await open()
    const [left, kept] = [
      await desk.take(ours.tenant, body(chat), 'x.txt'),
      await desk.take(ours.tenant, body(`${chat}!`), 'y.txt')
    ]
    const dayAgo = Date.now() / 1000 - 25 * 3600
    for (const one of filesIn())
      if (one.name.startsWith(left.file)) utimesSync(join(one.parentPath, one.name), dayAgo, dayAgo)
    await vi.advanceTimersByTimeAsync(3_600_000)
    await expect
      .poll(() =>
        filesIn()
          .map(one => one.name)
          .sort()
      )
      .toEqual([kept.file, `${kept.file}.name`])
    await desk.stop()
  } finally {
    vi.useRealTimers()
  }
})
