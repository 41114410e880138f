import type { Outbox } from './outbox.ts'
import { fence } from './receive.ts'
import { transact, type Script } from './script.ts'

/** Somebody came under our name. Another tab has raised the epoch, and this throws; or it was a copy of this profile. */
export function* startAnew(epoch: number, outbox: Outbox, client: string): Script<void> {
  yield* transact('past', 'r', () => fence(epoch))
  yield* outbox.renumber(client)
}
