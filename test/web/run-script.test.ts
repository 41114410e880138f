import 'fake-indexeddb/auto'
import { expect, onTestFinished, test } from 'vitest'
import { openOutboxDb, openPastDb } from '../../web/log/db.ts'
import { openScripts } from '../../web/log/run-script.ts'
import { add, all, get, put, remove, transact, type Script } from '../../web/sync/engine/script.ts'
import { somebody } from './support/tab.ts'

function opened() {
  const { tenant, agent } = somebody()
  const [past, outbox] = [openPastDb(tenant, agent), openOutboxDb(tenant, agent)]
  onTestFinished(() => [past, outbox].forEach(db => db.close()))
  return openScripts(past, outbox)
}
const draft = (conversation: string, text: string) => ({ conversation, mode: 'note', text, at: 1 }) as const
const writing = <T>(script: () => Script<T>) => transact('outbox', 'rw', script)
const drafts = () => transact('outbox', 'r', () => all('drafts'))

test('a script reads what it has just written, though it waited for none of it', async () => {
  const run = opened()
  const read = await run(
    writing(function* () {
      yield* put('drafts', [draft('a', 'one'), draft('b', 'two')])
      yield* remove('drafts', [['a', 'note']])
      yield* put('drafts', [draft('b', 'three')])
      return [yield* get('drafts', ['a', 'note']), yield* get('drafts', ['b', 'note'])]
    })
  )
  expect(read).toEqual([undefined, draft('b', 'three')])
  expect(await run(drafts())).toEqual([draft('b', 'three')])
})

test('a write that fails takes all of its transaction back, also what came after it, and is heard', async () => {
  const run = opened()
  await run(writing(() => put('drafts', [draft('a', 'as it was')])))
  const failing = run(
    writing(function* () {
      yield* put('drafts', [draft('b', 'before')])
      yield* add('drafts', draft('a', 'there is one'))
      yield* put('drafts', [draft('c', 'after')])
    })
  )
  await expect(failing).rejects.toThrow('ConstraintError')
  expect(await run(drafts())).toEqual([draft('a', 'as it was')])
})

test('a script that breaks off leaves nothing of what it wrote', async () => {
  const run = opened()
  const failing = run(
    writing(function* () {
      yield* put('drafts', [draft('a', 'words')])
      throw new Error('overtaken')
    })
  )
  await expect(failing).rejects.toThrow('overtaken')
  expect(await run(drafts())).toEqual([])
})
