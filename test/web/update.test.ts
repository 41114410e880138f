import { afterEach, expect, test, vi } from 'vitest'
import { useDevice, type Device } from '../../web/app/device.ts'

const heard = new Map<string, (event: object) => void>()
let told = 0
vi.mock('workbox-window', () => ({
  Workbox: class {
    addEventListener(name: string, listener: (event: object) => void): void {
      heard.set(name, listener)
    }
    messageSkipWaiting(): void {
      told++
    }
    async register(): Promise<void> {}
    async update(): Promise<void> {}
  }
}))
afterEach(() => {
  useDevice(null)
  vi.unstubAllGlobals()
  vi.useRealTimers()
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
