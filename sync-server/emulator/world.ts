import type { EmulatorNews, EmulatorState, Mood, Traffic } from '../../shared/protocol/emulator.ts'
import type { Business } from './business.ts'
import { createPhones, type Phones } from './phones.ts'

/** The customers' phones, the mood of the network, and who watches: all of the pretended world, in memory. */
export type World = Omit<Phones, 'all'> & {
  state(): EmulatorState
  mood(): Mood
  change(mood: Partial<Mood>): void
  saw(exchange: Traffic): void
  watch(watcher: (news: EmulatorNews) => void): () => void
}

const calm: Mood = {
  latencyMs: 0,
  down: false,
  answersLost: false,
  error: null,
  duplicate: false,
  shuffle: false,
  phonesOff: false
}
const trafficKept = 50

export function createWorld(business: Business): World {
  const { tell, watch } = watchers()
  const { all, ...phones } = createPhones(tell)
  let mood = calm
  let traffic: readonly Traffic[] = []
  return {
    ...phones,
    state: () => ({
      business: { name: business.name, number: business.number, inbox: business.inbox },
      phones: [...all()],
      mood,
      traffic: [...traffic]
    }),
    mood: () => mood,
    watch,
    change(change) {
      mood = { ...mood, ...change }
      tell({ type: 'mood', mood })
    },
    saw(exchange) {
      const at = traffic.findIndex(one => one.id === exchange.id)
      traffic = at < 0 ? [...traffic, exchange].slice(-trafficKept) : traffic.with(at, exchange)
      tell({ type: 'traffic', traffic: exchange })
    }
  }
}

function watchers() {
  const all = new Set<(news: EmulatorNews) => void>()
  return {
    tell(news: EmulatorNews) {
      for (const one of all) one(news)
    },
    watch(watcher: (news: EmulatorNews) => void) {
      all.add(watcher)
      return () => void all.delete(watcher)
    }
  }
}
