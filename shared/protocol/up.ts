import * as v from 'valibot'
import { id } from '../kernel/message.ts'
import { mostPushed } from './version.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** The first frame on a socket. Tenant and author are not in it: they come from the session's cookie. */
export const hello = v.object({
  type: v.literal('hello'),
  protocol: count,
  /** One per device and person: the owner of the outbox whose `n` are gapless. */
  client: v.pipe(v.string(), v.uuid()),
  /** What this device holds: everything up to `seq` of the log's incarnation. `null`: nothing. `fingerprint`: as it was told there. */
  cursor: v.nullable(
    v.object({ incarnation: v.string(), seq: count, fingerprint: v.optional(v.pipe(v.string(), v.maxLength(64))) })
  )
})

/**
 * Commands in the order of `n`. `command: null` was withdrawn before it went, and only consumes its `n`.
 * `after` is the command this one rests on: if that was refused, so is this.
 */
export const push = v.object({
  type: v.literal('push'),
  items: v.pipe(
    v.array(
      v.object({
        n: v.pipe(count, v.minValue(1)),
        /** Read with `clientCommand` one by one: what is not understood is refused alone, not with its whole batch. */
        command: v.nullable(v.looseObject({ type: v.string(), id })),
        after: v.nullable(id)
      })
    ),
    v.minLength(1),
    v.maxLength(mostPushed)
  )
})

/** Asks for a stream's older events, those before `before`, newest first in chunks. */
export const need = v.object({ type: v.literal('need'), stream: id, before: v.pipe(count, v.minValue(1)) })

/** The sign of life. A silent socket is a dead one, whatever the browser says. */
export const ping = v.object({ type: v.literal('ping') })

export const upFrame = v.variant('type', [hello, push, need, ping])
export type UpFrame = v.InferOutput<typeof upFrame>
export type PushItem = v.InferOutput<typeof push>['items'][number]
