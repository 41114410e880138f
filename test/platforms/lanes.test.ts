import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { lanes } from '../../sync-server/platforms/lanes.ts'

type Item = { readonly key: string; readonly n: number }
const item = (key: string, n: number): Item => ({ key, n })

test('one key goes strictly in order, also past a piece of work that has to wait', async () => {
  const done: string[] = []
  let tries = 0
  const all = lanes<Item>(
    ({ key }) => key,
    20,
    async ({ key, n }) => {
      await pause(1)
      if (n === 1 && tries++ < 3) return { againAfterMs: 5 }
      done.push(`${key}${n}`)
      return 'done'
    }
  )
  for (const n of [1, 2, 3]) all.add(item('a', n))
  all.add(item('b', 7))
  while (done.length < 4) await pause(2)
  expect(done).toEqual(['b7', 'a1', 'a2', 'a3'])
  await all.stop()
})

test('no more than so many keys at once, and one that waits takes no place', async () => {
  let [running, most] = [0, 0]
  const ended: string[] = []
  const all = lanes<Item>(
    ({ key }) => key,
    2,
    async ({ key }) => {
      if (key === 'sleeper') return { againAfterMs: 60_000 }
      most = Math.max(most, ++running)
      await pause(2)
      running--
      ended.push(key)
      return 'done'
    }
  )
  for (const key of ['sleeper', 'a', 'b', 'c', 'd', 'e', 'f']) all.add(item(key, 1))
  while (ended.length < 6) await pause(2)
  expect(most).toBe(2)
  await all.stop()
})

test('stopping waits for what is under way and begins nothing new', async () => {
  const begun: number[] = []
  const ended: number[] = []
  const all = lanes<Item>(
    ({ key }) => key,
    1,
    async ({ n }) => {
      begun.push(n)
      await pause(20)
      ended.push(n)
      return 'done'
    }
  )
  for (const n of [1, 2]) all.add(item('a', n))
  await all.stop()
  await pause(30)
  expect([begun, ended]).toEqual([[1], [1]])
})

test('of those that are ready the one that is due first goes first, and one that came meanwhile goes before it', async () => {
  const done: string[] = []
  const all = lanes<Item>(
    ({ key }) => key,
    1,
    async ({ key }) => {
      done.push(key)
      if (key === 'a') all.add(item('urgent', 1))
      await pause(1)
      return 'done'
    },
    { dueOf: ({ n }) => n, waitMs: () => 0, giveBack: () => undefined }
  )
  for (const [key, n] of [
    ['a', 5],
    ['later', 9],
    ['never', Infinity],
    ['sooner', 3],
    ['as soon', 3]
  ] as const)
    all.add(item(key, n))
  while (done.length < 6) await pause(2)
  expect(done).toEqual(['a', 'urgent', 'sooner', 'as soon', 'later', 'never'])
  await all.stop()
})

test('who has to wait for a turn holds up nobody else, and takes it once', async () => {
  const done: string[] = []
  let asked = 0
  const all = lanes<Item>(
    ({ key }) => key,
    20,
    async ({ key }) => {
      done.push(key)
      return 'done'
    },
    {
      dueOf: () => 0,
      waitMs: ({ key }) => (key === 'slow' && asked++ < 3 ? 5 : 0),
      giveBack: () => undefined
    }
  )
  for (const key of ['slow', 'quick']) all.add(item(key, 1))
  while (done.length < 2) await pause(2)
  expect([done, asked]).toEqual([['quick', 'slow'], 4])
  await all.stop()
})

test('who was only looked at gives the turn back', async () => {
  const looks = ['idle', 'asked', 'was-done'] as const
  const back: number[] = []
  const done: number[] = []
  const all = lanes<Item>(
    ({ key }) => key,
    20,
    async ({ n }) => {
      const how = looks[n] ?? 'done'
      if (how === 'idle' && !done.includes(n)) return (done.push(n), { againAfterMs: 1, idle: true })
      if (how === 'asked' && !done.includes(n)) return (done.push(n), { againAfterMs: 1 })
      done.push(n)
      return how === 'was-done' ? how : 'done'
    },
    { dueOf: () => 0, waitMs: () => 0, giveBack: ({ n }) => void back.push(n) }
  )
  for (const n of [0, 1, 2, 3]) all.add(item('a', n))
  while (done.length < 6) await pause(2)
  expect(back).toEqual([0, 2])
  await all.stop()
})
