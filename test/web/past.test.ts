import { expect, test } from 'vitest'
import type { StreamId } from '../../shared/kernel/message.ts'
import { openPast, type Past } from '../../web/sync/engine/past.ts'
import { nothingStored } from '../../web/sync/engine/receive.ts'

const stream: StreamId = 'conversation/opened'
const inStore = { from: 1, carry: null, state: null, version: 3 }

/** Of a device that has a cursor nowhere yet. */
function emptyPast(): Past {
  const script = openPast()
  let step = script.next()
  while (!step.done) step = script.next(undefined)
  return step.value
}

/** Reads the stream while something of this one is stored; answers how often the store was asked. */
function questionsWhile(stored: StreamId): number {
  const past = emptyPast()
  const script = past.confirmed(stream)
  let questions = 0
  for (let step = script.next(); !step.done; step = script.next(inStore)) {
    if (++questions === 1) past.remember({ ...nothingStored, reset: [stored] })
  }
  expect(past.hot(stream)).toBe(inStore)
  return questions
}

test('a conversation opens in the middle of a first sync: what is stored of others does not make it wait', () => {
  expect(questionsWhile('conversation/other')).toBe(1)
})

test('what is stored of a stream while it is read is read too', () => {
  expect(questionsWhile(stream)).toBe(2)
})
