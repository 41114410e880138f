import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { AnyCommand, AnyFact } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { startFetching, type Fetching, type FetchingParts } from '../../sync-server/media/fetching.ts'
import { openFiles, type Files } from '../../sync-server/media/files.ts'
import { fileStore } from '../../sync-server/media/store.ts'
import { takeIn } from '../../sync-server/platforms/intake.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { read as readWhatsapp } from '../../sync-server/platforms/whatsapp/read.ts'
import { change, hook, image, sheena } from '../platforms/payloads.ts'
import { logger, world } from '../platforms/world.ts'
import { until } from '../web/support/until.ts'

/** A platform's API with files: what it answers is each test's own. */
type Answer = (request: IncomingMessage, answer: ServerResponse) => void
let answers: Answer
const asked: string[] = []
const server = createServer((request, answer) => {
  asked.push(request.url ?? '')
  answers(request, answer)
})
let origin: string
const here = world()
const place = mkdtempSync(join(tmpdir(), 'daybook-fetching-'))
let files: Files
let running: Fetching | undefined

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  files = openFiles(here.sql, fileStore(place))
})
beforeEach(() => {
  asked.length = 0
})
afterEach(async () => {
  await running?.stop()
  running = undefined
})
afterAll(() => {
  server.close()
  rmSync(place, { recursive: true, force: true })
})

async function start(more: Partial<FetchingParts> = {}): Promise<void> {
  const { actors, log, secrets } = here
  const parts = { actors, follow: log.follow, secrets, files, platformOf, baseUrlOf: () => origin, logger }
  running = await startFetching({ ...parts, waitMs: () => 10, ...more })
}

/** Sheena sends a photo. */
async function photo(id = 'file-1'): Promise<InboxSecret> {
  const inbox = await here.connect('whatsapp')
  const message = { ...image, image: { ...(image['image'] as object), id } }
  const { log, actors, people, letters, news } = here
  const payload = hook(change({ contacts: [sheena], messages: [message] }))
  await takeIn({ log, actors, people, letters, news }, inbox, readWhatsapp(payload, inbox.account))
  return inbox
}

const ends = async ({ tenant }: InboxSecret) =>
  (await here.facts(tenant)).filter(
    (fact): fact is Extract<AnyFact, { type: 'conversation.file-kept' | 'conversation.file-lost' }> =>
      fact.type === 'conversation.file-kept' || fact.type === 'conversation.file-lost'
  )
const ended = async (inbox: InboxSecret) => {
  await until(async () => (await ends(inbox)).length > 0, 'the file has ended')
  const [end, ...more] = await ends(inbox)
  expect(more).toEqual([])
  return end!
}
const conversationOf = async ({ tenant }: InboxSecret) =>
  (
    await here.sql
      .of(tenant)
      .query<{ conversation: string }>('select conversation from media_file where tenant = $1', [tenant])
  )[0]?.conversation ?? ''
const tell = (tenant: string, command: AnyCommand) =>
  here.actors.tell(tenant, command, now => trustedContext({ kind: 'system', id: 'test' }, now))

const picture = pictureOf('1')
const asMeta: Answer = (request, answer) => {
  if (request.headers.authorization !== 'Bearer demo-access-token') return answer.writeHead(401).end()
  if (request.url === '/bytes') return answer.end(picture)
  return answer.end(JSON.stringify({ url: `${origin}/bytes`, id: 'file-1' }))
}

test('a photo is fetched after its message, kept by its bytes, and the log says so', async () => {
  answers = asMeta
  const inbox = await photo()
  await start()
  const end = await ended(inbox)
  expect(end).toMatchObject({ type: 'conversation.file-kept', item: 0, mime: 'image/png', width: 640, height: 480 })
  const file = 'file' in end ? end.file : ''
  expect(await files.store.size(inbox.tenant, file)).toBe(picture.length)
  expect(await files.rows.of(inbox.tenant, await conversationOf(inbox), file)).toMatchObject({ mime: 'image/png' })
  expect(asked).toEqual(['/v23.0/file-1', '/bytes'])
})

test('a platform in trouble is asked again, and the message has been there all the time', async () => {
  let troubles = 3
  answers = (request, answer) => {
    if (troubles-- <= 0) return asMeta(request, answer)
    return troubles % 2 === 0 ? answer.destroy() : answer.writeHead(503).end('<html>')
  }
  const inbox = await photo()
  await start()
  expect((await here.facts(inbox.tenant)).map(fact => fact.type)).toContain('conversation.message-received')
  expect((await ended(inbox)).type).toBe('conversation.file-kept')
})

