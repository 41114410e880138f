import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { openSession, type SyncDeps } from '../../sync-server/sync/session.ts'
import type { Wire } from '../../sync-server/sync/wire.ts'

test('whoever pushes on though nobody reads is stopped, then sent away, and costs no more', () => {
  const sent: string[] = []
  let paused = 0
  let closed = 0
  const wire: Wire = {
    send: ({ text }) => sent.push(text),
    waiting: () => 0,
    onTaken: () => undefined,
    pause: () => paused++,
    resume: () => undefined,
    close: () => closed++,
    cut: () => undefined
  }
  const never = { open: () => new Promise<never>(() => undefined) }
  const hub = { part: () => undefined }
  const deps = { intakes: never, hub, log: pino({ level: 'silent' }) } as unknown as SyncDeps
  const session = openSession(deps, { tenant: 't', agent: 'ana', key: 'k' }, wire)
  const client = '0197a0f0-0000-7000-8000-000000000001'
  session.receive(JSON.stringify({ type: 'hello', protocol: 99, client, cursor: null }))
  for (let n = 1; n <= 2000; n++)
    session.receive(JSON.stringify({ type: 'push', items: [{ n, command: null, after: null }] }))
  expect(paused).toBe(1)
  expect(closed).toBe(1)
  expect(sent.map(text => (JSON.parse(text) as { type: string; reason: string }).reason)).toEqual(['busy'])
})

test('[R2] whoever opens a socket and is gone before saying hello does not hold it for ever', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    let cut = 0
    const wire: Wire = {
      send: () => undefined,
      waiting: () => 0,
      onTaken: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
      close: () => undefined,
      cut: () => cut++
    }
    const deps = { hub: { part: () => undefined }, log: pino({ level: 'silent' }) } as unknown as SyncDeps
    openSession(deps, { tenant: 't', agent: 'ana', key: 'k' }, wire)
    vi.advanceTimersByTime(60_000)
    expect(cut).toBe(1)
  } finally {
    vi.useRealTimers()
  }
})
