import 'fake-indexeddb/auto'
import { afterEach } from 'vitest'
import type { ClientCommand } from '../../shared/catalog.ts'
import { accept } from '../../shared/kernel/decision.ts'
import type { EventLog } from '../../shared/kernel/event-log.ts'
import type { Fact } from '../../shared/kernel/message.ts'
import { openOutboxDb, openPastDb, type OutboxDb, type PastDb } from '../../web/log/db.ts'
import { openScripts } from '../../web/log/run-script.ts'
import { appendHere, loadHere } from '../../web/sync/engine/device-log.ts'
import { openOutbox } from '../../web/sync/engine/outbox.ts'
import { openPast } from '../../web/sync/engine/past.ts'
import type { AnyDecider } from '../../web/sync/engine/redraw.ts'
import { eventLogContract } from './event-log.ts'

const opened: (PastDb | OutboxDb)[] = []
afterEach(async () => {
  for (const db of opened.splice(0)) await db.delete()
})

/** A device keeps commands and hopes for their facts, so these commands carry the facts to hope for. */
type Planted = { readonly type: string; readonly id: string; readonly at: number; readonly facts: readonly Fact[] }

const plantedDecider = {
  initial: null,
  decide: (command: Planted) => accept(...command.facts),
  evolve: () => null
} as unknown as AnyDecider

let devices = 0

async function emptyLog(): Promise<EventLog> {
  const agent = `contract-${++devices}`
  const [db, outboxDb] = [openPastDb('shop', agent), openOutboxDb('shop', agent)]
  opened.push(db, outboxDb)
  const run = openScripts(db, outboxDb)
  const log = {
    past: await run(openPast()),
    outbox: await run(openOutbox('0190a000-0000-7000-8000-000000000001')),
    deciderOf: () => plantedDecider,
    context: () => ({ now: 0, by: { kind: 'system' as const, id: 's' }, may: () => true, reaches: () => true })
  }
  const planted = (facts: readonly Fact[]): Planted => ({
    type: 'conversation.claim',
    id: facts[0]?.cause ?? '',
    at: 0,
    facts
  })
  return {
    load: stream => run(loadHere(log, stream)),
    append: (stream, version, facts) =>
      run(appendHere(log, planted(facts) as unknown as ClientCommand, stream, version, facts))
  }
}

eventLogContract('the log of a device', emptyLog)
