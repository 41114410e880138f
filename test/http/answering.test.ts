import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answering } from '../../sync-server/http/answering.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A database of which each question is answered, or failed, by hand. */
function database() {
  const asked: PromiseWithResolvers<void>[] = []
  const isThere = answering(() => {
    const question = Promise.withResolvers<void>()
    asked.push(question)
    return question.promise
  })
  const told = async (waitMs = 0) => {
    const answer = isThere()
    await vi.advanceTimersByTimeAsync(waitMs)
    return answer
  }
  return { asked, isThere, told }
}

test('a database that answers is there, and one that fails is away until it answers', async () => {
  const { asked, isThere } = database()
  const well = isThere()
  asked[0]!.resolve()
  expect(await well).toBe(true)
  const refused = isThere()
  asked[1]!.reject(new Error('ECONNREFUSED'))
  expect(await refused).toBe(false)
  const back = isThere()
  asked[2]!.resolve()
  expect(await back).toBe(true)
})

test('one that is busy for a moment is there, one that says nothing for long is away, and nobody waits longer than a moment', async () => {
  const { asked, told } = database()
  expect(await told(500)).toBe(true)
  expect(await told(500)).toBe(true)
  // However many ask, the database is asked once.
  expect(asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(4500)
  expect(await told(500)).toBe(false)
  // It was asked again, perhaps on a better connection, and is away as long as that is not answered either.
  expect(await told(500)).toBe(false)
  expect(asked).toHaveLength(2)
  asked[1]!.resolve()
  expect(await told(1)).toBe(true)
})

test('a late answer to a question that was given up counts as an answer', async () => {
  const { asked, told } = database()
  await told(500)
  await vi.advanceTimersByTimeAsync(5000)
  expect(await told(500)).toBe(false)
  asked[0]!.resolve()
  expect(await told(500)).toBe(true)
})
