import { packedAddress } from '../../shared/protocol/packed.ts'
import { canUnpack } from '../sync/unpacked.ts'
import { expectDevice, useDevice, type Device, type Leaving } from './device.ts'
import { live, type Me } from './live.ts'
import { openDevice } from './open-device.ts'

function dial(): WebSocket {
  const socket = new WebSocket(new URL(canUnpack ? packedAddress : '/sync', location.href.replace(/^http/, 'ws')))
  socket.binaryType = 'arraybuffer'
  return socket
}

let inside: { readonly me: Me; readonly device: Device } | null = null

/**
 * Opens this person's device in this tab; whoever was here before leaves first. `onShown` is called when a first screen
 * can be drawn, before all of it is here.
 */
export async function enterDevice(me: Me, onTurnedAway: () => void, onShown: () => void): Promise<void> {
  if (inside?.me.tenant === me.tenant && inside.me.agent === me.agent) {
    live.me.value = me
    return
  }
  await leaveDevice()
  const opening = openDevice(me, {
    live,
    // Missing on plain http over a network, whatever the types say.
    locks: (navigator as { locks?: LockManager }).locks ?? null,
    dial,
    now: () => Date.now(),
    isVisible: () => document.visibilityState === 'visible',
    shelf: sessionStorage,
    onWake: wakeOnPageEvents,
    onDoubt: doubtWhenOffline,
    onTurnedAway,
    onShown() {
      expectDevice(opening)
      onShown()
    },
    report: error => reportError(error)
  })
  const device = await opening
  inside = { me, device }
  useDevice(device)
  // Asks the browser not to throw our databases away when space is short; it may say no.
  void (navigator as { storage?: StorageManager }).storage?.persist()
}

export async function leaveDevice(how?: Leaving): Promise<void> {
  if (!inside) return
  const { device } = inside
  inside = null
  useDevice(null)
  await device.close(how)
  live.me.value = null
  for (const rows of [live.threads, live.contacts, live.inboxes, live.agents]) rows.clear()
  live.outbox.value = []
  live.painted.value = false
}

function wakeOnPageEvents(wake: () => void): () => void {
  const [page, tab] = [
    ['visibilitychange', 'resume'],
    ['online', 'pagehide', 'pageshow', 'focus']
  ]
  for (const event of page) document.addEventListener(event, wake)
  for (const event of tab) addEventListener(event, wake)
  return () => {
    for (const event of page) document.removeEventListener(event, wake)
    for (const event of tab) removeEventListener(event, wake)
  }
}

function doubtWhenOffline(doubt: () => void): () => void {
  addEventListener('offline', doubt)
  return () => removeEventListener('offline', doubt)
}
