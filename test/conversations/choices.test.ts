import { describe, expect, test } from 'vitest'
import { conversationDecider as conversation } from '../../shared/conversations/decide.ts'
import { formOf } from '../../shared/platforms/choices.ts'
import { strategies, strategyOf } from '../../shared/platforms/strategies.ts'
import { given } from '../support/given.ts'
import { agent, command, fact, friday, hour, opened, received } from './story.ts'

const now = agent('ana', friday + hour)
const ask = (titles: readonly string[], text = 'Which size?') =>
  command('conversation.reply', {
    id: 'r1',
    content: { kind: 'text', text, choices: titles.map(title => ({ title })) },
    seen: 'm1'
  })
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `Size ${at + 1}`)
const on = (platform: string) =>
  given(conversation, fact('conversation.opened', { inbox: 'shop', platform, contact: 'mia' }), received)

describe('a reply with choices', () => {
  test('goes as it was asked', () => {
    const { content } = ask(['Small', 'Large'])
    given(conversation, opened, received)
      .when(ask(['Small', 'Large']), now)
      .then({ type: 'conversation.replied', content })
  })

  test('is a list where there are too many for buttons, or their words are too long for one', () => {
    const form = (titles: readonly string[]) => formOf(strategyOf('whatsapp'), titles)?.as
    expect(form(numbered(3))).toBe('buttons')
    expect(form(numbered(4))).toBe('list')
    expect(form(['x'.repeat(20)])).toBe('buttons')
    expect(form(['x'.repeat(21)])).toBe('list')
    on('whatsapp')
      .when(ask(numbered(10)), now)
      .then({ type: 'conversation.replied' })
  })

  test('has no more than the platform shows, none too long, no two alike', () => {
    on('whatsapp')
      .when(ask(numbered(11)), now)
      .thenRefused({ reason: 'too-many-choices', limit: 10 })
    on('messenger')
      .when(ask(numbered(13)), now)
      .then({ type: 'conversation.replied' })
    const long = '🎁'.repeat(25)
    on('whatsapp')
      .when(ask([long]), now)
      .thenRefused({ reason: 'choice-too-long', title: long, limit: 24 })
    const emoji = '🎁'.repeat(11)
    on('messenger')
      .when(ask([emoji]), now)
      .then({ type: 'conversation.replied' })
    // LINE counts what is two of UTF-16 as two.
    on('line')
      .when(ask([emoji]), now)
      .thenRefused({ reason: 'choice-too-long', title: emoji, limit: 20 })
    on('telegram')
      .when(ask(['Yes', 'Yes']), now)
      .thenRefused({ reason: 'choices-alike', title: 'Yes' })
  })

  test('has shorter words above it where the platform says so', () => {
    const words = 'w'.repeat(1025)
    on('whatsapp')
      .when(ask(['Yes'], words), now)
      .thenRefused({ reason: 'too-long', limit: 1024, unit: 'characters' })
    on('telegram')
      .when(ask(['Yes'], words), now)
      .then({ type: 'conversation.replied' })
  })

  test('is refused where nothing can be pressed', () => {
    const without = strategies.filter(({ buttons }) => buttons === null).map(({ platform }) => platform)
    expect(without).toEqual(['sms', 'email'])
    for (const platform of without)
      on(platform)
        .when(ask(['Yes']), now)
        .thenRefused({ reason: 'choices-not-offered' })
  })
})
