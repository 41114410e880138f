import { randomUUID } from 'node:crypto'
import 'fake-indexeddb/auto'
import { createLive, type Live, type Me } from '../../../web/app/live.ts'
import type { Device } from '../../../web/app/device.ts'
import { openDevice } from '../../../web/app/open-device.ts'
import type { Locks } from '../../../web/sync/lock.ts'
import type { FakeServer } from './fake-server.ts'

export type Tab = {
  readonly live: Live
  readonly device: Device
  isVisible: boolean
  readonly world: { wake(): void }
  close(): Promise<void>
}

const open: Tab[] = []

export async function closeTabs(): Promise<void> {
  for (const tab of open.splice(0)) await tab.close()
}

/**
 * Every test gets its own person, and so its own databases and channel. Files run beside each other in one process,
 * where a channel of one name is one channel: what one file's tabs say would be heard in another's.
 */
export function somebody(): Me {
  return { tenant: 'shop', tenantName: 'Shop', agent: `ada-${randomUUID()}`, name: 'Ada', role: 'agent' }
}

export async function openTab(
  server: Pick<FakeServer, 'dial'>,
  me: Me,
  locks: Locks | null = new FakeLocks(),
  report: (error: unknown) => void = fail
): Promise<Tab> {
  const live = createLive()
  let wake: () => void = () => undefined
  const tab = { live, isVisible: true, world: { wake: () => wake() } }
  const device = await openDevice(me, {
    live,
    locks,
    dial: () => server.dial(me.agent),
    now: () => Date.now(),
    isVisible: () => tab.isVisible,
    onWake(woken) {
      wake = woken
      return () => undefined
    },
    onDoubt: () => () => undefined,
    onTurnedAway: () => undefined,
    report
  })
  let closing: Promise<void> | null = null
  const opened = Object.assign(tab, { device, close: () => (closing ??= device.close()) })
  open.push(opened)
  return opened
}

function fail(error: unknown): never {
  throw error
}

/** `navigator.locks`, as far as a leader uses it: a queue, aborting, stealing. */
export class FakeLocks implements Locks {
  private holder: { reject(reason: Error): void } | null = null
  private readonly queue: { grant: () => void; options: LockOptions }[] = []

  request(_name: string, options: LockOptions, granted: () => Promise<void>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const grant = () => {
        const holder = { reject }
        this.holder = holder
        const done = () => {
          if (this.holder === holder) this.release()
        }
        granted().then(resolve, reject).finally(done)
      }
      if (options.steal) {
        this.holder?.reject(new DOMException('stolen', 'AbortError'))
        return grant()
      }
      const waiting = { grant, options }
      options.signal?.addEventListener('abort', () => {
        const at = this.queue.indexOf(waiting)
        if (at < 0) return
        this.queue.splice(at, 1)
        reject(new DOMException('aborted', 'AbortError'))
      })
      this.queue.push(waiting)
      if (!this.holder) this.next()
    })
  }

  private release(): void {
    this.holder = null
    this.next()
  }

  private next(): void {
    this.queue.shift()?.grant()
  }
}