test.each<[string, Answer, string]>([
  ['is no more there', (_, answer) => answer.writeHead(400).end('{"error":{"code":100}}'), 'gone'],
  ['leads to somebody else', (_, answer) => answer.end('{"url":"https://files.example.com/x"}'), 'not-allowed'],
  ['leads into our own net', (_, answer) => answer.end('{"url":"http://169.254.169.254/x"}'), 'not-allowed']
])('a file that %s is lost, which is said once', async (_, answer, why) => {
  answers = answer
  const inbox = await photo()
  await start()
  expect(await ended(inbox)).toMatchObject({ type: 'conversation.file-lost', why })
  expect(asked).toHaveLength(1)
  await until(async () => (await conversationOf(inbox)) === '', 'its row is gone')
})

test('after a day nobody asks any more', async () => {
  answers = (_, answer) => answer.writeHead(503).end()
  const inbox = await photo()
  await start({ now: () => Date.now() + 25 * 3_600_000 })
  expect(await ended(inbox)).toMatchObject({ type: 'conversation.file-lost', why: 'unreachable' })
})

test('a start goes on with what the last one had not ended, and what it had ended is not asked for again', async () => {
  answers = (_, answer) => answer.writeHead(503).end()
  const inbox = await photo()
  await start()
  await until(() => asked.length > 1)
  await running?.stop()
  answers = asMeta
  await start()
  expect((await ended(inbox)).type).toBe('conversation.file-kept')
  await until(async () => (await files.rows.toFetch()).length === 0)
  await running?.stop()
  asked.length = 0
  await start()
  await here.log.follow.since(inbox.tenant, 0, 1)
  await running?.stop()
  expect(asked).toEqual([])
})

test('a crash between the row and the log is gone through again, and the log says it once', async () => {
  answers = asMeta
  const inbox = await photo()
  let crashes = 1
  const telling: typeof here.actors.tell = (...told) => {
    if (told[1].type === 'conversation.keep-file' && crashes-- > 0) throw new Error('the power is cut')
    return here.actors.tell(...told)
  }
  await start({ actors: { ...here.actors, tell: telling } })
  expect((await ended(inbox)).type).toBe('conversation.file-kept')
  await until(async () => (await files.rows.toFetch()).length === 0)
})

test('erased while it is on its way, it leaves nothing', async () => {
  let arrive = () => {}
  const arriving = new Promise<void>(resolve => {
    arrive = resolve
  })
  answers = (request, answer) => {
    void (request.url === '/bytes' ? arriving : Promise.resolve()).then(() => asMeta(request, answer))
  }
  const inbox = await photo()
  await start()
  await until(() => asked.includes('/bytes'))
  const conversation = await conversationOf(inbox)
  await tell(inbox.tenant, {
    type: 'conversation.erase',
    id: 'erase-1',
    at: Date.now(),
    conversation,
    resolvedBy: null
  })
  await files.forget(inbox.tenant, conversation)
  arrive()
  await until(async () => (await files.rows.toFetch()).every(job => job.tenant !== inbox.tenant))
  await running?.stop()
  expect(await ends(inbox)).toEqual([])
  expect(await files.store.size(inbox.tenant, createHash('sha256').update(picture).digest('hex'))).toBeUndefined()
  expect(await conversationOf(inbox)).toBe('')
})

test('a file that two conversations have goes with the last of them', async () => {
  answers = asMeta
  const inbox = await photo()
  await start()
  const end = await ended(inbox)
  const file = 'file' in end ? end.file : ''
  const conversation = await conversationOf(inbox)
  const job = { tenant: inbox.tenant, conversation: 'another', message: 'm', edit: '', item: 0, seq: 1, since: 0 }
  await here.sql
    .of(inbox.tenant)
    .query(
      `insert into media_file (tenant, conversation, message, edit, item, seq, since) values ($1, 'another', 'm', '', 0, 1, 0)`,
      [inbox.tenant]
    )
  await files.rows.kept(job, { file, mime: 'image/png', bytes: picture.length })
  await files.forget(inbox.tenant, conversation)
  expect(await files.store.size(inbox.tenant, file)).toBe(picture.length)
  await files.forget(inbox.tenant, 'another')
  expect(await files.store.size(inbox.tenant, file)).toBeUndefined()
})
