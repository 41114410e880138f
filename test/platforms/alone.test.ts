import { expect, test } from 'vitest'
import { eachAlone } from '../../sync-server/platforms/alone.ts'
import { change, hook, sheena, text } from './payloads.ts'
import { said } from './updates.ts'

const ola = { profile: { name: 'Ola' }, wa_id: '4915550300001' }

const aloneIn = (payload: unknown, item: unknown) =>
  eachAlone(payload, new Set([JSON.stringify(item)])).get(JSON.stringify(item))

test('of a batch only the item is left, with what it takes to read it, and nobody else’s name', () => {
  const [one, two] = [text('A', 'one'), text('B', 'two', undefined, ola.wa_id)]
  const batch = hook(change({ contacts: [sheena, ola], messages: [one, two] }), change({ statuses: [{ id: 'S' }] }))
  expect(aloneIn(batch, two)).toEqual(hook(change({ contacts: [ola], messages: [two] })))
  expect(JSON.stringify(aloneIn(batch, two))).not.toContain('Sheena')
})

test('what else was said to the same account, by others, is not kept with it', () => {
  const said = (from: string) => ({
    sender: { id: from },
    recipient: { id: 'page-1' },
    message: { text: `I am ${from}` }
  })
  const entry = { id: 'page-1', time: 1, messaging: [said('person-1')], standby: [said('person-2'), said('person-1')] }
  const kept = JSON.stringify(aloneIn({ object: 'page', entry: [entry] }, said('person-1')))
  expect([kept.includes('person-1'), kept.includes('person-2')]).toEqual([true, false])
})

test('an update of one item is itself, byte for byte', () => {
  const update = said(7, { text: 'hello' })
  expect(JSON.stringify(aloneIn(update, update))).toBe(JSON.stringify(update))
  expect(JSON.stringify(aloneIn(update, (update as { message: unknown }).message))).toBe(JSON.stringify(update))
})

test('items that are no objects are found, and what is not there is not', () => {
  const odd = hook(change({ messages: ['nonsense', 7] }))
  expect(aloneIn(odd, 'nonsense')).toEqual(hook(change({ messages: ['nonsense'] })))
  expect(aloneIn(odd, 'elsewhere')).toBeUndefined()
})

test('many items of one batch are each alone', () => {
  const messages = Array.from({ length: 50 }, (_, n) => text(`M${n}`, `number ${n}`))
  const alone = eachAlone(hook(change({ messages })), new Set(messages.map(one => JSON.stringify(one))))
  expect([...alone.values()]).toEqual(messages.map(one => hook(change({ messages: [one] }))))
})
