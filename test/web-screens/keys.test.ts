import { expect, test, vi } from 'vitest'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
const { keyOf } = await import('../../web/keyboard/keys.ts')

const pressed = (key: string, held: Partial<KeyboardEvent> = {}) =>
  ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    isComposing: false,
    ...held
  }) as KeyboardEvent
const free = { inField: false, singleKeys: true }

test('single keys work outside of fields', () => {
  expect(
    ['j', 'k', 'o', 'u', 'r', 'n', 'e', 'a', 's', 'm', 'x', 'i', 'q', '/', '?'].map(key => keyOf(pressed(key), free))
  ).toEqual(['j', 'k', 'o', 'u', 'r', 'n', 'e', 'a', 's', 'm', 'x', 'i', 'q', '/', '?'])
})

test('in a field a letter is a letter', () => {
  expect(keyOf(pressed('e'), { ...free, inField: true })).toBeNull()
})

test('single keys can be turned off; Ctrl-K stays', () => {
  const off = { inField: false, singleKeys: false }
  expect(keyOf(pressed('e'), off)).toBeNull()
  expect(keyOf(pressed('k', { ctrlKey: true }), off)).toBe('mod+k')
})

test('in a field Ctrl-Z belongs to the words, and Ctrl-K still opens the palette', () => {
  const inField = { ...free, inField: true }
  expect(keyOf(pressed('z', { metaKey: true }), inField)).toBeNull()
  expect(keyOf(pressed('z', { metaKey: true }), free)).toBe('mod+z')
  expect(keyOf(pressed('k', { metaKey: true }), inField)).toBe('mod+k')
})

test('what an input method is composing is not a key', () => {
  expect(keyOf(pressed('n', { isComposing: true }), free)).toBeNull()
  expect(keyOf(pressed('n', { keyCode: 229 }), free)).toBeNull()
})

test('a digit that is held asks for its macro once; a letter that is held walks on', () => {
  expect(keyOf(pressed('1'), free)).toBe('1')
  expect(keyOf(pressed('1', { repeat: true }), free)).toBeNull()
  expect(keyOf(pressed('1'), { ...free, inField: true })).toBeNull()
  expect(keyOf(pressed('j', { repeat: true }), free)).toBe('j')
})
