import { agentContext } from '../../shared/identity/may.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import type { DeviceLog } from '../sync/engine/device-log.ts'
import { openOutbox } from '../sync/engine/outbox.ts'
import { openPast } from '../sync/engine/past.ts'
import { deciderOf } from '../sync/engine/redraw.ts'
import type { Script } from '../sync/engine/script.ts'
import type { Live, Me } from './live.ts'
import { Painter } from './painter.ts'

/** Reads what this person has on this device, and paints it: before any network is looked for. */
export function* openTab(
  me: Me,
  live: Live,
  world: { now(): number; newClient(): string }
): Script<{ log: DeviceLog; painter: Painter }> {
  const outbox = yield* openOutbox(world.newClient())
  const past = yield* openPast()
  const log: DeviceLog = { past, outbox, deciderOf, context: () => contextOf(live, me, world.now()) }
  const painter = new Painter(log, live)
  yield* painter.first()
  return { log, painter }
}

function contextOf(live: Live, { agent, role }: Me, now: number): Context {
  const mine = [...live.inboxes.all.values()].filter(inbox => inbox.members.includes(agent))
  const worksIn = (colleague: string, inbox: string) => {
    const known = live.agents.all.get(colleague)
    const isMember = live.inboxes.all.get(inbox)?.members.includes(colleague) ?? false
    return known?.status === 'active' && (known.role === 'admin' || isMember)
  }
  const inboxes = mine.map(({ inbox }) => inbox)
  return agentContext({ id: agent, role: live.me.peek()?.role ?? role, inboxes }, now, worksIn)
}
