import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fillGaps, firstNameOf, strangeGaps } from '../../shared/phrases/content.ts'

const maya = { customer: 'Maya', agent: 'Ben Ott' }
const nobody = { customer: null, agent: null }

describe('words that leave something open', () => {
  test.each([
    ['Hello {{customer}}!', 'Hello Maya!', 'Hello {{customer}}!'],
    ['Hello {{ Customer | there }}!', 'Hello Maya!', 'Hello there!'],
    ['Hello {{customer|}}, hm', 'Hello Maya, hm', 'Hello, hm'],
    ['{{customer|Dear}}{{agent}}', 'MayaBen Ott', 'Dear{{agent}}'],
    ['Order {{1}} and {{}}', 'Order {{1}} and {{}}', 'Order {{1}} and {{}}'],
    ['No braces', 'No braces', 'No braces']
  ])('%s', (words, known, unknown) => {
    expect(fillGaps(words, maya).text).toBe(known)
    expect(fillGaps(words, nobody).text).toBe(unknown)
  })

  test('tell what nobody knows, and where it stands', () => {
    const { text, open } = fillGaps('Dear {{customer}}, {{agent|us}}, {{ agent }}', nobody)
    expect(open.map(({ gap, at, length }) => [gap, text.slice(at, at + length)])).toEqual([
      ['customer', '{{customer}}'],
      ['agent', '{{ agent }}']
    ])
  })

  test('take a name as it is, whatever it looks like', () => {
    const name = '{{agent}} $& $1'
    expect(fillGaps('{{customer}}', { ...maya, customer: name })).toEqual({ text: name, open: [] })
  })

  test('name what nobody can fill in', () => {
    expect(strangeGaps('{{customer}} {{name}} {{1|x}} {single}')).toEqual(['name', '1'])
  })

  const piece = fc.oneof(
    fc.string({ maxLength: 12 }).filter(text => !/[{}]/.test(text)),
    fc.constantFrom('{{customer}}', ' {{agent|us}}', '{{customer|}}', '{{nobody}}', '{', '}}', '|')
  )
  test('are never lost: whatever stands around the gaps is said as it was written', () => {
    let open = 0
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
        const words = pieces.join('')
        const left = fillGaps(words, nobody)
        for (const { at, length } of left.open) expect(left.text.slice(at, at + length)).toMatch(/^\{\{.*\}\}$/)
        open += left.open.length
        // What is known is put where the gap was, so without its braces nothing else has changed.
        const filled = fillGaps(words, { customer: 'C', agent: 'A' })
        expect(filled.open).toEqual([])
        const bare = words.replace(/\{\{\s*(customer|agent)\s*(\|[^{}]*)?\}\}/g, (_, gap: string) =>
          gap.charAt(0).toUpperCase()
        )
        expect(filled.text).toBe(bare)
      }),
      { numRuns: 500 }
    )
    expect(open).toBeGreaterThan(50)
  })
})

test.each([
  ['Maya Lind', 'Maya'],
  ['Ömer', 'Ömer'],
  ['+49 155 570001', null],
  ['', null],
  [null, null]
])('%s is addressed as %s', (name, first) => {
  expect(firstNameOf(name)).toBe(first)
})
