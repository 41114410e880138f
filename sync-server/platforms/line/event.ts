import * as v from 'valibot'
import type { Handle } from '../../../shared/contacts/events.ts'
import { maybe, type Item } from '../reading.ts'

/** The parts of LINE's events that we read. Everything else is let through: LINE adds fields whenever it likes. */

const someId = v.pipe(v.string('is not an id'), v.minLength(1, 'is not an id'), v.maxLength(200, 'is not an id'))

/** Who said it and where. In a group `userId` may be missing: LINE tells it only of whom it may. */
const source = v.looseObject({ type: v.string(), userId: maybe(someId) })

export const lineEvent = v.looseObject({
  type: v.pipe(v.string('has no type'), v.minLength(1, 'has no type')),
  /** Milliseconds. */
  timestamp: v.pipe(
    v.number('is not a time'),
    v.safeInteger('is not a time'),
    v.minValue(1, 'is not a time'),
    v.maxValue(99_999_999_999_999, 'is not a time')
  ),
  /** The same when it is told again. Events from before 2022 have none. */
  webhookEventId: maybe(someId),
  source: maybe(source)
})

export const lineMessage = v.looseObject({ id: someId, type: v.string('has no type') })

/** One event, and with whom. */
export type Told = {
  readonly type: string
  readonly at: number
  /** The event's own id. */
  readonly id: string
  readonly handles: readonly Handle[]
  /** Said among several people: LINE's groups and rooms. */
  readonly isAmongMany: boolean
  readonly item: Item
}

export function handlesOf(user: string): readonly Handle[] {
  return [{ platform: 'line', kind: 'user_id', value: user }]
}
