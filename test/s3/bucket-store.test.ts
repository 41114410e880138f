import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { bucketOf } from '../../sync-server/days/s3/bucket.ts'
import { bucketStore } from '../../sync-server/media/bucket-store.ts'
import { fileStoreContract, inParts } from '../contracts/file-store.ts'
import { bucketName, startS3, environmentOf } from './emulator.ts'

const s3 = await startS3()
const coming = mkdtempSync(join(tmpdir(), 'daybook-coming-'))
afterAll(async () => {
  await s3.close()
  rmSync(coming, { recursive: true, force: true })
})
beforeEach(() => {
  s3.objects.clear()
  s3.weather.length = 0
  s3.answers.length = 0
})
const environment = environmentOf(s3)
const patience = { attempts: 4, answerMs: 60_000, pauseMs: 1 }
const open = (name = bucketName, path = '/files') =>
  bucketStore(bucketOf(`s3://${name}${path}`, environment), coming, patience)

// What is only on its way would stay on our own disk.
describe('in a bucket,', () => fileStoreContract(open, () => s3.objects.size + readdirSync(coming).length))

const photo = Buffer.from('a photo')

test('a key says whose it is and what is in it, so that a directory can be copied there', async () => {
  const { file } = await open().keep('a', inParts(photo), 1e9)
  expect([...s3.objects.keys()]).toEqual([
    expect.stringMatching(new RegExp(`^files/[0-9a-f]{32}/${file.slice(0, 2)}/${file}$`))
  ])
})

test('bad weather that passes is waited out, and what arrived garbled is never given out as whole', async () => {
  const store = open()
  s3.weather.push('slow-down', 'hang-up', 'internal-error')
  const { file } = await store.keep('a', inParts(photo), 1e9)
  s3.weather.push('hang-up', 'half-list', 'slow-down')
  expect(await store.size('a', file)).toBe(photo.length)
  const read = async () => Buffer.concat((await Array.fromAsync(store.read('a', file))) as Uint8Array[])
  // The list, then the part: which breaks off once.
  s3.weather.push('slow-down', 'hang-up', 'slow-down', 'half')
  expect(await read()).toEqual(photo)
  const [key, stored] = [...s3.objects][0]!
  s3.objects.set(key, stored.with(0, 0x41) as Buffer)
  await expect(read()).rejects.toThrow('not what was stored')
  expect(s3.weather).toEqual([])
})

test('a bucket that is gone is no place without files', async () => {
  const gone = open('no-such-bucket')
  await expect(gone.size('a', 'a'.repeat(64))).rejects.toMatchObject({ name: 'ArchiveUnreachable' })
  await expect(gone.keep('a', inParts(photo), 1e9)).rejects.toMatchObject({ name: 'ArchiveUnreachable' })
})

test('what is there already is not brought again', async () => {
  const store = open()
  await store.keep('a', inParts(photo), 1e9)
  await store.keep('a', inParts(photo), 1e9)
  expect(s3.answers.filter(one => one.startsWith('PUT'))).toEqual(['PUT 200'])
})
