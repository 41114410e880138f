import * as v from 'valibot'
import { refusal } from '../shapes.ts'
import { author, id, time } from '../kernel/message.ts'
import { role } from '../identity/events.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** A fact of any version: what this client does not know yet, it keeps for the one that will. */
const anyFact = v.looseObject({ type: v.string(), at: time, by: author, cause: v.string() })

const stream = v.custom<`${string}/${string}`>(value => typeof value === 'string' && value.includes('/'))

export const event = v.object({ seq: count, stream, version: count, recordedAt: time, fact: anyFact })

/** Stands for the whole log up to a place: the client shows it when it comes back, and is told whether that log goes on. */
const fingerprint = v.optional(v.string())

/**
 * Answers `hello`. `incarnation` names the log, and after a dot what this agent may see of it. `acked` is the highest
 * `n` of this client that the server has judged.
 */
export const welcome = v.object({
  type: v.literal('welcome'),
  protocol: count,
  incarnation: v.string(),
  serverTime: time,
  acked: count,
  head: count,
  me: v.object({ tenant: id, tenantName: v.string(), agent: id, role })
})

/**
 * All this client may hold, as it was at `seq`, in parts. The first part (`part` 0, empty, right after
 * `welcome`) takes the client's cursor away, the `last` sets it. A long stream starts at `from` > 1 and the rest is `need`ed:
 * `carry` is then the aggregate's state just before, at version `from` - 1.
 */
export const snapshot = v.object({
  type: v.literal('snapshot'),
  seq: count,
  part: count,
  last: v.boolean(),
  fingerprint,
  streams: v.array(
    v.object({ stream, from: v.pipe(count, v.minValue(1)), carry: v.nullable(v.unknown()), events: v.array(event) })
  )
})

/** `to` is a watermark: it advances although nothing in `from`..`to` is for this client. */
export const events = v.object({
  type: v.literal('events'),
  from: count,
  to: count,
  fingerprint,
  events: v.array(event)
})

/**
 * What only a newer server gives as a reason is a refusal all the same: of an answer that cannot be read the client would
 * ask again for ever, and nothing after it would ever be answered.
 */
const anyRefusal = v.fallback(refusal, { reason: 'not-understood' })

/** An ack is durable. `seq` is where the log stood when it was judged: by then every fact of it is in the log. */
export const acks = v.object({
  type: v.literal('acks'),
  acks: v.array(v.object({ n: count, command: v.nullable(id), seq: count, refusal: v.nullable(anyRefusal) }))
})

/** The client skipped an `n`: it pushes again from `expected` on. */
export const gap = v.object({ type: v.literal('gap'), expected: count })

/** Older events of a stream. `complete`: there are none before these. */
export const part = v.object({ type: v.literal('part'), stream, events: v.array(event), complete: v.boolean() })

export const pong = v.object({ type: v.literal('pong') })

/** The server hangs up, and says why and when to come back. */
export const bye = v.object({
  type: v.literal('bye'),
  reason: v.picklist(['draining', 'signed-out', 'scope-changed', 'too-old', 'not-understood', 'overtaken', 'busy']),
  comeBackAfterMs: count
})

export const downFrame = v.variant('type', [welcome, snapshot, events, acks, gap, part, pong, bye])
export type DownFrame = v.InferOutput<typeof downFrame>
