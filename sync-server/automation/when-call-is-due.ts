import { alarm, type Alarm } from '../alarm.ts'
import { makeCall, whyStopped, type CallParts } from './call.ts'
import type { Calls, CallTried } from './calls.ts'

export type CallingParts = CallParts & { readonly calls: Calls; readonly report: (error: unknown) => void }

/** As long as a run may be gone on with, and some days to look at. */
const keptForMs = 7 * 24 * 3_600_000

/** Of one automation at once. Whoever answers it slowly, or never, holds up no other. */
export const mostOfOne = 4
const mostAtOnce = 200

/** Calls what automations want called, and what did not answer again later; also after a restart. */
export function whenCallIsDue(parts: CallingParts): Alarm {
  const { calls, now, report } = parts
  const underWay = new Map<string, { readonly automation: string; readonly done: Promise<void> }>()

  const hasRoom = (call: CallTried) => {
    const same = [...underWay.values()].filter(({ automation }) => automation === automationOf(call))
    return underWay.size < mostAtOnce && same.length < mostOfOne && !underWay.has(keyOf(call))
  }
  async function make(call: CallTried): Promise<void> {
    try {
      await tryOne(parts, call)
      underWay.delete(keyOf(call))
      clock.look()
    } catch (error) {
      // Its row says that it waits. It is gone on with when the clock is looked at the next time.
      underWay.delete(keyOf(call))
      report(error)
    }
  }

  const clock = alarm(async () => {
    const at = now()
    const some = (await calls.due(at, mostOfOne)).filter(call => {
      const isNext = hasRoom(call)
      if (isNext) underWay.set(keyOf(call), { automation: automationOf(call), done: make(call) })
      return isNext
    })
    if (some.length > 0) await calls.forget(at - keptForMs)
    // Whoever is due and has no room goes when another has ended, who looks then.
    return ((await calls.next(at)) ?? Infinity) - now()
  }, report)

  return {
    look: () => clock.look(),
    async stop() {
      await clock.stop()
      await Promise.all([...underWay.values()].map(({ done }) => done))
    }
  }
}

const keyOf = ({ tenant, id }: CallTried) => JSON.stringify([tenant, id])
const automationOf = ({ tenant, automation }: CallTried) => JSON.stringify([tenant, automation])

/** A crash between the call and its row calls again, under the same id: the other end can tell. */
async function tryOne(parts: CallingParts, call: CallTried): Promise<void> {
  const { calls, now } = parts
  const came = await makeCall(parts, call)
  if (came.result !== 'later') return calls.ended(call, came.result, came.words)
  const why = await whyStopped(parts, call)
  return why === null ? calls.later(call, now() + came.afterMs, came.words) : calls.ended(call, 'given-up', why)
}
