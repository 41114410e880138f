import { agentContext } from '../../shared/identity/may.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import { namedPhrases, namesOf } from '../../shared/phrases/names.ts'
import type { Card } from '../../shared/workflow/card.ts'
import { cardsBefore } from '../sync/engine/cards-before.ts'
import type { DeviceLog } from '../sync/engine/device-log.ts'
import { openOutbox } from '../sync/engine/outbox.ts'
import { openPast } from '../sync/engine/past.ts'
import { deciderOf } from '../sync/engine/redraw.ts'
import type { Script } from '../sync/engine/script.ts'
import type { Live, Me } from './live.ts'
import { Painter } from './painter.ts'

/** More than a screen of any list shows. */
const firstPacks = 40

/**
 * Reads what this person has on this device, and paints as much of it as a first screen shows: before any network is
 * looked for. `isAll` false: the painter has the rest to paint.
 */
export function* openTab(
  me: Me,
  live: Live,
  world: { now(): number; newClient(): string; readonly firstPacks?: number }
): Script<{ log: DeviceLog; painter: Painter; isAll: boolean }> {
  const outbox = yield* openOutbox(world.newClient())
  const past = yield* openPast()
  const log: DeviceLog = { past, outbox, deciderOf, context }
  function context(before?: number): Context {
    const now = contextOf(live, me, world.now())
    if (before === undefined) return now
    // A name that was free when it was given is not taken because of who was given it later.
    const besides = () => cardsBefore(log, before, now)
    return { ...now, look: at => (at === namedPhrases ? undefined : lookAt(live, at, besides)) }
  }
  const painter = new Painter(log, live)
  return { log, painter, isAll: yield* painter.newest(world.firstPacks ?? firstPacks) }
}

function contextOf(live: Live, { agent, role }: Me, now: number): Context {
  const mine = [...live.inboxes.all.values()].filter(inbox => inbox.members.includes(agent))
  const worksIn = (colleague: string, inbox: string) => {
    const known = live.agents.all.get(colleague)
    const isMember = live.inboxes.all.get(inbox)?.members.includes(colleague) ?? false
    return known?.status === 'active' && (known.role === 'admin' || isMember)
  }
  const inboxes = mine.map(({ inbox }) => inbox)
  const context = agentContext({ id: agent, role: live.me.peek()?.role ?? role, inboxes }, now, worksIn)
  return { ...context, look: at => lookAt(live, at) }
}

/** What the server's judge looks at too, as far as it is drawn here: with what is hoped for. `besides`: cards that are to be seen otherwise. */
function lookAt(
  { workflows, cards, threads, contacts, phrases }: Live,
  at: string,
  besides: () => Iterable<readonly [string, Card]> = () => []
): unknown {
  const [kind, id] = [at.slice(0, at.indexOf('/')), at.slice(at.indexOf('/') + 1)]
  if (kind === 'workflow') return workflows.all.get(id)
  if (kind === 'conversation') return threads.all.get(id)
  if (kind === 'contact') return contacts.all.get(id)
  if (at === namedPhrases) return namesOf(phrases.all)
  // What the server has of files it knows alone.
  if (kind === 'file') return undefined
  const all = new Map<string, Card>([...cards.all, ...besides()])
  const open = [...all].filter(([, card]) => card.status === 'open' && card.workflow === id)
  return new Map(open.map(([card, { stage }]) => [card, stage]))
}
