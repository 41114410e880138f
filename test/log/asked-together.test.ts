import { expect, test } from 'vitest'
import { askedTogether } from '../../sync-server/log/asked-together.ts'

function asking() {
  const questions: { readonly wanted: readonly string[]; readonly gate: PromiseWithResolvers<readonly string[]> }[] = []
  const ask = askedTogether((wanted: readonly string[]) => {
    const gate = Promise.withResolvers<readonly string[]>()
    questions.push({ wanted, gate })
    return gate.promise
  })
  /** Until everything that could begin has begun. */
  const quiet = () => new Promise(resolve => setImmediate(() => setImmediate(resolve)))
  return { questions, ask, quiet }
}

test('who asks in one tick asks in one question, and who asks meanwhile in the next', async () => {
  const { questions, ask, quiet } = asking()
  const first = [ask('a'), ask('b'), ask('a')]
  await quiet()
  const second = [ask('c'), ask('a')]
  await quiet()
  expect(questions.map(({ wanted }) => wanted)).toEqual([['a', 'b', 'a']])
  questions[0]?.gate.resolve(['1', '2', '1'])
  expect(await Promise.all(first)).toEqual(['1', '2', '1'])
  await quiet()
  expect(questions[1]?.wanted).toEqual(['c', 'a'])
  questions[1]?.gate.resolve(['3', '4'])
  expect(await Promise.all(second)).toEqual(['3', '4'])
})

test('a question that fails fails for those who share it, and for nobody after them', async () => {
  const { questions, ask, quiet } = asking()
  const first = [ask('a'), ask('b')].map(one => expect(one).rejects.toThrow('gone'))
  await quiet()
  const second = ask('c')
  questions[0]?.gate.reject(new Error('gone'))
  await Promise.all(first)
  await quiet()
  questions[1]?.gate.resolve(['3'])
  expect(await second).toBe('3')
})
