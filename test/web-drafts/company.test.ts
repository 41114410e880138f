import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepCompany } from '../../web/app/company.ts'
import { live, type Connection } from '../../web/app/live.ts'
import { SharedDraft } from '../../web/sync/shared-draft.ts'

class FakeSocket {
  static dialled: FakeSocket[] = []
  readonly OPEN = 1
  readyState = 0
  onclose: ((event: { code: number }) => void) | null = null
  constructor() {
    FakeSocket.dialled.push(this)
  }
  send(): void {}
  close(): void {}
}

beforeEach(() => {
  FakeSocket.dialled = []
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('location', { origin: 'http://shop.test' })
})
afterEach(() => vi.unstubAllGlobals())

const line = (state: Connection['state']): void => {
  live.connection.value = { state, waiting: 0, sending: 0, lastHeardAt: null }
}
const soon = () => new Promise<void>(resolve => queueMicrotask(resolve))

test('whoever was shown out of a room knocks again when the line is new, and not with every event', async () => {
  line('up-to-date')
  const company = keepCompany('c-1', new SharedDraft('c-1', () => crypto.randomUUID()))
  await soon()
  expect(FakeSocket.dialled).toHaveLength(1)
  FakeSocket.dialled[0]?.onclose?.({ code: 4403 })
  for (const state of ['up-to-date', 'catching-up', 'up-to-date'] as const) {
    line(state)
    await soon()
  }
  expect(FakeSocket.dialled).toHaveLength(1)
  line('offline')
  await soon()
  line('catching-up')
  await soon()
  expect(FakeSocket.dialled).toHaveLength(2)
  company.leave()
  await soon()
})
