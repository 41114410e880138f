import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { sniff } from '../../sync-server/media/sniff.ts'
import { fileStoreContract } from '../contracts/file-store.ts'
import { fileStore } from '../../sync-server/media/store.ts'

const place = mkdtempSync(join(tmpdir(), 'daybook-files-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))
const filesIn = () => readdirSync(place, { recursive: true, withFileTypes: true }).filter(one => one.isFile())

beforeEach(() => rmSync(place, { recursive: true, force: true }))
describe('in a directory,', () =>
  fileStoreContract(
    () => fileStore(place),
    () => filesIn().length
  ))

const jpeg = Buffer.from('ffd8ffe000104a46494600010101004800480000ffc0000b080010002001011100', 'hex')

test.each([
  ['a picture', pictureOf('1'), { mime: 'image/png', width: 640, height: 480 }],
  ['a photo', jpeg, { mime: 'image/jpeg', width: 32, height: 16 }],
  ['a paper', Buffer.from('%PDF-1.7\n%âãÏÓ\n'), { mime: 'application/pdf' }],
  ['a page', Buffer.from('<html><script>alert(1)</script></html>'), { mime: 'application/octet-stream' }],
  [
    'a drawing with scripts',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    { mime: 'application/octet-stream' }
  ],
  ['nothing', Buffer.alloc(0), { mime: 'application/octet-stream' }]
])('%s is known by its bytes', async (_, bytes, sniffed) => {
  expect(await sniff(bytes)).toEqual(sniffed)
})
