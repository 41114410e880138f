import { expect, test } from 'vitest'
import { mergeWish } from '../../web/contacts/merge-wish.ts'

const named = (contact: string, name: string | null, namedByAgent: boolean, metAt: number) => {
  return { top: { contact, name, namedByAgent, metAt }, part: `${contact}-part` }
}
const [asked, own] = [named('asked', 'Mia Berg', true, 9), named('own', 'mia', false, 1)]
const [nobody, older] = [named('nobody', null, false, 0), named('older', 'Mia', false, 0)]

test('a merged person keeps the name an agent gave, else any, else that of the older contact', () => {
  const kept = [
    [asked, own],
    [own, nobody],
    [older, own]
  ] as const
  for (const [one, other] of kept) {
    const wish = { type: 'contact.merge', contact: other.top.contact, into: one.part }
    expect([mergeWish(one, other), mergeWish(other, one)]).toEqual([wish, wish])
  }
})
