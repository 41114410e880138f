import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import type { AnyCommand } from '../../shared/catalog.ts'
import { tenantLines } from '../../sync-server/backup/tenant-file.ts'
import { openCore } from '../../sync-server/core.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import { erasePerson } from '../../sync-server/erasing/erase-person.ts'
import { rewriteKeys } from '../../sync-server/erasing/rewrite-keys.ts'
import { takeIn } from '../../sync-server/platforms/intake.ts'
import { keptNews } from '../../sync-server/wires/news.ts'
import { openVisitors } from '../../sync-server/platforms/webchat/visitors.ts'
import { sharedDrafts } from '../../sync-server/together/shared-drafts.ts'
import { databaseDirectory } from '../support/database.ts'

const directories: string[] = []
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

const tenant = 'bytes'
const number = '15550009911'
const canaries = ['kanarie-said', 'kanarie-name', 'kanarie-note', 'kanarie-reply', 'kanarie-value', 'kanarie-draft']
const all = [...canaries, 'kanarie-visitor', 'kanarie-letter', number]

/** Which of the words stand in any file below the directory, and in which. */
function found(directory: string, words: readonly string[]): string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  expect(files.length).toBeGreaterThan(100)
  return files.flatMap(file => {
    const path = join(file.parentPath, file.name)
    const bytes = readFileSync(path)
    return words.filter(word => bytes.includes(word)).map(word => `${word} in ${path}`)
  })
}

test('no byte of what a customer said is ever in a file of the data directory, before they are erased and after', async () => {
  const dataDir = await databaseDirectory()
  directories.push(dataDir)
  const sql = await openDatabase(dataDir)
  const core = await openCore(sql, pino({ level: 'silent' }), { dataDir })
  const { actors, handles, erasing, keyring, log } = core
  let n = 0
  const tell = async (command: Record<string, unknown> & { type: string }) => {
    const whole = { ...command, id: `b-${++n}`, at: Date.now() } as unknown as AnyCommand
    const told = await actors.tell(tenant, whole, now => trustedContext({ kind: 'agent', id: 'a' }, now))
    if (told.result === 'refused') throw new Error(`${command.type}: ${told.refusal.reason}`)
  }
  await tell({ type: 'tenant.found', tenant, name: 'Bytes' })
  await tell({ type: 'inbox.connect', inbox: 'wa', platform: 'whatsapp', name: 'WhatsApp' })
  const secret = {
    tenant,
    inbox: 'wa',
    platform: 'whatsapp',
    account: '1',
    appSecret: '',
    verifyToken: '',
    accessToken: '',
    baseUrl: null
  }
  await takeIn({ log, actors, people: handles, letters: erasing.letters, news: keptNews(sql) }, secret, [
    {
      kind: 'message',
      id: 'wamid.opaque',
      at: Date.now(),
      handles: [{ platform: 'whatsapp', kind: 'wa_id', value: number }],
      name: 'kanarie-name',
      content: { kind: 'text', text: 'kanarie-said' }
    },
    { kind: 'unread', why: 'is odd', raw: JSON.stringify({ from: number, text: 'kanarie-letter' }) }
  ])
  const [contact] = await handles.find(tenant, [[{ platform: 'whatsapp', kind: 'wa_id', value: number }]])
  const conversation = handles.conversationOf(tenant, 'wa', contact!)
  await tell({ type: 'conversation.note', conversation, text: 'kanarie-note' })
  await tell({ type: 'conversation.reply', conversation, content: { kind: 'text', text: 'kanarie-reply' }, seen: null })
  await tell({ type: 'contact.set-attribute', contact, key: 'Shoe size', value: 'kanarie-value' })
  await tell({ type: 'conversation.label', conversation, label: 'label-of-the-house' })
  await sharedDrafts(sql, keyring).keep(tenant, conversation, Buffer.from('kanarie-draft'))
  await openVisitors(sql).keep('token', { inbox: 'wa', tenant, visitor: 'v', name: 'kanarie-visitor' }, contact!)

  await sql.everywhere.query('checkpoint')
  // The search finds what is there.
  expect(found(dataDir, ['label-of-the-house'])).not.toEqual([])
  expect(found(dataDir, all)).toEqual([])
  expect(JSON.stringify(await log.follow.since(tenant, 0, 100))).toContain('kanarie-said')

  await tell({ type: 'contact.erase', contact })
  await erasePerson(erasing, { tenant, contact: contact!, at: Date.now() })
  await rewriteKeys(sql)
  await sql.everywhere.query('vacuum')
  await sql.everywhere.query('checkpoint')
  const kept: string[] = [JSON.stringify(await log.follow.since(tenant, 0, 100))]
  for await (const line of tenantLines(core, tenant)) kept.push(line)
  expect(all.filter(word => kept.join('').includes(word))).toEqual([])
  expect(kept.join('')).toContain('label-of-the-house')
  for (const table of ['sealing_key', 'dead_letter', 'visitor', 'shared_draft', 'unfinished_send', 'contact_handle']) {
    expect([table, await sql.everywhere.query(`select * from ${table}`)]).toEqual([table, []])
  }
  await core.close()
  expect(found(dataDir, all)).toEqual([])
})
