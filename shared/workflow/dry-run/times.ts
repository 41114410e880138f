import { evolve, type Card } from '../card.ts'
import type { Stage } from '../plan.ts'
import { stageNow, type Workflow } from '../workflow.ts'
import type { Course } from './course.ts'
import type { Timed } from './played.ts'

const minuteMs = 60_000

type Stay = { readonly stage: Stage; readonly since: number }

/** How often the stages' time limits would have been said, and how often passed. By stage; those without a limit are left out. */
export function timesBy(course: Course, workflow: Workflow): ReadonlyMap<string, Timed> {
  const counted = new Map<string, Timed>()
  const stays = new Map<string, Stay>()
  const end = ({ stage: { id, time }, since }: Stay, until: number, isThere: boolean) => {
    if (!time) return
    const lateAt = since + time.minutes * minuteMs
    const warnAt = lateAt - time.warnMinutes * minuteMs
    const said = (at: number) => Number(at >= course.from && at < until)
    const { warned, late, lateNow } = counted.get(id) ?? none
    counted.set(id, {
      warned: warned + (time.warnMinutes > 0 ? said(warnAt) : 0),
      late: late + said(lateAt),
      lateNow: lateNow + Number(isThere && lateAt < until)
    })
  }
  const stayOf = ({ status, stage, enteredAt }: Card): Stay | undefined => {
    const at = status === 'open' ? stageNow(workflow, stage) : undefined
    return at && { stage: at, since: enteredAt }
  }
  for (const { card, before, fact } of course.moments) {
    const stay = stays.get(card) ?? stayOf(before)
    const next = stayOf(evolve(before, fact))
    // Two stages that have become one are one stay.
    if (stay && stay.stage.id !== next?.stage.id) end(stay, fact.at, false)
    const goesOn = stay && stay.stage.id === next?.stage.id ? stay : next
    if (goesOn) stays.set(card, goesOn)
    else stays.delete(card)
  }
  for (const stay of [...stays.values(), ...course.still.flatMap(card => stayOf(card) ?? [])]) {
    end(stay, course.until, true)
  }
  return counted
}

export const none: Timed = { warned: 0, late: 0, lateNow: 0 }
