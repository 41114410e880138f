import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { dayAfter, dayOf, startOfDay } from '../../shared/kernel/day.ts'
import { id } from '../../shared/kernel/message.ts'
import { upcast } from '../../shared/kernel/upcast.ts'
import { uuidv7 } from '../../shared/kernel/uuid.ts'

test('a day is the UTC date, to the last millisecond', () => {
  expect(dayOf(Date.UTC(2026, 10, 20, 23, 59, 59, 999))).toBe('2026-11-20')
  expect(dayOf(Date.UTC(2026, 10, 21))).toBe('2026-11-21')
  expect(startOfDay('2026-11-21')).toBe(Date.UTC(2026, 10, 21))
  expect(dayAfter('2026-12-31')).toBe('2027-01-01')
  expect(dayAfter('2028-02-28')).toBe('2028-02-29')
})

test('a UUIDv7 sorts by time and says its version', () => {
  const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 })
  fc.assert(
    fc.property(fc.nat(2 ** 31 - 2), bytes, bytes, (at, one, other) => {
      const [earlier, later] = [uuidv7(at * 1000, one), uuidv7(at * 1000 + 1, other)]
      expect(earlier < later).toBe(true)
      expect(earlier).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(v.is(v.pipe(v.string(), v.uuid()), earlier)).toBe(true)
    })
  )
})

test('an id is short and printable; a WhatsApp message id is one, a prototype name or a path with spaces is not', () => {
  expect(v.is(id, 'wamid.HBgLMTY1MDUwNzY1MjAVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA==')).toBe(true)
  for (const bad of ['', '__proto__', 'a b', 'x'.repeat(201), 'ü', '\u0000']) expect(v.is(id, bad)).toBe(false)
})

test('an old fact is read as the new one, through every step', () => {
  const fact = { type: 'door.opened', at: 1, by: { kind: 'system', id: 's' }, cause: 'c' } as const
  const steps = {
    'door.opened': (old: typeof fact) => ({ ...old, type: 'door.unlocked' }),
    'door.unlocked': (old: { type: string }) => ({ ...fact, ...old, type: 'door.entered' })
  }
  expect(upcast(fact, steps as never).type).toBe('door.entered')
  expect(upcast({ ...fact, type: 'constructor' }).type).toBe('constructor')
})
