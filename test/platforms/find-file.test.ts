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

const refusing = (code: number) => JSON.stringify({ error: { message: `(#${code})`, type: 'OAuthException', code } })

test.each([4, 80_007, 130_429, 131_000])('a file that WhatsApp is too busy to name (%i) is not gone', async code => {
  const { said } = await find('whatsapp', photo({ id: '77' }), { [about]: [400, refusing(code)] })
  expect(said).toEqual({ result: 'later' })
})

test('one that WhatsApp does not know is gone', async () => {
  const { said } = await find('whatsapp', photo({ id: '77' }), { [about]: [400, refusing(100)] })
  expect(said).toEqual({ result: 'lost', why: 'gone' })
  expect((await find('whatsapp', photo({ id: '77' }), {})).said).toEqual({ result: 'lost', why: 'gone' })
})

const file = 'https://api.test/bottoken-7/getFile?file_id=a%2Fb'

test('Telegram is asked where it lies, and there', async () => {
  const answers = {
    [file]: [200, JSON.stringify({ ok: true, result: { file_path: 'photos/file 1.jpg' } })],
    'https://api.test/file/bottoken-7/photos/file%201.jpg': [200, bytes]
  } as const
  expect((await find('telegram', photo({ id: 'a/b' }), answers)).said).toBe(bytes)
})

test.each([
  ['Bad Request: wrong file_id or the file is temporarily unavailable', { result: 'later' }],
  ['Bad Request: invalid file_id', { result: 'lost', why: 'gone' }],
  ['Bad Request: file is too big', { result: 'lost', why: 'too-big' }]
])('what Telegram means by “%s”', async (description, means) => {
  const answers = { [file]: [400, JSON.stringify({ ok: false, error_code: 400, description })] } as const
  expect((await find('telegram', photo({ id: 'a/b' }), answers)).said).toEqual(means)
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

const onLine = 'https://api.test/v2/bot/message/46123/content'

test('LINE is asked for the message’s content, with the token', async () => {
  const { said, asked } = await find('line', photo({ id: '46123' }), { [onLine]: [200, bytes] })
  expect(said).toBe(bytes)
  expect(asked).toEqual([{ address: onLine, authorization: 'Bearer token-7' }])
})

test('LINE’s files lie at another address than its API', async () => {
  const asked: string[] = []
  const reach: Reach = {
    baseUrl: 'https://api.line.me',
    open: async address => {
      asked.push(address)
      return { status: 202, body: (async function* () {})() }
    }
  }
  expect(await platformOf('line')!.findFile!(photo({ id: '46123' }), secret, reach)).toEqual({ result: 'later' })
  expect(asked).toEqual(['https://api-data.line.me/v2/bot/message/46123/content'])
})

test('what a LINE customer’s file lies elsewhere for is fetched there, without the token', async () => {
  const { said, asked } = await find('line', photo({ url: theirs }), { [theirs]: [200, bytes] })
  expect(said).toBe(bytes)
  expect(asked).toEqual([{ address: theirs, authorization: undefined }])
})

const basic = `Basic ${Buffer.from('1:token-7').toString('base64')}`

test.each([
  'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1',
  'https://api.dublin.ie1.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1',
  'https://api.test/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1'
])('Twilio’s API is shown the account’s token: %s', async url => {
  const { said, asked } = await find('sms', photo({ url }), { [url]: [200, bytes] })
  expect(said).toBe(bytes)
  expect(asked).toEqual([{ address: url, authorization: basic }])
})

test('where Twilio keeps files needs no token', async () => {
  const url = 'https://media.twiliocdn.com/AC1/abc'
  const { said, asked } = await find('sms', photo({ url }), { [url]: [200, bytes] })
  expect([said, asked]).toEqual([bytes, [{ address: url, authorization: undefined }]])
})

test.each([
  'https://evil.test/2010-04-01/Accounts/AC1/Media/ME1',
  'https://api.twilio.com.evil.test/ME1',
  'https://apitwilio.com/ME1',
  'https://api.twilio.com@evil.test/ME1',
  'http://api.twilio.com/ME1',
  'http://169.254.169.254/latest/meta-data',
  'https://api.test.evil/ME1',
  'nonsense'
])('nothing of a text message is fetched from %s', async url => {
  const { said, asked } = await find('sms', photo({ url }), {})
  expect([said, asked]).toEqual([{ result: 'lost', why: 'not-allowed' }, []])
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
  ['was deleted there', 'sms', { url: 'https://api.test/ME1' }, {}, gone],
  ['has a token that ended', 'sms', { url: 'https://api.test/ME1' }, { 'https://api.test/ME1': [401, ''] }, later],
  ['is kept no more', 'line', { id: '46123' }, { [onLine]: [410, ''] }, gone],
  ['is not ready yet', 'line', { id: '46123' }, { [onLine]: [202, ''] }, later],
  ['has a token that ended', 'line', { id: '46123' }, { [onLine]: [401, ''] }, later],
  ['has no name', 'line', {}, {}, gone],
  ['has no name', 'sms', {}, {}, gone],
  ['has no name', 'whatsapp', {}, {}, gone],
  ['has no name', 'telegram', {}, {}, gone],
  ['has no name', 'messenger', {}, {}, gone]
])('a file that %s: %s', async (_, platform, media, answers, outcome) => {
  expect((await find(platform, photo(media), answers)).said).toEqual(outcome)
})
