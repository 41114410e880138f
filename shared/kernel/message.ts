import * as v from 'valibot'

/** Ids travel in URLs, keys and logs: short, printable, no spaces. A platform's message id (`wamid.…==`) fits. */
export const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][\w.:~=+/@#-]{0,199}$/))

/** Epoch milliseconds. */
export const time = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8_640_000_000_000_000))

/** Who did it. On the server this comes from the session or the platform's signature, never from a message. */
export const author = v.variant('kind', [
  v.object({ kind: v.literal('agent'), id }),
  v.object({ kind: v.literal('customer'), id }),
  v.object({ kind: v.literal('system'), id })
])
export type Author = v.InferOutput<typeof author>

/** What every fact says: `at` is when it happened (its author's or the platform's clock), `cause` the command behind it. */
export const factBase = { at: time, by: author, cause: id }

/** What every command says. `id` is a UUIDv7, or derived from a platform's message id, so that a retry is recognised. */
export const commandBase = { id, at: time }

export type Fact = { readonly type: string; readonly at: number; readonly by: Author; readonly cause: string }
export type Command = { readonly type: string; readonly id: string; readonly at: number }

/** A fact with its place in a tenant's log. `seq` is gapless per tenant, `version` gapless per stream, both from 1. */
export type Event<F extends Fact = Fact> = {
  readonly seq: number
  readonly stream: StreamId
  readonly version: number
  readonly recordedAt: number
  readonly fact: F
}

/** `conversation/…`, `contact/…`: the aggregate's kind and its id. */
export type StreamId = `${string}/${string}`

export function streamKind(stream: StreamId): string {
  return stream.slice(0, stream.indexOf('/'))
}

export function streamKey(stream: StreamId): string {
  return stream.slice(stream.indexOf('/') + 1)
}
