import { uuidv7 } from '../../shared/kernel/uuid.ts'
import { openOutboxDb, openPastDb } from '../log/db.ts'
import { openScripts } from '../log/run-script.ts'
import { joinTabs } from '../sync/tabs.ts'
import type { Device } from './device.ts'
import type { Me } from './live.ts'
import { openTab } from './open-tab.ts'
import type { World } from './world.ts'

/** Opens what this person has on this device, paints it, and only then looks for a network. */
export async function openDevice(me: Me, world: World): Promise<Device> {
  world.live.me.value = me
  const outboxDb = openOutboxDb(me.tenant, me.agent)
  const db = openPastDb(me.tenant, me.agent)
  // Both at once. Who reads first hears what went wrong.
  for (const one of [outboxDb, db]) void one.open().catch(() => undefined)
  const run = openScripts(db, outboxDb)
  const name = `daybook-${me.tenant}-${me.agent}`
  const tabs = joinTabs(name)
  const ids = () => newId(world)
  const { log, painter, isAll } = await run(openTab(me, world.live, { now: world.now, newClient: ids }))
  world.onShown?.()
  // Not needed for the first paint; the service worker keeps it for offline.
  const loading = import('./opened-device.ts')
  if (!isAll) await run(painter.first())
  const { OpenedDevice } = await loading
  return new OpenedDevice(me, world, { db, outboxDb, log, painter, run, name, tabs, newId: ids })
}

function newId(world: World): string {
  return uuidv7(world.now(), crypto.getRandomValues(new Uint8Array(10)))
}
