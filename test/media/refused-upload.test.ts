import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import { openFiles, type Files } from '../../sync-server/media/files.ts'
import { mediaRoutes, type MediaParts } from '../../sync-server/media/route.ts'
import { fileStore } from '../../sync-server/media/store.ts'
import { mostBytesOn } from '../../sync-server/media/take-file.ts'
import { world } from '../platforms/world.ts'

const here = world()
const place = mkdtempSync(join(tmpdir(), 'daybook-refused-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

/** An agent who may do everything, and a customer of theirs on SMS, which takes 4.7 MB. */
async function talk() {
  const { tenant, inbox } = await here.connect('sms')
  const content = { kind: 'text', text: 'A photo?' } as const
  const received = { type: 'conversation.receive', conversation: 'talk', inbox, platform: 'sms', contact: 'c' } as const
  await here.tell(tenant, { ...received, id: 'm-1', message: 'm-1', at: 1, content })
  const files = openFiles(here.sql, fileStore(place))
  const put = async (body: BodyInit, name: string, other: Partial<Files> = {}) => {
    const routes = mediaRoutes({
      signIns: { of: async () => ({ tenant, agent: 'agent-1', key: 'k' }) },
      roster: { of: async () => ({ contextOf: () => trustedContext({ kind: 'agent', id: 'agent-1' }, 1) }) },
      actors: here.actors,
      files: { ...files, ...other },
      publicOrigin: undefined
    } as unknown as MediaParts)
    const headers = { cookie: 'daybook_session=mine', 'content-type': 'text/csv' }
    const answer = await routes.request(`/talk/${name}`, {
      method: 'PUT',
      headers,
      body,
      duplex: 'half'
    } as RequestInit)
    return [answer.status, await answer.json()]
  }
  return { files, tenant, put }
}

const table = Buffer.from('a,b\n1,2\n')
const nameOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('what is larger than its platform takes is refused with how much it takes, also where nobody said how long it is', async () => {
  const { put } = await talk()
  const large = new Uint8Array(5_000_000)
  expect(await put(new Blob([large]).stream(), nameOf(large))).toEqual([
    413,
    { refusal: { reason: 'file-too-big', limit: mostBytesOn('sms') } }
  ])
  expect(readdirSync(join(place, 'coming'))).toEqual([])
})

test.each(['ENOSPC', 'storage-full'])(
  'where there is no room (%s) it is said so, and it may be brought again',
  async code => {
    const { put, files } = await talk()
    const no = () => Promise.reject(Object.assign(new Error('there is no room'), { code }))
    // The disk of the files, or that of the database, which stops before it is full.
    const full = code === 'ENOSPC' ? { store: { ...files.store, keep: no } } : { loose: { ...files.loose, want: no } }
    expect(await put(table, nameOf(table), full)).toEqual([507, { error: 'no-room' }])
    expect(await put(table, nameOf(table))).toEqual([201, { file: nameOf(table) }])
  }
)
