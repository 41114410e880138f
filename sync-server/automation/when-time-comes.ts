import { dueOf } from '../../shared/automation/due.ts'
import { alarm, type Alarm } from '../alarm.ts'
import { consider, type ConsiderParts } from './consider.ts'
import type { Due, Dues } from './dues.ts'

export type TimeParts = ConsiderParts & { readonly dues: Dues; readonly report: (error: unknown) => void }

/** Lets automations look that go by time. What came due while the server was down is looked at when it starts. */
export function whenTimeComes(parts: TimeParts): Alarm {
  const { dues, now, report } = parts
  return alarm(async () => {
    await passTime(parts)
    return ((await dues.next()) ?? Infinity) - now()
  }, report)
}

/** Everything that is due by now. */
export async function passTime(parts: ConsiderParts & { readonly dues: Dues }): Promise<void> {
  for (;;) {
    const some = await parts.dues.by(parts.now())
    for (const due of some) await comeDue(parts, due)
    if (some.length === 0) return
  }
}

/** The row goes last: after a crash it is looked at again, and the run it has led to is gone on with. */
async function comeDue(parts: ConsiderParts & { readonly dues: Dues }, due: Due): Promise<void> {
  const { actors, dues } = parts
  const { tenant, automation, conversation, at, since } = due
  const { status, now: published } = await actors.state(tenant, 'automation', automation)
  const state = await actors.state(tenant, 'conversation', conversation)
  const really = published && status === 'on' ? dueOf(published.rule.when, state) : null
  // Meanwhile somebody has answered, the customer wrote later, or the automation says another time.
  const isNow = really?.since === since && really.at <= parts.now()
  const wait = `${conversation} waited since ${since} `
  // Once for a wait, also where the automation says another time by now.
  const acted = isNow ? await parts.runs.actedOn(tenant, automation, conversation, wait) : undefined
  if (isNow && !acted?.ended) {
    const { lastReceived } = state
    // However late it is noted or looked at: by its own time it may have been acted on before a copy was made.
    const occasion = { tenant, conversation, at, said: really.at, card: null, text: null, lastReceived, depth: 0 }
    // The same for the same wait, however often it was put off.
    const cause = acted?.cause ?? `${wait}until ${really.at}`
    const { version, rule } = published!
    await consider(parts, { automation, version, rule }, { ...occasion, cause })
  }
  if (really && really.at > parts.now()) await dues.put({ ...due, ...really })
  else await dues.drop(due)
}
