// @module-tag long
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayMs } from '../../shared/kernel/day.ts'
import { withDatabase } from '../cli/with-database.ts'
import { conversationOf } from '../e2e/conversation-of.ts'
import { eventually } from '../e2e/eventually.ts'
import { customerWrites } from '../e2e/meta.ts'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { sampleAgent, sampleCookie } from './agent.ts'

const token = 'for-metrics-only'
let server: RunningServer

beforeAll(async () => {
  server = await startServer({ env: { METRICS_TOKEN: token } })
})
afterAll(() => server.stop())

const lies = (file: string) =>
  readdirSync(join(server.dataDir, 'media'), { recursive: true }).some(path => String(path).endsWith(file))
const metrics = async () =>
  (await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text()

test('a month after it was brought and never sent a file is gone, and one that was sent is not, whatever was killed', async () => {
  await customerWrites(server, { id: 'wamid.CLEAR1', from: '4915550300091', name: 'Cleo Clear', text: 'A photo?' })
  const conversation = await conversationOf(server.dataDir, 'Cleo Clear')
  const cookie = await sampleCookie(server.url)
  const [sent = '', unsent = ''] = await Promise.all(
    ['sent', 'unsent'].map(async name => {
      const bytes = pictureOf(name)
      const file = createHash('sha256').update(bytes).digest('hex')
      const headers = { cookie, 'content-type': 'image/png' }
      const address = `${server.url}/media/${encodeURIComponent(conversation)}/${file}`
      expect((await fetch(address, { method: 'PUT', headers, body: new Uint8Array(bytes) })).status).toBe(201)
      return file
    })
  )
  const agent = await sampleAgent(server.url)
  const media = { media: 'image', mime: 'image/png', file: sent, bytes: pictureOf('sent').length }
  const so = { type: 'conversation.reply', id: randomUUID(), at: Date.now(), conversation, seen: 'wamid.CLEAR1' }
  expect(await agent.push(1, { ...so, content: { kind: 'media', items: [media] } })).toMatchObject([{ refusal: null }])
  await agent.close()
  await server.kill()
  expect([lies(sent), lies(unsent)]).toEqual([true, true])

  // Also of what was sent: as if the server had died before it knew.
  await withDatabase(server.dataDir, async query => {
    for (const file of [sent, unsent]) {
      await query('delete from media_brought where file = $1', [file])
      const values = ['demo', conversation, file, Date.now() - 31 * dayMs]
      await query('insert into media_brought (tenant, conversation, file, since) values ($1, $2, $3, $4)', values)
    }
  })
  await server.restart()
  await eventually(metrics, text => text.includes('daybook_files_cleared_total 1\n'))
  expect([lies(sent), lies(unsent), existsSync(join(server.dataDir, 'media', 'coming'))]).toEqual([true, false, true])
  const left = await fetch(`${server.url}/media/${encodeURIComponent(conversation)}/${sent}`, { headers: { cookie } })
  expect(left.status).toBe(200)
})
