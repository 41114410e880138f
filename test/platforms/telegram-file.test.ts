import { expect, test } from 'vitest'
import { vendorApis } from './contract/vendor-api.ts'
import type { Content, MediaKind } from '../../shared/conversations/content.ts'
import { kindFor } from '../../shared/platforms/files.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { send } from '../../sync-server/platforms/telegram/client.ts'
import { questionFor } from '../../sync-server/platforms/telegram/question.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'

const outgoing = (media: MediaKind, mime: string, caption?: string) => {
  const items = [{ media, file: 'a'.repeat(64), mime, bytes: 5, name: 'bill.pdf' }]
  const content: Content = { kind: 'media', items, ...(caption !== undefined && { caption }) }
  const file = { media, mime, name: 'bill.pdf', body: new Blob(['bytes']) }
  return { message: 'reply-1', content, file, handles: [], late: false }
}

test.each([
  ['image', 'sendPhoto', 'photo'],
  ['video', 'sendVideo', 'video'],
  ['audio', 'sendAudio', 'audio'],
  ['document', 'sendDocument', 'document']
] as const)('on Telegram %s goes with %s, with its words and its name', async (media, method, field) => {
  const asked = questionFor(outgoing(media, 'application/pdf', 'Your bill'), { bot: '7', chat: 1_111_111 })
  if ('wrong' in asked || typeof asked.body === 'string') throw new Error('it was not asked with a form')
  const part = asked.body.get(field) as File
  expect([asked.method, asked.type]).toEqual([method, null])
  expect([asked.body.get('chat_id'), asked.body.get('caption')]).toEqual(['1111111', 'Your bill'])
  expect([part.name, part.type, await part.text()]).toEqual(['bill.pdf', 'application/pdf', 'bytes'])
})

test('what it answers stands in the form as JSON', () => {
  const quoted = { id: '7:1111111:12', ours: false }
  const asked = questionFor({ ...outgoing('image', 'image/png', 'This one'), quoted }, { bot: '7', chat: 1_111_111 })
  if ('wrong' in asked || typeof asked.body === 'string') throw new Error('it was not asked with a form')
  const parameters: unknown = JSON.parse(String(asked.body.get('reply_parameters')))
  expect(parameters).toEqual({ message_id: 12, allow_sending_without_reply: true })
  const elsewhere = questionFor({ ...outgoing('image', 'image/png'), quoted }, { bot: '7', chat: 2_222_222 })
  expect('body' in elsewhere && elsewhere.body instanceof FormData && elsewhere.body.has('reply_parameters')).toBe(
    false
  )
})

test('a file that is not here, and one that moves as a photo, are not asked for', () => {
  const { file: _gone, ...without } = outgoing('image', 'image/png')
  expect(questionFor(without, { bot: '7', chat: 1 })).toMatchObject({ wrong: ['unsupported', expect.any(String)] })
  expect(kindFor(strategyOf('telegram'), 'image/gif')).toBe('document')
})

const botApi = vendorApis()

/** A photo is sent to a Bot API that has its own opinion of photos. */
async function photographed(description: string) {
  const api = await botApi((request, answer) => {
    const isPhoto = request.url?.endsWith('/sendPhoto') === true
    const refused = { ok: false, error_code: 400, description }
    answer.writeHead(isPhoto ? 400 : 200, { 'content-type': 'application/json' })
    answer.end(JSON.stringify(isPhoto ? refused : { ok: true, result: { message_id: 9, chat: { id: 5 } } }))
  })
  const secret = { account: '7', accessToken: 'token' } as InboxSecret
  const handles = [{ platform: 'telegram', kind: 'user_id', value: '5' }]
  const attempt = { tries: 0, baseUrl: api.baseUrl, hook: null, signal: AbortSignal.timeout(60_000) }
  const outcome = await send({ ...outgoing('image', 'image/png', 'Here'), handles }, secret, attempt)
  return { outcome, asked: api.asked.map(({ url }) => url?.split('/').at(-1)) }
}

test.each(['PHOTO_INVALID_DIMENSIONS', 'IMAGE_PROCESS_FAILED'])(
  'a picture that Telegram takes for no photo (%s) goes as a document: it is owed to the customer',
  async description => {
    const { outcome, asked } = await photographed(`Bad Request: ${description}`)
    expect([outcome, asked]).toEqual([{ result: 'sent', platformId: '7:5:9' }, ['sendPhoto', 'sendDocument']])
  }
)

test('one that is refused for anything else is asked for once', async () => {
  const { outcome, asked } = await photographed('Bad Request: chat not found')
  expect([outcome.result, asked]).toEqual(['failed', ['sendPhoto']])
})
