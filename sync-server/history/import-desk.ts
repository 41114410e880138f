import type { Logger } from 'pino'
import { dayMs } from '../../shared/kernel/day.ts'
import type { Author } from '../../shared/kernel/message.ts'
import type { HistoryHints, HistoryPlan, HistoryPreview, ImportEntry } from '../../shared/protocol/history.ts'
import { keepDays } from '../days/keep-days.ts'
import type { HistoryParts } from './history.ts'
import { importsOf } from './imports.ts'
import { NotTaken } from './not-taken.ts'
import { openOrders } from './orders.ts'
import { previewOf } from './preview.ts'
import type { Order, Shelf } from './shelf.ts'

/** Where admins bring files, and see what becomes of them. What was begun is gone on with after a crash. */
export type ImportDesk = {
  /** Keeps a file and says what is in it. @throws NotTaken */
  take(tenant: string, body: AsyncIterable<Uint8Array>, name: string): Promise<HistoryPreview>
  /** `undefined`: there is no such file any more. @throws NotTaken */
  look(tenant: string, file: string, hints: HistoryHints): Promise<HistoryPreview | undefined>
  /** Resolves when it has begun: then it goes on by itself. @throws NotTaken */
  bring(tenant: string, by: Author, file: string, plan: HistoryPlan): Promise<string>
  undo(tenant: string, by: Author, which: string): Promise<void>
  list(tenant: string): Promise<readonly ImportEntry[]>
  /** Nothing is under way. */
  idle(): Promise<void>
  stop(): Promise<void>
}

export async function openImportDesk(parts: HistoryParts, shelf: Shelf, logger: Logger): Promise<ImportDesk> {
  const orders = openOrders(parts, shelf, logger)
  const report = (error: unknown) => logger.error({ err: error }, 'files that nobody brought could not be cleared away')
  const clearing = keepDays(() => shelf.clear(Date.now() - dayMs), report)
  for (const order of await shelf.orders()) orders.start(order).catch(() => undefined)

  return {
    async take(tenant, body, name) {
      const brought = await shelf.keep(tenant, body, name)
      try {
        return await previewOf(brought, {})
      } catch (error) {
        await shelf.drop(tenant, brought.file)
        throw error
      }
    },
    async look(tenant, file, hints) {
      const brought = await shelf.find(tenant, file)
      return brought && previewOf(brought, hints)
    },
    async bring(tenant, by, file, plan) {
      const brought = await shelf.find(tenant, file)
      if (!brought) throw new NotTaken('The file is not here any more: bring it once more.')
      const order: Order = { what: 'bring', tenant, by, file, name: brought.name, plan }
      await shelf.order(order)
      return orders.start(order)
    },
    async undo(tenant, by, which) {
      const entry = (await importsOf(parts, tenant)).find(one => one.import === which)
      if (!entry) throw new NotTaken('There is no such import.')
      const order: Order = { what: 'undo', tenant, by, import: which }
      await shelf.order(order)
      await orders.start(order)
    },
    async list(tenant) {
      const all = await importsOf(parts, tenant)
      return all.map(one => ({ ...one, ...orders.doing.get(one.import) }))
    },
    idle: orders.idle,
    async stop() {
      await clearing.stop()
      await orders.stop()
    }
  }
}
