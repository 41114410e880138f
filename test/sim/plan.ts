import * as fc from 'fast-check'
import { automationKinds } from './automations.ts'

/** What happens in one run, as plain JSON: made by fast-check, so that it shrinks, and kept when it finds something. */
export type Plan = {
  readonly chance: number
  readonly tenants: readonly TenantPlan[]
  readonly steps: readonly Step[]
  /** When all is done and whole again, everything is left open for so long. Older plans end before. */
  readonly openMinutes?: number
}
export type TenantPlan = {
  readonly inboxes: number
  readonly agents: readonly { readonly role: 'agent' | 'supervisor' | 'admin'; readonly inboxes: number }[]
  readonly browsers: readonly { readonly agent: number; readonly tabs: number; readonly hasLocks: boolean }[]
  /** With a board, whose second stage has this hard limit. `takes`: it takes a card of each conversation by itself. */
  readonly board?: { readonly limit: number; readonly takes: boolean }
  /** Which of `automations.ts`, by bits. */
  readonly automations?: number
}

/** Numbers choose among what is there, so a step means something in every shrunk plan. */
export type Step =
  | { do: 'wait'; ms: number }
  /** Everybody closes everything, and comes back. */
  | { do: 'night'; hours: number }
  | { do: 'wish'; browser: number; tab: number; what: number; where: number; how: number }
  | { do: 'customer'; tenant: number; inbox: number; who: number; size: number; repeats: number }
  | { do: 'network'; browser: number; network: number }
  | { do: 'cut'; browser: number; noticed: number }
  | { do: 'tab'; browser: number; tab: number; what: number }
  | { do: 'crash soon'; browser: number; after: number }
  | { do: 'power'; browser: number }
  | { do: 'skew'; browser: number; ms: number }
  | { do: 'full'; browser: number; isFull: boolean }
  | { do: 'lose'; browser: number; db: number }
  | { do: 'clone'; browser: number }
  | { do: 'server'; what: number; ms: number }
  | { do: 'rights'; tenant: number; agent: number; inbox: number; what: number }
  | { do: 'board'; tenant: number; limit: number }
  | { do: 'crash server'; after: number; ms: number }
  | { do: 'automation'; tenant: number; which: number; what: number }
  | { do: 'heal'; browser: number }

const small = fc.nat({ max: 40 })
const browser = small
const tab = fc.nat({ max: 5 })
const short = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 4, arbitrary: fc.integer({ min: 300, max: 10_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 10_000, max: 600_000 }) }
)
const hours = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: 40, max: 240 }) }
)
const years = 3 * 365 * 86_400_000

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: short }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('night' as const), hours }) },
  {
    weight: 40,
    arbitrary: fc.record({
      do: fc.constant('wish' as const),
      browser,
      tab,
      what: fc.nat({ max: 79 }),
      where: small,
      how: small
    })
  },
  {
    weight: 14,
    arbitrary: fc.record({
      do: fc.constant('customer' as const),
      tenant: small,
      inbox: small,
      who: fc.nat({ max: 3 }),
      size: fc.nat({ max: 9 }),
      repeats: fc.nat({ max: 3 })
    })
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('network' as const), browser, network: fc.nat({ max: 7 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('cut' as const), browser, noticed: fc.nat({ max: 3 }) }) },
  { weight: 16, arbitrary: fc.record({ do: fc.constant('tab' as const), browser, tab, what: fc.nat({ max: 11 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('crash soon' as const), browser, after: fc.integer({ min: 1, max: 25 }) })
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('power' as const), browser }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('skew' as const), browser, ms: fc.integer({ min: -years, max: years }) })
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('full' as const), browser, isFull: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), browser, db: fc.nat({ max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clone' as const), browser }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('server' as const), what: fc.nat({ max: 11 }), ms: short }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('rights' as const), tenant: small, agent: small, inbox: small, what: small })
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('board' as const), tenant: small, limit: fc.integer({ min: 1, max: 2 }) })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('crash server' as const),
      after: fc.integer({ min: 1, max: 60 }),
      ms: short
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('automation' as const),
      tenant: small,
      which: small,
      what: fc.nat({ max: 3 })
    })
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('heal' as const), browser }) }
)

/** A break, or a night. */
const openMinutes = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 5, max: 60 }) },
  { weight: 1, arbitrary: fc.integer({ min: 480, max: 960 }) }
)

/** Most of the time there is room for one. */
const limit = fc.constantFrom(1, 1, 1, 2)

const tenant: fc.Arbitrary<TenantPlan> = fc.record({
  inboxes: fc.integer({ min: 1, max: 3 }),
  agents: fc.array(
    fc.record({
      role: fc.constantFrom('agent' as const, 'agent' as const, 'supervisor' as const, 'admin' as const),
      inboxes: fc.integer({ min: 1, max: 7 })
    }),
    { minLength: 1, maxLength: 4 }
  ),
  browsers: fc.array(
    fc.record({
      agent: fc.nat({ max: 3 }),
      tabs: fc.integer({ min: 1, max: 5 }),
      hasLocks: fc.integer({ min: 0, max: 5 }).map(n => n > 0)
    }),
    { minLength: 1, maxLength: 6 }
  ),
  board: fc.record({ limit, takes: fc.integer({ min: 0, max: 3 }).map(n => n > 0) }),
  automations: fc.nat({ max: 2 ** automationKinds - 1 })
})

/** Two to twenty clients, and up to `most` steps. */
export function plans(most = 90): fc.Arbitrary<Plan> {
  return fc.record({
    chance: fc.nat({ max: 2 ** 31 - 1 }),
    tenants: fc.array(tenant, { minLength: 1, maxLength: 2 }),
    steps: fc.array(step, { minLength: 10, maxLength: most, size: 'max' }),
    openMinutes
  })
}
