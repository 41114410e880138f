import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openFile } from '../../sync-server/history/opened.ts'
import { NotTaken } from '../../sync-server/history/not-taken.ts'
import { pack, type Part } from './packed.ts'

const directory = mkdtempSync(join(tmpdir(), 'daybook-test-'))
afterAll(() => rmSync(directory, { recursive: true }))
let files = 0

const chat: Part = { name: '_chat.txt', body: '[31.12.23, 21:41:07] Anna: Hi' }

function write(body: Uint8Array | string): string {
  const path = join(directory, String((files += 1)))
  writeFileSync(path, body)
  return path
}

const open = (body: Uint8Array | string, name = 'WhatsApp Chat - Anna.zip') => openFile(write(body), name)

test('a chat with its photos: who it is with, the words, and each file when it is wanted', async () => {
  const photo = Buffer.from('photo'.repeat(1000))
  const opened = await open(pack([{ name: 'a/IMG.jpg', body: photo }, { name: 'a/', body: '' }, chat]))
  if (opened.source !== 'whatsapp' || !opened.packed) throw new Error('it is no chat')
  expect([opened.title, opened.text, [...opened.packed.parts]]).toEqual([
    'Anna',
    '[31.12.23, 21:41:07] Anna: Hi',
    [
      ['a/IMG.jpg', 5000],
      ['_chat.txt', 29]
    ]
  ])
  const pieces: Uint8Array[] = []
  for await (const piece of await opened.packed.open('a/IMG.jpg')) pieces.push(piece)
  expect(Buffer.concat(pieces).equals(photo)).toBe(true)
  opened.close()
})

const zeros = Buffer.alloc(1024 * 1024)

test.each<[string, Uint8Array | string, RegExp]>([
  ['one that is locked', pack([{ ...chat, locked: true }]), /password/],
  ['a link to another place', pack([chat, { name: 'passwd', body: '/etc/passwd', link: true }]), /link/],
  [
    'a name that leads out of it',
    pack([chat, { name: '../../etc/cron.d/x', body: 'x' }]),
    /cannot? be read|can be read: invalid relative path/
  ],
  ['an absolute name', pack([chat, { name: '/etc/cron.d/x', body: 'x' }]), /absolute path/],
  ['a name of Windows', pack([chat, { name: 'C:\\x', body: 'x' }]), /can be read/],
  ['a part that is larger than it says', pack([{ ...chat, body: zeros, says: 100 }]), /too many bytes/],
  ['a part that is smaller than it says', pack([{ ...chat, says: 100 }]), /not enough bytes/],
  [
    'parts that would be too big together',
    pack([chat, ...Array.from({ length: 30 }, (_, at) => ({ name: `${at}`, body: zeros, says: 100 * 1024 * 1024 }))]),
    /too big/
  ],
  [
    'parts that lie over each other',
    pack([chat, ...Array.from({ length: 30 }, (_, at) => ({ name: `${at}`, body: zeros, again: true as const }))]),
    /over each other/
  ],
  ['a strange way of packing', pack([{ ...chat, method: 99 }]), /not known/],
  ['no chat', pack([{ name: 'a.jpg', body: 'x' }]), /no chat/],
  ['two texts that are no chats', pack(['a.txt', 'b.txt'].map(name => ({ name, body: 'x' }))), /no chat/],
  ['half of one', pack([chat]).subarray(0, 60), /no archive/],
  ['nothing', '', /empty/],
  ['anything else', 'Hello\nthere', /no chat/]
])('%s is refused in a sentence', async (_, body, sentence) => {
  const error = await open(body).then(
    () => undefined,
    (error: unknown) => error
  )
  expect(error).toBeInstanceOf(NotTaken)
  expect((error as Error).message).toMatch(sentence)
})

test('more files than anybody sends', async () => {
  const many = Array.from({ length: 20_001 }, (_, at) => ({ name: String(at), body: '' }))
  await expect(open(pack(many))).rejects.toThrow(/more than 20000 files/)
})

test.each([
  ['WhatsApp Chat with Anna.txt', 'Anna'],
  ['WhatsApp-Chat mit Anna Maria.txt', 'Anna Maria'],
  ['Chat de WhatsApp con Anna (2).txt', 'Anna'],
  ['Conversa do WhatsApp com Anna.txt', 'Anna'],
  ['Discussion WhatsApp avec Anna.txt', 'Anna'],
  ['Chat WhatsApp con Anna.txt', 'Anna'],
  ['Anna ile WhatsApp Sohbeti.txt', 'Anna'],
  ['chat.txt', null]
])('%s is with %s', async (name, title) => {
  expect(await open('31.12.23, 21:41 - Anna: Hi', name)).toMatchObject({ source: 'whatsapp', title })
})

test('what a file is, is known by what stands in it', async () => {
  const what = async (body: Uint8Array | string) => (await open(body, 'x')).source
  expect(await what('From a@b Sun\nSubject: a\n\nx')).toBe('mail')
  expect(await what('Received: x\r\nFrom: a@b.example\r\nDate: x\r\n\r\nx')).toBe('mail')
  expect(await what('Name;Telefon\nAnna;1')).toBe('contacts')
  expect(await what(Buffer.from('\uFEFFName\tPhone\nAnna\t1', 'utf16le'))).toBe('contacts')
  expect(await what(Buffer.from('Prénom;Téléphone\nAnna;1', 'latin1'))).toBe('contacts')
})
