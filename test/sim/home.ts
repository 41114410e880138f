import type { Me } from '../../web/app/live.ts'
import type { TabMessage } from '../../web/sync/tabs.ts'
import type { Chance } from '../power/chance.ts'
import type { Clock } from './clock.ts'
import type { Link } from './link.ts'
import type { ModelDb, Stand } from './model-db.ts'
import type { Server } from './server.ts'
import type { Tally } from './tally.ts'

/** What is around every device. */
export type Surroundings = {
  readonly clock: Clock
  readonly chance: Chance
  readonly tally: Tally
  /** `null`: it is down. */
  readonly server: Server | null
  fault(what: string): void
}

/** A browser, as its tabs know it. */
export type Home<T> = {
  readonly world: Surroundings
  readonly me: Me
  readonly number: number
  readonly hasLocks: boolean
  readonly db: ModelDb
  /** By the device's own clock. */
  readonly now: number
  tell(from: T, message: TabMessage): void
  askForLock(tab: T, how: 'queue' | 'steal'): void
  letGo(tab: T): void
  dial(end: { opened(): void; hear(text: string): void; ended(): void }): Link
  /** What stood in the store before this tab asked it for something. */
  wrote(tab: T, before: Stand): void
  mayCrash(tab: T): boolean
  gone(tab: T): void
}
