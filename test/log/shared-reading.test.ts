import { expect, test } from 'vitest'
import { sharedReading } from '../../sync-server/log/shared-reading.ts'

function readings() {
  const begun: { key: string; gate: PromiseWithResolvers<number> }[] = []
  const ask = sharedReading((key: string) => {
    const gate = Promise.withResolvers<number>()
    begun.push({ key, gate })
    return gate.promise
  })
  /** Until everything that could begin has begun. */
  const quiet = () => new Promise(resolve => setImmediate(resolve))
  return { begun, ask, quiet }
}

test('who asks while a reading is under way shares the next one, and is not told what was read before', async () => {
  const { begun, ask, quiet } = readings()
  const first = [ask('a'), ask('a')]
  await quiet()
  const second = [ask('a'), ask('a'), ask('a')]
  await quiet()
  expect(begun).toHaveLength(1)
  begun[0]?.gate.resolve(1)
  expect(await Promise.all(first)).toEqual([1, 1])
  await quiet()
  expect(begun).toHaveLength(2)
  begun[1]?.gate.resolve(2)
  expect(await Promise.all(second)).toEqual([2, 2, 2])
})

test('one key does not wait for another', async () => {
  const { begun, ask, quiet } = readings()
  void ask('a')
  const other = ask('b')
  await quiet()
  begun.find(({ key }) => key === 'b')?.gate.resolve(7)
  expect(await other).toBe(7)
})

test('a reading that fails fails for those who share it, and for nobody after them', async () => {
  const { begun, ask, quiet } = readings()
  const first = ask('a')
  await quiet()
  const second = ask('a')
  begun[0]?.gate.reject(new Error('gone'))
  await expect(first).rejects.toThrow('gone')
  await quiet()
  begun[1]?.gate.resolve(2)
  expect(await second).toBe(2)
})
