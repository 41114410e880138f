import { expect, test } from 'vitest'
import { mailboxes } from '../../sync-server/actors/mailbox.ts'
import { memory } from '../../sync-server/actors/memory.ts'

const remembered = { state: {}, version: 1 }

test('a letter is read after those before it, also when one of them failed', async () => {
  const mail = mailboxes(10)
  const read: number[] = []
  const first = Promise.withResolvers<void>()
  const letters = [
    mail.deliver('a', async () => {
      await first.promise
      read.push(1)
    }),
    mail.deliver('a', () => {
      read.push(2)
      return Promise.reject(new Error('torn'))
    }),
    mail.deliver('a', async () => read.push(3))
  ]
  await mail.deliver('b', async () => read.push(0))
  first.resolve()
  expect((await Promise.allSettled(letters)).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled'
  ])
  expect(read).toEqual([0, 1, 2, 3])
})

test('a mailbox that was emptied leaves nothing behind', async () => {
  const mail = mailboxes(10)
  const letter = mail.deliver('a', () => Promise.reject(new Error('torn')))
  expect(mail.hasMail('a')).toBe(true)
  await expect(letter).rejects.toThrow('torn')
  await expect.poll(() => mail.hasMail('a')).toBe(false)
})

test('a full box takes no more, says so, and works on: the others are not full', async () => {
  const mail = mailboxes(10)
  const begin = Promise.withResolvers<void>()
  const read: number[] = []
  const letters = Array.from({ length: 1000 }, (_, n) =>
    mail.deliver('a', async () => {
      await begin.promise
      read.push(n)
    })
  )
  expect(mail.waiting).toBe(10)
  expect(await mail.deliver('b', () => Promise.resolve('read'))).toBe('read')
  begin.resolve()
  const told = await Promise.allSettled(letters)
  expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  for (const one of told.slice(10)) expect(one).toMatchObject({ reason: { code: 'busy' } })
  expect(read).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  await expect.poll(() => mail.waiting).toBe(0)
  expect(await mail.deliver('a', () => Promise.resolve('again'))).toBe('again')
})

const weight = (() => {
  const one = memory(1, () => true)
  one.keep('a', remembered)
  return one.size.bytes
})()

test('the longest unused is forgotten first', () => {
  const hot = memory(2 * weight, () => false)
  hot.keep('a', remembered)
  hot.keep('b', remembered)
  hot.keep('a', remembered)
  hot.keep('c', remembered)
  expect(['a', 'b', 'c'].filter(key => hot.recall(key))).toEqual(['a', 'c'])
})

test('who is at work is never forgotten, and the bound holds again afterwards', () => {
  let atWork = true
  const hot = memory(weight, key => key === 'a' && atWork)
  hot.keep('a', remembered)
  hot.keep('b', remembered)
  expect(hot.recall('a')).toBe(remembered)
  expect(hot.size.states).toBe(1)
  atWork = false
  hot.keep('c', remembered)
  expect(hot.recall('a')).toBeUndefined()
  expect(hot.size).toEqual({ states: 1, bytes: weight, mostBytes: weight })
})

test('a state that has grown is weighed again', () => {
  const hot = memory(1_000_000, () => false)
  for (let version = 1; version <= 40; version++) hot.keep('a', { version, state: { said: 'x'.repeat(version * 100) } })
  expect(hot.size.bytes).toBeGreaterThan(6000)
})
