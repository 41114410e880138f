import { expect, test } from 'vitest'
import { mailboxes } from '../../sync-server/actors/mailbox.ts'
import { memory } from '../../sync-server/actors/memory.ts'

const remembered = { state: {}, version: 1 }

test('a letter is read after those before it, also when one of them failed', async () => {
  const mail = mailboxes()
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
  const mail = mailboxes()
  const letter = mail.deliver('a', () => Promise.reject(new Error('torn')))
  expect(mail.hasMail('a')).toBe(true)
  await expect(letter).rejects.toThrow('torn')
  await expect.poll(() => mail.hasMail('a')).toBe(false)
})

test('the longest unused is forgotten first', () => {
  const hot = memory(2, () => false)
  hot.keep('a', remembered)
  hot.keep('b', remembered)
  hot.keep('a', remembered)
  hot.keep('c', remembered)
  expect(['a', 'b', 'c'].filter(key => hot.recall(key))).toEqual(['a', 'c'])
})

test('who is at work is never forgotten, and the bound holds again afterwards', () => {
  let atWork = true
  const hot = memory(1, key => key === 'a' && atWork)
  hot.keep('a', remembered)
  hot.keep('b', remembered)
  expect(hot.recall('a')).toBe(remembered)
  expect(hot.size).toBe(1)
  atWork = false
  hot.keep('c', remembered)
  expect(hot.recall('a')).toBeUndefined()
  expect(hot.size).toBe(1)
})
