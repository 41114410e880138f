import { expect, test } from 'vitest'
import type { Media } from '../../shared/conversations/content.ts'
import type { Reach } from '../../sync-server/platforms/port.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'

const bytes = 'the bytes'
const secret = { account: '1', accessToken: 'token-7' } as InboxSecret
const photo = (more: Partial<Media>): Media => ({ media: 'image', ...more })

type Answers = Readonly<Record<string, readonly [status: number, body: string]>>

/** Asks a platform for a file; what it answers stands by its address. */
async function find(platform: string, media: Media, answers: Answers) {
  const asked: { address: string; authorization: string | undefined }[] = []
  const open: Reach['open'] = async (address, headers) => {
    asked.push({ address, authorization: headers?.['authorization'] })
    const [status, body] = answers[address] ?? [404, '']
    return {
      status,
      body: (async function* () {
        yield Buffer.from(body)
      })()
    }
  }
  const found = await platformOf(platform)!.findFile!(media, secret, { baseUrl: 'https://api.test', open })
  const said = found.result === 'found' ? Buffer.concat(await Array.fromAsync(found.body)).toString() : found
  return { said, asked }
}

const about = 'https://api.test/v23.0/77'
const theirs = 'https://lookaside.fbsbx.com/77'

test('WhatsApp is asked where it lies, and there, both times with the token', async () => {
  const answers = { [about]: [200, JSON.stringify({ url: theirs })], [theirs]: [200, bytes] } as const
  const { said, asked } = await find('whatsapp', photo({ id: '77' }), answers)
  expect(said).toBe(bytes)
  expect(asked).toEqual([about, theirs].map(address => ({ address, authorization: 'Bearer token-7' })))
})

test.each([
  'https://evil.test/77',
  'https://fbsbx.com.evil.test/77',
  'https://evilfbsbx.com/77',
  'http://api.test.evil/77',
  'nonsense'
])('the token is not shown to %s', async url => {
  const { said, asked } = await find('whatsapp', photo({ id: '77' }), { [about]: [200, JSON.stringify({ url })] })
  expect(said).toEqual({ result: 'lost', why: 'not-allowed' })
  expect(asked).toHaveLength(1)
})

const file = 'https://api.test/bottoken-7/getFile?file_id=a%2Fb'

test('Telegram is asked where it lies, and there', async () => {
  const answers = {
    [file]: [200, JSON.stringify({ ok: true, result: { file_path: 'photos/file 1.jpg' } })],
    'https://api.test/file/bottoken-7/photos/file%201.jpg': [200, bytes]
  } as const
  expect((await find('telegram', photo({ id: 'a/b' }), answers)).said).toBe(bytes)
})

test('a path that leads out of Telegram’s files is not gone', async () => {
  const answers = { [file]: [200, JSON.stringify({ ok: true, result: { file_path: '../sendMessage' } })] } as const
  const { said, asked } = await find('telegram', photo({ id: 'a/b' }), answers)
  expect(said).toEqual({ result: 'lost', why: 'not-allowed' })
  expect(asked).toHaveLength(1)
})

test.each(['messenger', 'instagram'])('%s names the place itself, and no token goes along', async platform => {
  const { said, asked } = await find(platform, photo({ url: theirs }), { [theirs]: [200, bytes] })
  expect(said).toBe(bytes)
  expect(asked).toEqual([{ address: theirs, authorization: undefined }])
})

const gone = { result: 'lost', why: 'gone' }
const later = { result: 'later' }

test.each<[string, string, Partial<Media>, Answers, object]>([
  ['is unknown there', 'whatsapp', { id: '77' }, { [about]: [400, '{"error":{"code":100}}'] }, gone],
  ['has a token that ended', 'whatsapp', { id: '77' }, { [about]: [401, '{}'] }, later],
  ['answers a page', 'whatsapp', { id: '77' }, { [about]: [200, '<html>'] }, later],
  [
    'has an address that ended',
    'whatsapp',
    { id: '77' },
    { [about]: [200, `{"url":"${theirs}"}`], [theirs]: [404, ''] },
    later
  ],
  [
    'is unknown there',
    'telegram',
    { id: 'a/b' },
    { [file]: [400, '{"ok":false,"description":"wrong file_id"}'] },
    gone
  ],
  [
    'is above 20 MB',
    'telegram',
    { id: 'a/b' },
    { [file]: [400, '{"ok":false,"description":"Bad Request: file is too big"}'] },
    { result: 'lost', why: 'too-big' }
  ],
  ['is asked for too often', 'telegram', { id: 'a/b' }, { [file]: [429, '{"ok":false}'] }, later],
  ['has a signature that ended', 'instagram', { url: theirs }, { [theirs]: [403, ''] }, gone],
  ['is in trouble', 'messenger', { url: theirs }, { [theirs]: [503, ''] }, later],
  ['has no name', 'whatsapp', {}, {}, gone],
  ['has no name', 'telegram', {}, {}, gone],
  ['has no name', 'messenger', {}, {}, gone]
])('a file that %s: %s', async (_, platform, media, answers, outcome) => {
  expect((await find(platform, photo(media), answers)).said).toEqual(outcome)
})
