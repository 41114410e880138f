import { expect, test } from 'vitest'
import { openGuests } from '../../sync-server/together/guests.ts'

const guest = (id: string) => ({
  person: { id, name: id },
  send: () => undefined,
  waiting: () => 0,
  close: () => undefined
})

test('only a hand that moves on a reply is told of: no note, no caret, nobody who only looks', () => {
  const told: string[] = []
  const guests = openGuests(({ id }) => void told.push(id))
  const ada = guest('ada')
  guests.add(ada)
  const say = (state: unknown) => guests.say(ada, [{ client: 1, clock: 1, state: JSON.stringify(state) }])
  say({})
  say(null)
  say({ typing: 'note' })
  say({ caret: null })
  expect(told).toEqual([])
  say({ typing: 'reply' })
  say({ typing: 'reply', caret: null })
  say({ typing: 'somebody else', person: { id: 'bea' } })
  expect(told).toEqual(['ada', 'ada'])
})
