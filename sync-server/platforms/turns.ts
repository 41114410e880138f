import { windowClosesAt } from '../../shared/platforms/reply-window.ts'
import { strategies, strategyOf } from '../../shared/platforms/strategies.ts'
import type { Actors } from '../actors/actors.ts'
import type { Order } from './lanes.ts'
import { pace } from './pace.ts'
import type { Job } from './unfinished.ts'

/** A job, and what its turn depends on. */
export type Turn = Job & {
  readonly platform: string
  readonly account: string
  readonly person: string
  /** When its window closes, as far as it is known now. Epoch milliseconds. */
  readonly due: number
}

/** To whom it goes: what is for one person goes in order. */
export function personOf(tenant: string, conversation: string): string {
  return `${tenant}\n${conversation}`
}

export async function turnOf(actors: Actors, job: Job, now: number): Promise<Turn> {
  const { tenant, conversation, message } = job
  const { status, platform, inbox, lastReceivedAt, lastReceived, sends } = await actors.state(
    tenant,
    'conversation',
    conversation
  )
  const so = { ...job, platform, account: `${tenant}\n${inbox}`, person: personOf(tenant, conversation) }
  if (status === 'unknown') return { ...so, due: Infinity }
  const { writer = 'person' } = sends.find(one => one.message === message) ?? {}
  const closesAt = windowClosesAt(strategyOf(platform), lastReceivedAt, writer, lastReceived)
  // What goes in spite of a closed window, a template, loses nothing by waiting.
  return { ...so, due: closesAt !== null && closesAt > now ? closesAt : Infinity }
}

/** Whose window closes first goes first, and nobody faster than their platform takes it. */
export function sendingOrder(now: () => number): Order<Turn> {
  const rates = strategies.flatMap(({ platform, rates: of }) =>
    of ? [[platform, { account: pace(of.account), person: pace(of.person) }] as const] : []
  )
  const paces = new Map(rates)
  return {
    dueOf: ({ due }) => due,
    waitMs({ platform, account, person }) {
      const of = paces.get(platform)
      if (!of) return 0
      const at = now()
      const waitMs = Math.max(of.account.waitMs(account, at), of.person.waitMs(person, at))
      if (waitMs > 0) return waitMs
      of.account.take(account, at)
      of.person.take(person, at)
      return 0
    },
    giveBack({ platform, account, person }) {
      const of = paces.get(platform)
      of?.account.giveBack(account)
      of?.person.giveBack(person)
    }
  }
}
