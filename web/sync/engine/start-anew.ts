import type { News } from './news.ts'
import { fence } from './receive.ts'
import { transact, type Script } from './script.ts'

/** Somebody came under our name. Another tab has raised the epoch, and this throws; or it was a copy of this profile. */
export function* startAnew(epoch: number, news: News, client: string): Script<void> {
  yield* transact('past', 'r', () => fence(epoch))
  yield* news.renumber(client)
}
