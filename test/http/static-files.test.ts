import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { afterAll, expect, test } from 'vitest'
import { packAll } from '../../web/pack.mjs'
import { pageRoutes } from '../../sync-server/http/pages.ts'
import { loadStaticFiles } from '../../sync-server/http/static-files.ts'

const directory = mkdtempSync(join(tmpdir(), 'daybook-dist-'))
afterAll(() => rmSync(directory, { recursive: true }))
const script = `console.log('${'long enough to be packed '.repeat(100)}')`
const inline = `document.documentElement.dataset.ready = 'yes'`
mkdirSync(join(directory, '_astro'))
writeFileSync(join(directory, 'index.html'), '<title>agents</title><script src="/_astro/a.js"></script>')
writeFileSync(join(directory, 'chat.html'), `<title>customers</title><script>${inline}</script>`)
writeFileSync(join(directory, 'service-worker.js'), script)
writeFileSync(join(directory, '_astro/a.js'), script)
writeFileSync(join(directory, 'icon.png'), Buffer.alloc(4000))
packAll(directory)

const app = new Hono().route('/', pageRoutes(await loadStaticFiles(directory)))
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })

test('every address of the agents is their app, a customer gets the chat, a missing file is missing', async () => {
  for (const path of ['/', '/inbox/all/3f8a', '/outbox', '/sign-in', '/me']) {
    expect(await (await get(path)).text()).toContain('agents')
  }
  expect(await (await get('/chat/demo-webchat')).text()).toContain('customers')
  expect((await get('/_astro/gone.js')).status).toBe(404)
})

test('nothing outside the built pages can be had', async () => {
  for (const path of [
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/_astro/..%5c..%5cpackage.json'
  ]) {
    const response = await get(path)
    expect([path, response.status === 404 || (await response.text()).includes('agents')]).toEqual([path, true])
  }
})

test('a name with a hash is kept for ever, everything else is asked for again and found unchanged', async () => {
  expect((await get('/_astro/a.js')).headers.get('cache-control')).toContain('immutable')
  const worker = await get('/service-worker.js')
  expect(worker.headers.get('cache-control')).toBe('no-cache')
  const again = await get('/service-worker.js', { 'if-none-match': worker.headers.get('etag') ?? '' })
  expect([again.status, await again.text()]).toEqual([304, ''])
})

test('text is packed as the browser likes it, pictures are not packed twice', async () => {
  const bytes = async (encoding: string) => {
    const response = await get('/_astro/a.js', { 'accept-encoding': encoding })
    return { name: response.headers.get('content-encoding'), body: Buffer.from(await response.arrayBuffer()) }
  }
  const [br, gzip, plain] = await Promise.all(['gzip, br', 'gzip', ''].map(bytes))
  expect([br!.name, gzip!.name, plain!.name]).toEqual(['br', 'gzip', null])
  expect(brotliDecompressSync(br!.body).toString()).toBe(script)
  expect(gunzipSync(gzip!.body).toString()).toBe(script)
  expect(plain!.body.toString()).toBe(script)
  expect((await get('/icon.png', { 'accept-encoding': 'br' })).headers.get('content-encoding')).toBeNull()
  expect((await get('/_astro/a.js.br')).status).toBe(404)
})

test('only our own scripts run, and only the chat may stand in a frame', async () => {
  const policyOf = async (path: string) => (await get(path)).headers.get('content-security-policy') ?? ''
  const agents = await policyOf('/')
  expect(agents).toContain("default-src 'self'")
  expect(agents).toContain("script-src 'self';")
  expect(agents).toContain("frame-ancestors 'none'")
  expect(agents).not.toContain('unsafe')
  const chat = await policyOf('/chat/demo-webchat')
  expect(chat).toContain('frame-ancestors *')
  expect(chat).toContain(`'sha256-${createHash('sha256').update(inline).digest('base64')}'`)
})
