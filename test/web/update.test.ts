import { afterEach, expect, test, vi } from 'vitest'
import { useDevice, type Device } from '../../web/app/device.ts'

const heard = new Map<string, (event: object) => void>()
let told = 0
let asked = 0
let isThere = true
vi.mock('workbox-window', () => ({
  Workbox: class {
    addEventListener(name: string, listener: (event: object) => void): void {
      heard.set(name, listener)
    }
    messageSkipWaiting(): void {
      told++
    }
    register(): Promise<void> {
      asked++
      return isThere ? Promise.resolve() : Promise.reject(new TypeError('the network has gone'))
    }
    async update(): Promise<void> {}
  }
}))
afterEach(() => {
  useDevice(null)
  vi.unstubAllGlobals()
  vi.useRealTimers()
  isThere = true
})

test.each(['nobody', 'somebody'])('a tab in which %s is in goes over to a new version with the others', async who => {
  vi.useFakeTimers({ toFake: ['setInterval'] })
  let [reloads, kept] = [0, 0]
  vi.stubGlobal('navigator', { serviceWorker: {} })
  vi.stubGlobal('location', { reload: () => void reloads++ })
  const flushDrafts = async () => void kept++
  useDevice(who === 'somebody' ? ({ flushDrafts } as unknown as Device) : null)
  const { applyUpdate, watchForUpdates } = await import('../../web/app/update.ts')
  await watchForUpdates()
  const before = told
  await applyUpdate()
  expect(told).toBe(before + 1)
  heard.get('controlling')?.({ isExternal: true })
  await expect.poll(() => reloads).toBe(1)
  expect(kept).toBe(who === 'somebody' ? 2 : 0)
})

test('when the network goes while what opens it offline is asked for, it is asked for again', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout'] })
  vi.stubGlobal('navigator', { serviceWorker: {} })
  const { watchForUpdates } = await import('../../web/app/update.ts')
  const before = asked
  isThere = false
  await watchForUpdates()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toBe(before + 2)
  isThere = true
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(asked).toBe(before + 3)
})
