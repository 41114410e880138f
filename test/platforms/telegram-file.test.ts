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
  const asked = questionFor(outgoing(media, 'application/pdf', 'Your bill'), 1_111_111)
  if ('wrong' in asked || typeof asked.body === 'string') throw new Error('it was not asked with a form')
  const part = asked.body.get(field) as File
  expect([asked.method, asked.type]).toEqual([method, null])
  expect([asked.body.get('chat_id'), asked.body.get('caption')]).toEqual(['1111111', 'Your bill'])
  expect([part.name, part.type, await part.text()]).toEqual(['bill.pdf', 'application/pdf', 'bytes'])
})

test('a file that is not here, and one that moves as a photo, are not asked for', () => {
  const { file: _gone, ...without } = outgoing('image', 'image/png')
  expect(questionFor(without, 1)).toMatchObject({ wrong: ['unsupported', expect.any(String)] })
  expect(kindFor(strategyOf('telegram'), 'image/gif')).toBe('document')
})
