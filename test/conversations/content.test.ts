import * as v from 'valibot'
import { expect, test } from 'vitest'
import { content } from '../../shared/conversations/content.ts'

test.each([
  [undefined, true],
  [{ heading: 1, links: [0] }, true],
  [{ heading: 1, links: [0, 1] }, false]
])('a template whose two parameters stand at %j is content: %s', (places, is) => {
  const said = { kind: 'template', name: 'ready', language: 'en', parameters: ['17', 'way'], text: 'Order 17: way' }
  expect(v.is(content, { ...said, ...(places && { places }) })).toBe(is)
})
