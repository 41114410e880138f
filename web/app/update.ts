import { Workbox } from 'workbox-window'
import { flushDrafts } from './drafts.ts'
import { updateReady } from './update-ready.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

let apply: (() => void) | null = null

/** Drafts go to the disk first, then every tab reloads into the new version. */
export async function applyUpdate(): Promise<void> {
  await flushDrafts()
  apply?.()
}

/** Registers the service worker, where there can be one (https or localhost). */
export async function watchForUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const worker = new Workbox('/service-worker.js')
  apply = () => worker.messageSkipWaiting()
  worker.addEventListener('waiting', () => {
    updateReady.value = true
  })
  // Any tab may have asked for it; each one saves its own drafts before it goes.
  worker.addEventListener('controlling', event => {
    if (event.isUpdate || event.isExternal) void flushDrafts().finally(() => location.reload())
  })
  await begin(worker)
  // An installed app may stay open for weeks. Offline it cannot ask, and asks again next time.
  setInterval(() => void worker.update().catch(() => undefined), hourMs)
}

/** The network may go in the moment in which it is asked for. Until it is here, nothing opens offline: it is asked for again. */
async function begin(worker: Workbox): Promise<void> {
  await worker.register().catch(() => void setTimeout(() => void begin(worker), minuteMs))
}
