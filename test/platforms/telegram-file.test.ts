import { expect, test } from 'vitest'
import type { Content, MediaKind } from '../../shared/conversations/content.ts'
import { kindFor } from '../../shared/platforms/files.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { questionFor } from '../../sync-server/platforms/telegram/question.ts'

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
  const asked = questionFor(outgoing(media, 'application/pdf', 'Your bill'), 1_111_111, '7')
  if ('wrong' in asked || typeof asked.body === 'string') throw new Error('it was not asked with a form')
  const part = asked.body.get(field) as File
  expect([asked.method, asked.type]).toEqual([method, null])
  expect([asked.body.get('chat_id'), asked.body.get('caption')]).toEqual(['1111111', 'Your bill'])
  expect([part.name, part.type, await part.text()]).toEqual(['bill.pdf', 'application/pdf', 'bytes'])
})

test('what it answers stands in the form as JSON', () => {
  const quoted = { id: '7:1111111:12', ours: false }
  const asked = questionFor({ ...outgoing('image', 'image/png', 'This one'), quoted }, 1_111_111, '7')
  if ('wrong' in asked || typeof asked.body === 'string') throw new Error('it was not asked with a form')
  const parameters: unknown = JSON.parse(String(asked.body.get('reply_parameters')))
  expect(parameters).toEqual({ message_id: 12, allow_sending_without_reply: true })
  const elsewhere = questionFor({ ...outgoing('image', 'image/png'), quoted }, 2_222_222, '7')
  expect('body' in elsewhere && elsewhere.body instanceof FormData && elsewhere.body.has('reply_parameters')).toBe(
    false
  )
})

test('a file that is not here, and one that moves as a photo, are not asked for', () => {
  const { file: _gone, ...without } = outgoing('image', 'image/png')
  expect(questionFor(without, 1, '7')).toMatchObject({ wrong: ['unsupported', expect.any(String)] })
  expect(kindFor(strategyOf('telegram'), 'image/gif')).toBe('document')
})
