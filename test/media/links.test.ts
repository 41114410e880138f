import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { openFiles, type Files } from '../../sync-server/media/files.ts'
import { fileStore } from '../../sync-server/media/store.ts'
import { linkRoutes } from '../../sync-server/media/link-route.ts'
import { fileLinks, linksAt, type LinkedFile } from '../../sync-server/media/links.ts'
import { world } from '../platforms/world.ts'

const here = world()
const place = mkdtempSync(join(tmpdir(), 'daybook-links-'))
const hourMs = 3_600_000
let now = 1_000_000 * hourMs
const links = fileLinks(randomBytes(32), () => now)
let files: Files
beforeAll(() => {
  files = openFiles(here.sql, fileStore(place))
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

const bytes = pictureOf('linked')
const paper = Buffer.from('%PDF-1.7\n')
const page = Buffer.from('<html><script>alert(1)</script></html>')

async function bring(tenant: string, body: Buffer, mime: string, conversation = 'talk-1'): Promise<LinkedFile> {
  const { file } = await files.store.keep(tenant, new Blob([new Uint8Array(body)]).stream(), 1e9)
  await files.rows.brought(tenant, conversation, { file, mime, bytes: body.length })
  return { tenant, conversation, file, name: 'Größe M.png' }
}
let reads = 0
const ask = (path: string, init: RequestInit = {}) => {
  const read: Files['store']['read'] = (...of) => {
    reads += 1
    return files.store.read(...of)
  }
  const watched = { ...files, store: { ...files.store, read } }
  return linkRoutes(links, watched).request(path.slice('/files'.length), init)
}
const parted = (path: string) => {
  const [, , told = '', name = ''] = path.split('/')
  return [told, name] as const
}

test('a link opens its file and nothing runs there, also in parts, and without its body when that is asked', async () => {
  const of = await bring('ours', bytes, 'image/png')
  const path = links.pathTo(of, hourMs)
  expect(path).toMatch(/\/Gro-e-M\.png$/)
  const answer = await ask(path)
  expect([answer.status, Buffer.from(await answer.arrayBuffer()).equals(bytes)]).toEqual([200, true])
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(bytes.length),
    'content-disposition': `inline; filename="${parted(path)[1]}"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
    'x-robots-tag': 'noindex'
  })
  const part = await ask(path, { headers: { range: 'bytes=10-19' } })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${bytes.length}`])
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20))
  reads = 0
  const head = await ask(path, { method: 'HEAD' })
  const told = [head.status, head.headers.get('content-length'), await head.text()]
  expect([told, reads]).toEqual([[200, String(bytes.length), ''], 0])
})

test('a paper is told by its type, as its vendor demands; a page goes by none', async () => {
  const pdf = await ask(links.pathTo(await bring('ours', paper, 'application/pdf'), hourMs))
  expect([pdf.headers.get('content-type'), pdf.headers.get('content-disposition')?.slice(0, 10)]).toEqual([
    'application/pdf',
    'attachment'
  ])
  const html = await ask(links.pathTo(await bring('ours', page, 'text/html'), hourMs))
  expect([html.status, html.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
  await pdf.body?.cancel()
  await html.body?.cancel()
})

test('it opens no other workspace’s file, no other conversation’s, and none that was erased', async () => {
  const theirs = await bring('theirs', bytes, 'image/png', 'their-talk')
  const status = async (of: LinkedFile) => (await ask(links.pathTo(of, hourMs), { method: 'HEAD' })).status
  expect(await status(theirs)).toBe(200)
  const { file, name } = theirs
  // The same photo lies here in another workspace too: only whose link it is decides.
  const stranger = 'a-workspace-without-it'
  expect(await status({ tenant: stranger, conversation: 'their-talk', file, name })).toBe(404)
  expect(await status({ tenant: 'theirs', conversation: 'another-talk', file, name })).toBe(404)
  await files.forget('theirs', 'their-talk')
  expect(await status(theirs)).toBe(404)
})

test('its time ends, and within the hour it is the same however often it is made', async () => {
  const of = await bring('ours', bytes, 'image/png')
  const path = links.pathTo(of, hourMs)
  now += hourMs - 1
  expect((await ask(path, { method: 'HEAD' })).status).toBe(200)
  const later = links.pathTo(of, hourMs)
  now += 1
  expect((await ask(path, { method: 'HEAD' })).status).toBe(404)
  expect((await ask(later, { method: 'HEAD' })).status).toBe(200)
  expect([later === path, links.pathTo(of, 1) === links.pathTo(of, 2)]).toEqual([false, true])
})

test('there are links only where the world reaches this server, and nobody on the way does', async () => {
  const of = await bring('ours', bytes, 'image/png')
  expect(linksAt('https://inbox.example.com', links)?.(of, hourMs)).toBe(
    `https://inbox.example.com${links.pathTo(of, hourMs)}`
  )
  expect([linksAt(undefined, links), linksAt('http://inbox.example.com', links)]).toEqual([undefined, undefined])
})

const someFile = fc.record({
  tenant: fc.stringMatching(/^[\w-]{1,40}$/),
  conversation: fc.stringMatching(/^[\w:-]{1,80}$/),
  file: fc.uint8Array({ minLength: 1 }).map(seed => createHash('sha256').update(seed).digest('hex')),
  name: fc.string({ unit: 'grapheme', maxLength: 60 })
})

test('whatever is changed in one, it opens nothing; and nobody else’s key makes one', () => {
  const forger = fileLinks(randomBytes(32), () => now)
  let tried = 0
  fc.assert(
    fc.property(someFile, fc.nat(), fc.constantFrom('A', 'b', '0', '-', '.', ''), (of, at, letter) => {
      const path = links.pathTo(of, hourMs)
      expect(path.length).toBeLessThan(1000)
      const [told, name] = parted(path)
      expect(name).toMatch(/^[\w.-]{1,40}$/)
      expect(links.read(told, name)).toEqual({ ...of, name })
      expect(links.read(told, `x${name}`)).toBeUndefined()
      expect(links.read(...parted(forger.pathTo(of, hourMs)))).toBeUndefined()
      const place = at % told.length
      const bent = told.slice(0, place) + letter + told.slice(place + 1)
      // The last letter of a base64 has bits that say nothing.
      if (bent === told || place === told.length - 1) return
      tried += 1
      expect(links.read(bent, name)).toBeUndefined()
    })
  )
  expect(tried).toBeGreaterThan(50)
})
