import { expect, test } from 'vitest'
import { openShelf } from '../../web/webchat/shelf.ts'
import { forget, keep, nextToSend, unsentOn } from '../../web/webchat/unsent.ts'
import { memoryStore, unsent } from './given.ts'

test('unsent messages come back in the order of writing, whatever the order of the keys', () => {
  const store = memoryStore()
  const shelf = openShelf(() => store, 'chat:')
  for (const n of [3, 1, 2]) keep(shelf, unsent(n))
  expect(unsentOn(openShelf(() => store, 'chat:'))).toEqual([unsent(1), unsent(2), unsent(3)])
})

test('two tabs that write at once lose nothing of each other', () => {
  const store = memoryStore()
  const one = openShelf(() => store, '')
  const other = openShelf(() => store, '')
  keep(one, unsent(1))
  keep(other, unsent(2))
  forget(one, unsent(1).id)
  expect(unsentOn(other)).toEqual([unsent(2)])
})

test('what another version stored is left alone', () => {
  const store = memoryStore()
  const shelf = openShelf(() => store, '')
  shelf.put('unsent:x', '{"words":"of the future"}')
  shelf.put('unsent:y', 'not even JSON')
  keep(shelf, unsent(1))
  expect(unsentOn(shelf)).toEqual([unsent(1)])
  expect(shelf.get('unsent:x')).toBe('{"words":"of the future"}')
})

test('the oldest goes first, and a refused one holds nobody up', () => {
  expect(nextToSend([unsent(1), unsent(2)])).toEqual(unsent(1))
  expect(nextToSend([unsent(1, { refused: 'too-long' }), unsent(2)])).toEqual(unsent(2))
  expect(nextToSend([unsent(1, { refused: 'too-long' })])).toBeUndefined()
})
