import { expect, test } from 'vitest'
import { inOrder } from '../../sync-server/db/in-order.ts'

function watched() {
  const order = inOrder()
  const started: string[] = []
  const open = new Map<string, PromiseWithResolvers<string>>()
  const work = (name: string) => () => {
    started.push(name)
    const ended = Promise.withResolvers<string>()
    open.set(name, ended)
    return ended.promise
  }
  const end = async (name: string) => {
    open.get(name)!.resolve(name)
    await new Promise(resolve => setImmediate(resolve))
  }
  return { order, started, work, end, fail: (name: string) => open.get(name)!.reject(new Error(name)) }
}

test('statements are handed on one after the other, and wait for no answer', () => {
  const { order, started, work } = watched()
  for (const name of ['a', 'b', 'c']) void order.statement(work(name))
  expect(started).toEqual(['a', 'b', 'c'])
})

test('a transaction is left alone until it has ended, and nobody overtakes', async () => {
  const { order, started, work, end } = watched()
  void order.statement(work('before'))
  void order.transaction(work('first'))
  for (const name of ['a', 'b']) void order.statement(work(name))
  void order.transaction(work('second'))
  void order.statement(work('c'))
  expect(started).toEqual(['before', 'first'])
  await end('before')
  expect(started).toEqual(['before', 'first'])
  await end('first')
  expect(started).toEqual(['before', 'first', 'a', 'b', 'second'])
  await end('a')
  await end('second')
  expect(started).toEqual(['before', 'first', 'a', 'b', 'second', 'c'])
})

test('whoever fails holds nobody up, and hears of it', async () => {
  const { order, started, work, fail, end } = watched()
  const first = order.transaction(work('first'))
  const then = order.statement(work('then'))
  fail('first')
  await expect(first).rejects.toThrow('first')
  expect(started).toEqual(['first', 'then'])
  await end('then')
  expect(await then).toBe('then')
})
