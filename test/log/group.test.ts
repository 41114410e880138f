import { expect, test } from 'vitest'
import { groups, type Waiting } from '../../sync-server/log/group.ts'

type Group = { readonly wanted: readonly number[]; end(): void }

function watched(options: { enough?: number; mostUnderWay?: number; mostInOneGroup?: number } = {}) {
  const begun: Group[] = []
  const settle = (group: readonly Waiting<number, number>[]) =>
    new Promise<void>(resolve => {
      const end = () => {
        for (const one of group) one.resolve(one.wanted)
        resolve()
      }
      begun.push({ wanted: group.map(one => one.wanted), end })
    })
  const queue = groups<number, number>(settle, { mostWaiting: 100, mostInOneGroup: 10, ...options })
  const add = (...wanted: number[]) => void wanted.map(one => queue.add(one))
  return { queue, add, begun, wanted: () => begun.map(one => one.wanted) }
}

const tick = () => new Promise(resolve => setImmediate(resolve))

test('what comes in one tick is one group, and what comes meanwhile the next', async () => {
  const { add, begun, wanted } = watched()
  add(1, 2)
  add(3)
  expect(wanted()).toEqual([])
  await tick()
  add(4, 5)
  await tick()
  expect(wanted()).toEqual([[1, 2, 3]])
  begun[0]!.end()
  await tick()
  expect(wanted()).toEqual([
    [1, 2, 3],
    [4, 5]
  ])
})

test('where there is enough, a group goes at once and one more behind it; the third waits', async () => {
  const { add, begun, wanted } = watched({ enough: 3, mostUnderWay: 2 })
  add(1, 2, 3, 4, 5, 6, 7, 8, 9)
  expect(wanted()).toEqual([
    [1, 2, 3],
    [4, 5, 6]
  ])
  begun[0]!.end()
  await tick()
  expect(wanted()).toHaveLength(3)
  expect(wanted()[2]).toEqual([7, 8, 9])
})

test('behind a large group more are gathered', async () => {
  const { add, begun, wanted } = watched({ enough: 2, mostUnderWay: 2, mostInOneGroup: 8 })
  add(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
  expect(wanted().map(group => group.length)).toEqual([2, 2])
  begun[0]!.end()
  await tick()
  expect(wanted().map(group => group.length)).toEqual([2, 2, 7])
  begun[1]!.end()
  await tick()
  add(12, 13, 14)
  expect(wanted()).toHaveLength(3)
  add(15)
  expect(wanted()[3]).toEqual([12, 13, 14, 15])
})

test('too few for a group of their own wait until nothing is under way', async () => {
  const { add, begun, wanted } = watched({ enough: 3, mostUnderWay: 2 })
  add(1, 2, 3, 4)
  await tick()
  expect(wanted()).toEqual([[1, 2, 3]])
  begun[0]!.end()
  await tick()
  expect(wanted()).toEqual([[1, 2, 3], [4]])
})

test('it is idle when the last of those under way has ended', async () => {
  const { queue, add, begun } = watched({ enough: 2, mostUnderWay: 2, mostInOneGroup: 2 })
  add(1, 2, 3, 4, 5)
  let idle = false
  const ended = queue.idle().then(() => (idle = true))
  for (const at of [1, 0]) {
    begun[at]!.end()
    await tick()
  }
  expect(idle).toBe(false)
  begun[2]!.end()
  await ended
  expect(queue.waiting).toBe(0)
})
