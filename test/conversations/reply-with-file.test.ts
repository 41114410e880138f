import { describe, test } from 'vitest'
import type { Media } from '../../shared/conversations/content.ts'
import { conversationDecider as conversation } from '../../shared/conversations/decide.ts'
import { given } from '../support/given.ts'
import { agent, command, fact, friday, hour, opened, received } from './story.ts'

const mb = 1024 * 1024
const photo: Media = { media: 'image', file: 'a'.repeat(64), mime: 'image/jpeg', bytes: mb, name: 'green.jpg' }
const paper: Media = { media: 'document', file: 'b'.repeat(64), mime: 'application/pdf', bytes: mb, name: 'bill.pdf' }

const reply = (items: readonly Media[], caption?: string) =>
  command('conversation.reply', {
    content: { kind: 'media', items: [...items], ...(caption !== undefined && { caption }) },
    seen: 'm1'
  })
/** A judge who has looked at what is kept of the file. */
const server = (kept: { mime: string; bytes: number } | null) => ({ ...agent('ana'), look: () => kept })
const talk = () => given(conversation, opened, received)

describe('a reply with a file', () => {
  test.each([photo, paper])('of a kind that the platform takes is owed to the customer: $media', item => {
    talk()
      .when(reply([item], 'This one.'), agent('ana'))
      .then({ type: 'conversation.replied', content: { kind: 'media', items: [item], caption: 'This one.' } })
  })

  test('of a type that the platform does not take as this kind is refused with those that it takes', () => {
    talk()
      .when(reply([{ ...photo, mime: 'image/webp' }]), agent('ana'))
      .thenRefused({ reason: 'file-not-taken', media: 'image', types: ['image/jpeg', 'image/png'] })
  })

  test('larger than the platform takes is refused with the limit; at the limit it passes', () => {
    talk()
      .when(reply([{ ...photo, bytes: 5 * mb + 1 }]), agent('ana'))
      .thenRefused({ reason: 'file-too-big', limit: 5 * mb })
    talk()
      .when(reply([{ ...photo, bytes: 5 * mb }]), agent('ana'))
      .then({ type: 'conversation.replied' })
  })

  test('with more words than fit under it is refused, and a song takes none at all', () => {
    talk()
      .when(reply([photo], 'x'.repeat(1025)), agent('ana'))
      .thenRefused({ reason: 'too-long', limit: 1024, unit: 'characters' })
    talk()
      .when(reply([{ ...photo, media: 'audio', mime: 'audio/mpeg' }], 'Listen'), agent('ana'))
      .thenRefused({ reason: 'captions-not-offered' })
  })

  test('carries one, and names it', () => {
    talk()
      .when(reply([photo, paper]), agent('ana'))
      .thenRefused({ reason: 'one-file-a-message' })
    talk()
      .when(reply([{ media: 'image', url: 'https://example.test/a.png', mime: 'image/png', bytes: 1 }]), agent('ana'))
      .thenRefused({ reason: 'no-such-file' })
  })

  test('where files cannot be sent is refused', () => {
    const line = fact('conversation.opened', { inbox: 'shop', platform: 'line', contact: 'mia' })
    given(conversation, line, received)
      .when(reply([paper]), agent('ana'))
      .thenRefused({ reason: 'file-not-taken', media: 'document', types: [] })
  })

  test('that the server has not got, or got as something else, is refused there', () => {
    talk()
      .when(reply([photo]), server(null))
      .thenRefused({ reason: 'no-such-file' })
    talk()
      .when(reply([photo]), server({ mime: 'image/jpeg', bytes: mb - 1 }))
      .thenRefused({ reason: 'no-such-file' })
    talk()
      .when(reply([photo]), server({ mime: 'image/png', bytes: mb }))
      .thenRefused({ reason: 'no-such-file' })
    talk()
      .when(reply([photo]), server({ mime: 'image/jpeg', bytes: mb }))
      .then({ type: 'conversation.replied' })
  })

  test('after the window is free text as any other', () => {
    talk()
      .when(reply([photo]), agent('ana', friday + 24 * hour + 1))
      .thenRefused({ reason: 'outside-reply-window', closedAt: friday + 24 * hour })
  })
})

describe('a reply with a template', () => {
  const chosen = { kind: 'template', name: 'hello', language: 'en', text: 'Hello' } as const
  const template = (more: object, parameters: readonly string[] = []) =>
    command('conversation.reply', { content: { ...chosen, parameters: [...parameters], ...more }, seen: 'm1' })
  const tomorrow = friday + 25 * hour

  test('may have a picture in its heading, also when the window is over', () => {
    talk()
      .when(template({ head: photo }), { ...server({ mime: 'image/jpeg', bytes: mb }), now: tomorrow })
      .then({ type: 'conversation.replied', content: { ...chosen, parameters: [], head: photo } })
  })

  test('has nothing there that its platform would not take, or that the server has not got', () => {
    talk()
      .when(template({ head: { ...photo, bytes: 5 * mb + 1 } }), agent('ana'))
      .thenRefused({ reason: 'file-too-big', limit: 5 * mb })
    talk()
      .when(template({ head: { ...paper, mime: 'application/zip' } }), agent('ana'))
      .thenRefused({ reason: 'file-not-taken', media: 'document', types: ['application/pdf'] })
    talk()
      .when(template({ head: { ...photo, media: 'sticker', mime: 'image/webp' } }), agent('ana'))
      .thenRefused({ reason: 'file-not-taken', media: 'sticker', types: [] })
    talk()
      .when(template({ head: photo }), server(null))
      .thenRefused({ reason: 'no-such-file' })
    talk()
      .when(template({ head: photo }), server({ mime: 'image/jpeg', bytes: mb - 1 }))
      .thenRefused({ reason: 'no-such-file' })
  })

  test.each(['coupon', 'password'] as const)('has a %s of at most fifteen characters, whatever else it says', as => {
    const places = { heading: 0, links: [], code: { at: 0, as } }
    const said = (code: string) => (as === 'coupon' ? ['x'.repeat(30), code] : [code])
    talk()
      .when(template({ places }, said('1234567890ABCDE')), agent('ana'))
      .then({ type: 'conversation.replied' })
    talk()
      .when(template({ places }, said('1234567890ABCDEF')), agent('ana'))
      .thenRefused({ reason: 'too-long', limit: 15, unit: 'characters' })
  })
})
