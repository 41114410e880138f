import type { Logger } from 'pino'
import type { ImportEntry } from '../../shared/protocol/history.ts'
import { bringHistory, undoHistory, type Hooks, type HistoryParts } from './history.ts'
import { importIdOf, importsOf } from './imports.ts'
import { NotTaken } from './not-taken.ts'
import type { Order, Shelf } from './shelf.ts'

export type Doing = Pick<ImportEntry, 'state' | 'progress' | 'why'>

/** What is under way. */
export type Orders = {
  /** What each import is at, or what it died of. */
  readonly doing: ReadonlyMap<string, Doing>
  /** Answers the import's name when it has begun; rejects where it cannot. */
  start(order: Order): Promise<string>
  idle(): Promise<void>
  /** What is not done yet is begun again at the next start. */
  stop(): Promise<void>
}

class Stopped extends Error {}

const lost = 'The file is not here any more: bring it once more.'
const broken = 'Something broke. It goes on when the server is started again.'

/** Carries out what admins ordered, one after the other in each workspace: what one brings the next finds there. */
export function openOrders(parts: HistoryParts, shelf: Shelf, logger: Logger): Orders {
  const doing = new Map<string, Doing>()
  const working = new Set<Promise<void>>()
  const lines = new Map<string, Promise<unknown>>()
  let stopping = false

  async function carryOut(order: Order, began: (which: string) => void): Promise<void> {
    const { tenant } = order
    let which = ''
    const state = order.what === 'undo' ? 'undoing' : 'running'
    const hooks: Hooks = {
      began(name) {
        which = name
        doing.set(which, { state, progress: null, why: null })
        began(which)
      },
      far(done, of) {
        if (stopping) throw new Stopped()
        doing.set(which, { state, progress: { done, of }, why: null })
      }
    }
    try {
      await (order.what === 'bring' ? bring(parts, shelf, order, hooks) : undo(parts, shelf, order, hooks))
      await shelf.done(order)
      doing.delete(which)
    } catch (error) {
      if (error instanceof Stopped) return
      const isRefused = error instanceof NotTaken
      if (isRefused) await shelf.done(order)
      else logger.error({ err: error, tenant, import: which }, 'an import broke off')
      doing.set(which, { state: 'stopped', progress: null, why: isRefused ? error.message : broken })
      throw error
    }
  }

  return {
    doing,
    start(order) {
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      const turn = (lines.get(order.tenant) ?? Promise.resolve()).then(() => carryOut(order, resolve))
      const work = turn.catch(reject)
      lines.set(order.tenant, work)
      working.add(work)
      void work.finally(() => working.delete(work))
      return promise
    },
    async idle() {
      while (working.size > 0) await Promise.allSettled(working)
    },
    async stop() {
      stopping = true
      await Promise.allSettled(working)
    }
  }
}

async function bring(parts: HistoryParts, shelf: Shelf, order: Extract<Order, { what: 'bring' }>, hooks: Hooks) {
  const { tenant, by, plan, file } = order
  const brought = await shelf.find(tenant, file)
  if (!brought) throw new NotTaken(lost)
  await bringHistory(parts, { tenant, by, plan }, brought, hooks)
  await shelf.drop(tenant, file)
}

async function undo(parts: HistoryParts, shelf: Shelf, order: Extract<Order, { what: 'undo' }>, hooks: Hooks) {
  const { tenant, by, import: which } = order
  hooks.began(which)
  await forgo(parts, shelf, order)
  await undoHistory(parts, { tenant, by, import: which }, (done, of) => hooks.far(done, of))
}

/** What broke off and waits for the next start would otherwise begin again there, as another import. */
async function forgo(parts: HistoryParts, shelf: Shelf, { tenant, import: which }: Extract<Order, { what: 'undo' }>) {
  const imports = await importsOf(parts, tenant)
  const undone = new Set(imports.filter(one => one.state === 'undone').map(one => one.import))
  for (const waiting of await shelf.orders()) {
    if (waiting.what !== 'bring' || waiting.tenant !== tenant) continue
    if (importIdOf(tenant, waiting.file, waiting.plan, undone) !== which) continue
    await shelf.done(waiting)
    await shelf.drop(tenant, waiting.file)
  }
}
