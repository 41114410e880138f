import * as v from 'valibot'
import { ArchiveUnreachable } from '../../days/archive.ts'
import { DayNotWhole } from '../../days/close.ts'
import { DamagedDay } from '../../days/day-file.ts'
import { Refused } from '../refused.ts'
import { job } from './job.ts'
import { working } from './working.ts'

/** Closes what is over, then moves every day that is more than `olderThan` days old. `null`: as old as the setting says. */
export const archive = job({
  input: v.object({ olderThan: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))) }),
  async *run({ days }, { olderThan }) {
    const after = olderThan ?? days.coldAfterDays
    if (after === 0) throw new Refused('COLD_AFTER_DAYS is 0, so that no day is ever old enough. Say --older-than.')
    // What cannot be closed is what the archiving stops at, and it says why.
    await days.close()
    let moved = 0
    yield* working(async tell => {
      try {
        return { days: await days.archive(after, () => tell({ what: 'archive', done: ++moved })) }
      } catch (error) {
        const told = [ArchiveUnreachable, DayNotWhole, DamagedDay].some(kind => error instanceof kind)
        if (!told) throw error
        throw new Refused(`${(error as Error).message}. ${moved} days were moved before it.`)
      }
    })
  }
})
