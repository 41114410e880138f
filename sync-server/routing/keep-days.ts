import { dayMs, dayOf, type Day } from '../../shared/kernel/day.ts'
import type { Event } from '../../shared/kernel/message.ts'
import type { Picture } from '../../shared/routing/picture.ts'
import type { Pictures } from './pictures.ts'

/** A week of moments begins on one of eight days, and on the last of these nobody may have said anything. */
const daysKept = 9

type Parts = {
  readonly pictures: Pick<Pictures, 'keepPast'>
  readonly report: (error: unknown, tenant: string) => void
  readonly now?: () => number
}

/** Keeps what was known when each of the last days began, for whoever plays the past week again. */
export function keepDays({ pictures, report, now = Date.now }: Parts, tenant: string) {
  let lastDay: Day | undefined
  return {
    /** What was drawn before came until then. */
    goOnFrom(at: number): void {
      lastDay = dayOf(at)
    },
    /** Before the first event of a day is drawn in. */
    async before(picture: Picture, { recordedAt }: Event): Promise<void> {
      const day = dayOf(recordedAt)
      const isFirst = lastDay !== undefined && lastDay !== day
      lastDay = day
      // Of long ago nobody plays anything.
      if (!isFirst || recordedAt < now() - daysKept * dayMs) return
      // A dry run does without it, and reads more.
      await pictures.keepPast(tenant, day, picture).catch((error: unknown) => report(error, tenant))
    }
  }
}
