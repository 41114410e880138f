import * as v from 'valibot'
import { time } from '../../../shared/kernel/message.ts'

/** One mail as its mailbox gave it; a letter keeps it in this form. */
const fetched = v.object({
  /** When the mailbox took it in (INTERNALDATE), epoch milliseconds. `Date:` is the sender's word, and dates nothing. */
  at: time,
  /** Where it lies, for its files: `<UIDVALIDITY>.<UID>`. */
  place: v.pipe(v.string(), v.regex(/^\d{1,20}\.\d{1,20}$/)),
  /** The message byte for byte, a character each (latin1), so that it can stand in JSON and be looked at. */
  source: v.string()
})
export type Fetched = v.InferOutput<typeof fetched>

export function isFetched(payload: unknown): payload is Fetched {
  return v.is(fetched, payload)
}

export function bytesOf({ source }: Fetched): Uint8Array {
  return Buffer.from(source, 'latin1')
}
