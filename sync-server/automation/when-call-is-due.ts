import { alarm, type Alarm } from '../alarm.ts'
import { makeCall, type CallParts } from './call.ts'
import type { Calls, CallTried } from './calls.ts'

export type CallingParts = CallParts & { readonly calls: Calls; readonly report: (error: unknown) => void }

/** As long as a run may be gone on with, and some days to look at. */
const keptForMs = 7 * 24 * 3_600_000

/** Calls what automations want called, some at once, and what did not answer again later; also after a restart. */
export function whenCallIsDue(parts: CallingParts): Alarm {
  const { calls, now, report } = parts
  return alarm(async () => {
    const some = await calls.due(now())
    await Promise.all(some.map(call => tryOne(parts, call)))
    if (some.length > 0) await calls.forget(now() - keptForMs)
    return ((await calls.next()) ?? Infinity) - now()
  }, report)
}

/** A crash between the call and its row calls again, under the same id: the other end can tell. */
async function tryOne(parts: CallingParts, call: CallTried): Promise<void> {
  const { calls, now } = parts
  const came = await makeCall(parts, call)
  if (came.result === 'later') return calls.later(call, now() + came.afterMs, came.words)
  return calls.ended(call, came.result, came.words)
}
