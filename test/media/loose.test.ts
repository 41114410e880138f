import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { ClientCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { dayMs } from '../../shared/kernel/day.ts'
import { actors, type Actors } from '../../sync-server/actors/actors.ts'
import { nothingBeside } from '../../sync-server/actors/beside.ts'
import { clearLoose, looseForMs } from '../../sync-server/media/clearing.ts'
import { filesBeside } from '../../sync-server/media/files-beside.ts'
import { openFiles, type Files } from '../../sync-server/media/files.ts'
import { broughtIn } from '../../sync-server/media/names.ts'
import { fileStore } from '../../sync-server/media/store.ts'
import { broughtFiles } from '../../sync-server/media/tables.ts'
import { isHere, takeFile } from '../../sync-server/media/take-file.ts'
import { logger, world } from '../platforms/world.ts'

const here = world()
const place = mkdtempSync(join(tmpdir(), 'daybook-loose-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))
beforeEach(async () => {
  rmSync(place, { recursive: true, force: true })
  await here.sql.everywhere.query('delete from media_brought', [])
})
const onDisk = () => readdirSync(place, { recursive: true, withFileTypes: true }).filter(one => one.isFile()).length
const yes = Buffer.from('yes')
const names = { table: Buffer.from('a,b\n1,2\n'), other: Buffer.from('a,b\n3,4\n') }
const nameOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const file = nameOf(names.table)

/** A shop whose clock we hold, with customers on Telegram. */
class Shop {
  now = 1_700_000_000_000
  cleared = 0
  readonly tenant: string
  readonly files: Files
  readonly actors: Actors
  /** What the log is asked before a file is cleared away. */
  asked = () => Promise.resolve()

  constructor(tenant: string) {
    this.tenant = tenant
    this.files = openFiles(here.sql, fileStore(place), logger, undefined, () => this.now)
    this.actors = actors(here.log, { beside: filesBeside(this.files, nothingBeside) })
  }

  static async open(): Promise<Shop> {
    const { tenant, inbox } = await here.connect('telegram')
    const shop = new Shop(tenant)
    for (const conversation of ['one', 'two']) {
      const content = { kind: 'text', text: 'Hello' } as const
      const from = { inbox, platform: 'telegram', contact: conversation, message: `m-${conversation}` }
      const at = { id: `r-${conversation}`, at: shop.now }
      await here.tell(tenant, { type: 'conversation.receive', conversation, ...from, ...at, content })
    }
    return shop
  }

  bring(conversation = 'one', bytes = names.table) {
    const body = new Blob([new Uint8Array(bytes)]).stream()
    const { tenant } = this
    return takeFile(this.files, {
      tenant,
      conversation,
      platform: 'telegram',
      file: nameOf(bytes),
      mime: 'text/csv',
      body
    })
  }

  /** It dies when the bytes are here. */
  async bringHalf() {
    const rows = { ...this.files.rows, brought: () => Promise.reject(new Error('died')) }
    const body = new Blob([names.table]).stream()
    const { tenant } = this
    const told = { tenant, conversation: 'one', platform: 'telegram', file, mime: 'text/csv', body }
    await takeFile({ ...this.files, rows }, told).catch(() => undefined)
  }

  async reply(conversation = 'one', { at = this.now, seen = `m-${conversation}` as string | null } = {}) {
    const media = { media: 'document', file, mime: 'text/csv', bytes: names.table.length } as const
    const command: ClientCommand = {
      type: 'conversation.reply',
      id: `reply-${conversation}`,
      at,
      conversation,
      seen,
      content: { kind: 'media', items: [media] }
    }
    const told = await this.actors.tell(this.tenant, command, () =>
      trustedContext({ kind: 'agent', id: 'sara' }, this.now)
    )
    return told.result === 'refused' ? told.refusal.reason : told.events.map(({ fact }) => fact.type).join()
  }

  async clear(files = this.files) {
    const all: typeof here.log.streams.all = async (...of) => {
      await this.asked()
      return here.log.streams.all(...of)
    }
    await clearLoose({ files, streams: { all }, logger, count: () => (this.cleared += 1) }, this.now)
  }

  later(days: number) {
    this.now += days * dayMs
  }
}

test('what was brought and never sent is cleared away after thirty days, and may be brought again', async () => {
  const shop = await Shop.open()
  await shop.bring()
  shop.later(29)
  await shop.clear()
  expect([onDisk(), shop.cleared]).toEqual([1, 0])
  shop.later(1)
  await shop.clear()
  await shop.clear()
  expect([onDisk(), shop.cleared, await shop.reply()]).toEqual([0, 1, 'no-such-file'])
  await shop.bring()
  expect([onDisk(), await shop.files.rows.of(shop.tenant, 'one', file)]).toEqual([1, expect.objectContaining({ file })])
})

test('what an event names stays: a reply, one that is held back, and one the rows do not say yet', async () => {
  const shop = await Shop.open()
  await shop.bring()
  expect(await shop.reply()).toBe('conversation.replied')
  await shop.bring('two', names.table)
  const long = { at: shop.now - dayMs, seen: null }
  expect(await shop.reply('two', long)).toBe('conversation.reply-held')
  shop.later(365)
  await shop.clear()
  expect([onDisk(), shop.cleared]).toEqual([1, 0])
  for (const conversation of ['one', 'two'])
    expect(await shop.files.rows.of(shop.tenant, conversation, file)).toMatchObject({ file })
  // Asked once, the log need not be asked again.
  shop.asked = () => Promise.reject(new Error('asked again'))
  await shop.clear()
})

test('what the follower has seen named needs no look into the log', async () => {
  const shop = await Shop.open()
  await shop.bring()
  await shop.reply()
  const events = await here.log.follow.since(shop.tenant, 0, 100)
  await shop.files.rows.note({ tenant: shop.tenant, from: 1, to: events.length, events })
  shop.later(365)
  shop.asked = () => Promise.reject(new Error('asked'))
  await shop.clear()
  expect([onDisk(), shop.cleared]).toEqual([1, 0])
})

test('of a file that another conversation has, or waits with, only what is loose goes', async () => {
  const shop = await Shop.open()
  await shop.bring('one')
  shop.later(20)
  await shop.bring('two')
  shop.later(20)
  await shop.clear()
  expect([onDisk(), shop.cleared]).toEqual([1, 1])
  expect([await shop.reply('one'), await shop.reply('two')]).toEqual(['no-such-file', 'conversation.replied'])
  shop.later(365)
  await shop.clear()
  expect([onDisk(), shop.cleared]).toEqual([1, 1])
})

test('who brings it once more, or tries to send it, has all of the time again', async () => {
  const shop = await Shop.open()
  const { tenant } = shop
  const told = { tenant, conversation: 'one', platform: 'telegram', file, mime: 'text/csv' }
  await shop.bring()
  shop.later(20)
  expect(await isHere(shop.files, told)).toBe(true)
  shop.later(20)
  await shop.clear()
  const unknown = { type: 'conversation.reply', id: 'x', at: 1, conversation: 'one', seen: null } as const
  const media = { media: 'document', file, mime: 'text/csv', bytes: 1 } as const
  const content = { kind: 'media' as const, items: [media] }
  const context = () => trustedContext({ kind: 'agent', id: 'sara' }, shop.now)
  expect(await shop.actors.tell(tenant, { ...unknown, content }, context)).toMatchObject({ result: 'refused' })
  shop.later(20)
  await shop.clear()
  expect([onDisk(), shop.cleared]).toEqual([1, 0])
  shop.later(10)
  await shop.clear()
  expect([onDisk(), shop.cleared]).toEqual([0, 1])
})

test.each(['its row is gone', 'its bytes are gone'])(
  'when it dies at the moment that %s, the next round comes to the end',
  async moment => {
    const shop = await Shop.open()
    const { tenant, files } = shop
    await shop.bring()
    shop.later(30)
    const remove: Files['store']['remove'] = async (...of) => {
      if (moment === 'its bytes are gone') await files.store.remove(...of)
      throw new Error('died')
    }
    await shop.clear({ ...files, store: { ...files.store, remove } })
    expect([await files.rows.of(tenant, 'one', file), shop.cleared]).toEqual([undefined, 0])
    await shop.clear()
    expect([onDisk(), shop.cleared]).toEqual([0, 1])
  }
)

test('what was brought when the server died, before there was a row for it, is cleared away too', async () => {
  const shop = await Shop.open()
  await shop.bringHalf()
  expect(onDisk()).toBe(1)
  shop.later(30)
  await shop.clear()
  expect([onDisk(), shop.cleared]).toEqual([0, 1])
})

test('one that cannot be cleared away does not keep the others', async () => {
  const shop = await Shop.open()
  await shop.bring('one')
  await shop.bring('two', names.other)
  shop.later(30)
  const remove: Files['store']['remove'] = (tenant, which) =>
    which === file ? Promise.reject(new Error('no')) : shop.files.store.remove(tenant, which)
  await shop.clear({ ...shop.files, store: { ...shop.files.store, remove } })
  expect([onDisk(), shop.cleared]).toEqual([1, 1])
})

test('a reply that comes while its file is cleared away finds it gone, never half', async () => {
  const shop = await Shop.open()
  await shop.bring()
  shop.later(30)
  let replied: Promise<string> | undefined
  shop.asked = async () => {
    replied ??= shop.reply()
    // Time enough for it to be judged, if it did not wait.
    for (let turn = 0; turn < 50; turn++) await shop.files.rows.isNamed(shop.tenant, file)
  }
  await shop.clear()
  expect([await replied, onDisk(), shop.cleared]).toEqual(['no-such-file', 0, 1])
})

test('a reply that is judged when the clearing comes keeps its file', async () => {
  const shop = await Shop.open()
  await shop.bring()
  shop.later(30)
  // It has been looked at, and is not in the log yet.
  const of = shop.files.rows.of.bind(shop.files.rows)
  let cleared: Promise<void> | undefined
  const rows: Files['rows'] = {
    ...shop.files.rows,
    async of(...asked) {
      const row = await of(...asked)
      cleared ??= shop.clear()
      await cleared
      return row
    }
  }
  const judging = actors(here.log, { beside: filesBeside({ ...shop.files, rows }, nothingBeside) })
  Object.assign(shop, { actors: judging })
  expect([await shop.reply(), onDisk(), shop.cleared]).toEqual(['conversation.replied', 1, 0])
})

test('what is brought again while it is cleared away is there afterwards, with its bytes', async () => {
  const shop = await Shop.open()
  await shop.bring()
  shop.later(30)
  let again: Promise<unknown> | undefined
  shop.asked = async () => void (again ??= shop.bring())
  await shop.clear()
  await again
  expect([shop.cleared, onDisk(), await shop.reply()]).toEqual([1, 1, 'conversation.replied'])
})

test('what a customer has sent just now is not taken along, though its row comes only after its bytes', async () => {
  const shop = await Shop.open()
  await shop.bring()
  shop.later(30)
  await shop.files.store.keep(shop.tenant, new Blob([names.table]).stream(), 1e9)
  await shop.clear()
  expect([onDisk(), shop.cleared]).toEqual([1, 0])
  shop.later(1)
  await shop.clear()
  expect([onDisk(), shop.cleared]).toEqual([0, 1])
})

test('an erased conversation takes along what was brought for it, also what only half came', async () => {
  const shop = await Shop.open()
  await shop.bringHalf()
  await shop.files.forget(shop.tenant, 'one')
  expect(onDisk()).toBe(0)
  shop.later(30)
  await shop.clear()
  expect(shop.cleared).toBe(0)
})

test('what was on its way when the server died is removed a day later', async () => {
  const shop = await Shop.open()
  await shop.bring()
  const [old, young] = ['old', 'young'].map(name => join(place, 'coming', name))
  for (const path of [old!, young!]) writeFileSync(path, yes)
  const seconds = (ms: number) => Math.floor(ms / 1000)
  utimesSync(old!, seconds(shop.now - 2 * dayMs), seconds(shop.now - 2 * dayMs))
  utimesSync(young!, seconds(shop.now), seconds(shop.now))
  await shop.clear()
  expect(readdirSync(join(place, 'coming'))).toEqual(['young'])
  expect(looseForMs).toBe(30 * dayMs)
})

test('what was brought before there was a table for it has its time from then on, unless it is named', async () => {
  const { everywhere } = here.sql
  const row = (conversation: string, message: string, which: string) =>
    here.sql.of('older').query(
      `insert into media_file (tenant, conversation, message, edit, item, seq, since, file, mime, bytes, told)
         values ('older', $1, $2, '', 0, 0, 0, $3, 'text/csv', 8, true)`,
      [conversation, message, which]
    )
  await row('one', `brought:${file}`, file)
  await row('two', `brought:${file}`, file)
  await row('two', 'reply-two', file)
  await row('three', 'm-three', file)
  await everywhere.query('drop table media_brought', [])
  const before = Date.now()
  await everywhere.transaction(query => query(broughtFiles))
  const loose = await everywhere.query<{ conversation: string; since: number }>(
    "select * from media_brought where tenant = 'older'",
    []
  )
  expect(loose).toMatchObject([{ tenant: 'older', conversation: 'one', file }])
  expect(loose[0]!.since).toBeGreaterThanOrEqual(before - 1000)
})

test('a file in the heading of a template is named by its reply, and one without it names none', () => {
  const by = { kind: 'agent', id: 'sara' } as const
  const replied = (more: object) => {
    const content = { kind: 'template', name: 'hello', language: 'en', parameters: [], text: 'Hello', ...more }
    const fact = { type: 'conversation.replied', at: 1, by, cause: 'c', message: 'm', content }
    return broughtIn('t', { seq: 1, stream: 'conversation/one', version: 1, recordedAt: 1, scope: 'tenant', fact })
  }
  const kept = { file, mime: 'image/png', bytes: 3 }
  expect(replied({ head: { media: 'image', ...kept } })).toEqual({
    tenant: 't',
    conversation: 'one',
    message: 'm',
    edit: '',
    item: 0,
    kept
  })
  expect(replied({})).toBeUndefined()
})
