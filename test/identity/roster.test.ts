import { expect, test } from 'vitest'
import { openRoster } from '../../sync-server/identity/roster.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import type { Follow } from '../../sync-server/log/follow.ts'
import type { Streams } from '../../sync-server/log/read.ts'

test('a workspace that cannot be read while something is committed to it is read again, and nothing else breaks', async () => {
  const unheard: unknown[] = []
  const hear = (reason: unknown) => void unheard.push(reason)
  process.prependListener('unhandledRejection', hear)
  const listeners: ((batch: unknown) => void)[] = []
  const follow = { onCommitted: (listener: never) => void listeners.push(listener) } as unknown as Follow
  const answers: { fail(error: Error): void; give(rows: object[]): void }[] = []
  const query = () => new Promise((give, fail) => answers.push({ give, fail }))
  const roster = openRoster({ of: () => ({ query }) } as unknown as Sql, {} as Streams, follow)

  const first = roster.of('t')
  const commit = () =>
    listeners[0]?.({ tenant: 't', events: [{ scope: 'tenant', stream: 'agent/ada', version: 1, fact: {} }] })
  commit()
  answers[0]?.fail(new Error('the database is away'))
  await expect(first).rejects.toThrow('away')
  const again = roster.of('t')
  answers[1]?.give([])
  expect((await again).tenant).toBe('t')
  // Long enough for the process to notice what nobody heard.
  await new Promise(resolve => setImmediate(() => setImmediate(resolve)))
  process.off('unhandledRejection', hear)
  expect(unheard).toEqual([])
})
