import { expect, test } from 'vitest'
import { openShelf } from '../../web/webchat/shelf.ts'
import { storeOf } from '../../web/webchat/store-of.ts'
import { memoryStore } from './given.ts'

test('what was put on the shelf is there after a reload, and other inboxes do not see it', () => {
  const store = memoryStore()
  openShelf(() => store, 'chat:shop:').put('draft', 'Hello')
  const again = openShelf(() => store, 'chat:shop:')
  expect(again.get('draft')).toBe('Hello')
  expect(again.keys()).toEqual(['draft'])
  expect(again.lasts()).toBe(true)
  expect(openShelf(() => store, 'chat:other:').get('draft')).toBeNull()
})

test('a browser that keeps nothing is found out before anything is written', () => {
  const shelf = openShelf(() => {
    throw new DOMException('Access is denied for this document.', 'SecurityError')
  }, 'chat:shop:')
  expect(shelf.lasts()).toBe(false)
  shelf.put('draft', 'Hello')
  expect(shelf.get('draft')).toBe('Hello')
  expect(shelf.keys()).toEqual(['draft'])
  shelf.drop('draft')
  expect(shelf.keys()).toEqual([])
})

test('words that no longer fit on the disk stay in memory, over the older ones on the disk', () => {
  const store = memoryStore()
  const shelf = openShelf(() => store, '')
  shelf.put('draft', 'old')
  store.broken = true
  shelf.put('draft', 'new')
  expect(shelf.lasts()).toBe(false)
  store.broken = false
  expect(shelf.get('draft')).toBe('new')
  expect(shelf.keys()).toEqual(['draft'])
})

test('what could not be removed from the disk does not come back', () => {
  const store = memoryStore()
  const shelf = openShelf(() => store, '')
  shelf.put('draft', 'old')
  store.broken = true
  shelf.drop('draft')
  store.broken = false
  expect(shelf.get('draft')).toBeNull()
  expect(shelf.keys()).toEqual([])
})

test('a frame that may keep nothing has the page around it keep everything', () => {
  const told: [string, string | null][] = []
  const shelf = openShelf(() => storeOf({ token: 't' }, (key, value) => told.push([key, value])), '')
  expect(shelf.get('token')).toBe('t')
  told.length = 0
  shelf.put('draft', 'Hello')
  shelf.drop('token')
  expect(told).toContainEqual(['draft', 'Hello'])
  expect(shelf.lasts()).toBe(true)
})
