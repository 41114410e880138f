// @module-tag long
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ImportEntry } from '../../shared/protocol/history.ts'
import { daybook, itemsOf } from '../cli/daybook.ts'
import { eventually } from '../e2e/eventually.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { sampleCookie } from './agent.ts'

let server: RunningServer
let admin: string
beforeAll(async () => {
  server = await startServer()
  admin = await sampleCookie(server.url, 'admin@demo.test')
})
afterAll(() => server.stop())

const ask = (path: string, init: RequestInit = {}, cookie = admin) =>
  fetch(`${server.url}/api/history${path}`, {
    ...init,
    headers: { cookie, origin: server.url, 'content-type': 'application/json' }
  })
const post = (path: string, body: unknown, cookie = admin) =>
  ask(path, { method: 'POST', body: JSON.stringify(body) }, cookie)
const put = (body: string, cookie = admin) =>
  ask('/file?name=WhatsApp%20Chat%20-%20Anna.txt', { method: 'PUT', body }, cookie)
const imports = async () => ((await (await ask('')).json()) as { imports: ImportEntry[] }).imports
const cli = (...args: string[]) => daybook({ DATA_DIR: server.dataDir }, ...args)

const two = (n: number) => String(n).padStart(2, '0')
const chatOf = (messages: number, words: string) =>
  Array.from({ length: messages }, (_, i) => {
    const at = `31.12.23, ${two(Math.floor(i / 3600) % 24)}:${two(Math.floor(i / 60) % 60)}:${two(i % 60)}`
    return `[${at}] ${i % 2 ? 'Shop' : 'Anna'}: ${words} ${i}`
  }).join('\n')
const plan = {
  source: 'whatsapp',
  inbox: 'demo-whatsapp',
  us: ['Shop'],
  zone: 'Europe/Berlin',
  customer: 'Anna Quince'
}

type Line = {
  stream: string
  fact: { type: string; conversation?: string; contact?: string; content?: { text?: string } }
}
const exported = async () =>
  (await cli('export', '--tenant', 'demo')).out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Line)

test('only an admin brings anything, and nonsense brings nothing', async () => {
  for (const [cookie, status] of [
    [await sampleCookie(server.url, 'agent1@demo.test'), 403],
    ['', 401]
  ] as const) {
    const answers = [ask('', {}, cookie), put('x', cookie), post('/bring', {}, cookie), post('/undo', {}, cookie)]
    expect((await Promise.all(answers)).map(answer => answer.status)).toEqual([status, status, status, status])
  }
  for (const path of ['/look', '/bring', '/undo']) expect((await post(path, { file: '../../etc' })).status).toBe(400)
  const refused = await put('Hello there')
  expect([refused.status, await refused.json()]).toEqual([
    422,
    { error: 'not-taken', sentence: expect.stringContaining('no chat') }
  ])
  expect(await imports()).toEqual([])
})

test('a server that is killed in the middle goes on, nothing is there twice, and nobody is set to work', async () => {
  const count = 2000
  const preview = (await (await put(chatOf(count, 'before'))).json()) as { file: string; count: number }
  expect(preview).toMatchObject({ source: 'whatsapp', title: 'Anna', count, orders: ['dmy'] })
  const begun = await post('/bring', { file: preview.file, plan })
  const { import: which } = (await begun.json()) as { import: string }
  await eventually(imports, ([one]) => (one?.progress?.done ?? 0) > 100)
  expect(await imports()).toMatchObject([{ import: which, state: 'running', by: expect.any(String) }])
  await server.restart()
  const [ended] = await eventually(imports, ([one]) => one?.state === 'ended')
  expect(ended?.import).toBe(which)
  expect((ended?.counts?.messages ?? 0) + (ended?.counts?.known ?? 0)).toBe(count)
  expect(ended?.counts?.known).toBeGreaterThan(100)

  const lines = await exported()
  const told = lines.filter(line => line.fact.type === 'conversation.history-told')
  expect(told.map(line => line.fact.content?.text)).toEqual(Array.from({ length: count }, (_, i) => `before ${i}`))
  const stream = told[0]?.stream ?? ''
  const kinds = new Set(lines.filter(line => line.stream === stream).map(line => line.fact.type))
  expect([...kinds]).toEqual(['conversation.history-begun', 'conversation.history-told'])
  const conversation = stream.slice('conversation/'.length)
  expect(lines.filter(line => line.fact.conversation === conversation)).toEqual([])
})

test('the command line brings, lists and takes back, beside the running server', async () => {
  const path = join(server.dataDir, 'chat.txt')
  writeFileSync(path, chatOf(20, 'again'))
  const so = ['--tenant', 'demo', '--inbox', 'demo-whatsapp', '--file', path, '--zone', 'Europe/Berlin']
  const looked = await cli('import-history', ...so, '--look')
  expect(looked).toMatchObject({ code: 0, out: expect.stringContaining('author\tAnna\t10') })
  expect(await cli('import-history', ...so)).toMatchObject({
    code: 1,
    err: expect.stringContaining('--us: “Anna”, “Shop”')
  })

  const brought = itemsOf(await cli('import-history', ...so, '--us', 'Shop', '--customer', 'Tom Pear', '--json'))[0]
  expect(brought).toMatchObject({ counts: { messages: 20, conversations: 1, contacts: 1, known: 0 } })
  const again = itemsOf(await cli('import-history', ...so, '--us', 'Shop', '--customer', 'Tom Pear', '--json'))[0]
  expect(again).toEqual(brought)

  const which = String(brought?.['import'])
  const listed = itemsOf(await cli('imports', '--tenant', 'demo', '--json'))
  expect(listed[0]).toMatchObject({ import: which, state: 'ended', by: null })
  expect((await cli('imports', 'undo', '--tenant', 'demo', '--import', which)).out).toBe(`${which} is undone.\n`)
  expect((await imports()).find(one => one.import === which)?.state).toBe('undone')
  const left = (await exported()).filter(line => JSON.stringify(line).includes('again 1'))
  expect(left).toEqual([])
})

test('taken back by its admin, all of it is gone; and what is drawn from the log is drawn the same again', async () => {
  const entry = (await imports()).find(one => one.state === 'ended')
  expect((await post('/undo', { import: entry?.import })).status).toBe(200)
  await eventually(imports, all => all.every(one => one.state === 'undone'))
  expect((await exported()).filter(line => JSON.stringify(line).includes('before 1'))).toEqual([])
  await server.kill('SIGTERM')
  expect((await cli('verify')).code).toBe(0)
  expect(await cli('rebuild')).toMatchObject({ code: 0 })
})
