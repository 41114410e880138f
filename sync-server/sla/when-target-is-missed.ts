import { createHash } from 'node:crypto'
import { trustedContext } from '../../shared/identity/may.ts'
import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import { judge, type Judged } from '../../shared/sla/judge.ts'
import type { Actors } from '../actors/actors.ts'
import type { Follow } from '../log/follow.ts'
import type { Clock, Clocks } from './clocks.ts'

const theClock = { kind: 'system', id: 'clock' } as const

/** Timers lose count over days and sleeping machines: look at the clock at least this often. */
const longestNapMs = 60_000
const afterFailureMs = 5000
/** What came to nothing, because somebody was faster or the clock was set back, is looked at again. */
const againMs = 1000

type Parts = {
  readonly actors: Pick<Actors, 'tell' | 'state'>
  readonly clocks: Clocks
  readonly follow: Pick<Follow, 'follower'>
  readonly report: (error: unknown) => void
  readonly now?: () => number
}

export type SlaWatch = {
  /** Resolves when everything committed up to this call was judged. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

/**
 * Says in the log what a customer has waited for too long, or soon will have: once for each wait, also when it ran out
 * while the server was down. Each command's id is made of the wait that it is about.
 */
export function whenTargetIsMissed({ actors, clocks, follow, report, now = Date.now }: Parts): SlaWatch {
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let stopped = false

  const nap = (ms: number) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(ring, Math.max(0, Math.min(ms, longestNapMs)))
  }
  /** One after the other, so that nobody writes down what they saw before somebody who saw more. */
  const inTurn = (work: () => Promise<void>) => {
    const done = working.then(work)
    working = done.catch(() => undefined)
    return done
  }
  const ring = () => {
    inTurn(lookAtDue).catch((error: unknown) => {
      report(error)
      nap(afterFailureMs)
    })
  }
  async function lookAtDue(): Promise<void> {
    for (let due = await clocks.dueBy(now()); due.length > 0 && !stopped; due = await clocks.dueBy(now())) {
      for (const [tenant, ofTenant] of Map.groupBy(due, one => one.tenant))
        await look(tenant, new Set(ofTenant.map(one => one.conversation)))
    }
    await rest()
  }
  const rest = async () => nap(((await clocks.next()) ?? Infinity) - now())

  async function look(tenant: string, conversations: ReadonlySet<string>): Promise<void> {
    const seen = await Promise.all([...conversations].map(one => lookAt(tenant, one)))
    await clocks.set(
      tenant,
      seen.filter(one => one !== null)
    )
    await clocks.drop(
      tenant,
      [...conversations].filter((_, at) => seen[at] === null)
    )
  }

  async function lookAt(tenant: string, conversation: string): Promise<Clock | null> {
    const { runs = [], inbox } = await actors.state(tenant, 'conversation', conversation)
    if (runs.length === 0) return null
    const { judged, lookAt } = judge(runs, await actors.state(tenant, 'inbox', inbox), now())
    for (const one of judged) {
      if (!(await tell(tenant, conversation, one))) return { conversation, inbox, lookAt: now() + againMs }
    }
    return lookAt !== null || runs.some(run => run.ended === null) ? { conversation, inbox, lookAt } : null
  }

  /** Does the log say it now? */
  async function tell(
    tenant: string,
    conversation: string,
    { what, target, since, due, at }: Judged
  ): Promise<boolean> {
    const id = `sla:${createHash('sha256').update(`${conversation} ${what} ${target} ${since}`).digest('hex').slice(0, 32)}`
    const type = what === 'missed' ? 'conversation.miss-sla' : 'conversation.warn-of-sla'
    const command = { type, id, at, conversation, target, since, due } as const
    const told = await actors.tell(tenant, command, heardAt => trustedContext(theClock, heardAt))
    return told.result === 'accepted' && told.events.length > 0
  }

  const follower = follow.follower('sla', async ({ tenant, events }) => {
    const of = (kind: string) =>
      new Set(events.flatMap(({ stream }) => (streamKind(stream) === kind ? [streamKey(stream)] : [])))
    await inTurn(async () => {
      await look(tenant, of('conversation'))
      await clocks.lookAtAll(tenant, [...of('inbox')])
      await rest()
    })
  })
  ring()
  return {
    caughtUp: () => follower.caughtUp(),
    async stop() {
      await follower.stop()
      stopped = true
      clearTimeout(timer)
      await working
    }
  }
}
