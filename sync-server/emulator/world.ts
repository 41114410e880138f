import type { Strategy } from '../../shared/platforms/strategy.ts'
import type { EmulatorNews, Mood, Traffic } from '../../shared/protocol/emulator.ts'
import { createPhones, type Phones, type PhoneIds } from './phones.ts'

/** The customers' phones of one platform, its mood and its traffic: all of a pretended world, in memory. */
export type World = Phones & {
  readonly strategy: Strategy
  mood(): Mood
  change(mood: Partial<Mood>): void
  saw(exchange: Seen): void
  traffic(): readonly Traffic[]
}

export type Seen = Omit<Traffic, 'platform'>

const calm: Mood = {
  latencyMs: 0,
  down: false,
  answersLost: false,
  error: null,
  duplicate: false,
  shuffle: false,
  phonesOff: false,
  away: false
}
const trafficKept = 50

export function createWorld(strategy: Strategy, ids: PhoneIds, tell: (news: EmulatorNews) => void): World {
  const { platform } = strategy
  let mood = calm
  let traffic: readonly Traffic[] = []
  return {
    ...createPhones(strategy, ids, tell),
    strategy,
    mood: () => mood,
    traffic: () => traffic,
    change(change) {
      mood = { ...mood, ...change }
      tell({ type: 'mood', platform, mood })
    },
    saw(seen) {
      const exchange = { ...seen, platform }
      const at = traffic.findIndex(one => one.id === exchange.id)
      traffic = at < 0 ? [...traffic, exchange].slice(-trafficKept) : traffic.with(at, exchange)
      tell({ type: 'traffic', traffic: exchange })
    }
  }
}
