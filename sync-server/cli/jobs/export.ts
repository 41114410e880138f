import * as v from 'valibot'
import { dayOf } from '../../../shared/kernel/day.ts'
import type { Recorded } from '../../log/recorded.ts'
import { job } from './job.ts'
import { demandWorkspace } from './workspace.ts'

const atOnce = 500

/** Every event of the workspace in the order of `seq`, one JSON object a line; an item is some lines. */
export const exportEvents = job({
  input: v.object({ tenant: v.string() }),
  async *run(core, { tenant }) {
    await demandWorkspace(core, tenant)
    const { follow } = core.log
    // What is committed while this runs is left for the next export: otherwise a busy log has no end.
    const end = await follow.head(tenant)
    for (let seq = 0; seq < end;) {
      const events = (await follow.since(tenant, seq, atOnce)).filter(event => event.seq <= end)
      const last = events.at(-1)
      if (!last) throw new Error(`the log of ${tenant} ends at ${seq}, before ${end}`)
      yield { item: events.map(event => `${line(tenant, event)}\n`).join('') }
      seq = last.seq
      yield { progress: { what: tenant, done: seq, of: end } }
    }
  }
})

function line(tenant: string, { seq, stream, version, recordedAt, fact }: Recorded): string {
  return JSON.stringify({ tenant, seq, day: dayOf(recordedAt), stream, version, recordedAt, fact })
}
