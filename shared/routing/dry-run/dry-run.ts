import type { RoutingPolicy } from '../content.ts'
import { compare, type Compared } from './compare.ts'
import type { Course } from './course.ts'
import { Play } from './play.ts'

const stepsAtOnce = 25

/**
 * What a stretch of a log would have been under another policy of one inbox, beside what it was. After so many steps
 * it lets others have a turn, and goes on when it is asked to. The same course and policy give the same.
 */
export function* dryRun(course: Course, inbox: string, policy: RoutingPolicy): Generator<undefined, Compared> {
  const play = new Play(course, inbox, policy)
  while (play.run(stepsAtOnce)) yield undefined
  return compare(course, play.played, inbox)
}
