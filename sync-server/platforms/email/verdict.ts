import type { Outcome } from '../port.ts'

/** What a mail server said, and when. */
export type Refusal = {
  /** Its three digits. `undefined`: it said nothing we could read. */
  readonly code: number | undefined
  readonly words: string
  readonly during: 'greeting' | 'sign-in' | 'envelope' | 'message'
}

const longestBackOffMs = 15 * 60_000

/** Servers that greylist want to see us again after minutes, not after seconds. */
export function waitMs(tries: number): number {
  return Math.min(2 ** tries * 30_000, longestBackOffMs)
}

/** By the enhanced code where there is one (RFC 3463), by the plain one else (RFC 5321, 4.2.3). The first that fits. */
const rulings: readonly (readonly [says: RegExp, words: string])[] = [
  [/^5\d\d 5\.1\.[0-3]|^550 (?!5\.)|^551|^553/, 'This e-mail address does not exist, or takes no mail.'],
  [/^5\d\d 5\.2\.2|^552 (?!5\.)/, 'The customer’s mailbox is full, or the message is too large.'],
  [/^5\d\d 5\.2\.1/, 'The customer’s mailbox is closed.'],
  [/^5\d\d 5\.(?:3\.4|2\.3)/, 'The message is too large.'],
  [/^5\d\d 5\.7\./, 'The mail server refused the message: it takes it for spam, or this address may not send to it.'],
  [/^554/, 'The mail server refused the message.']
]

/** What the answer says for sure: 4xx is no, for now; 5xx is no (RFC 5321, 4.2.1). Pure. */
export function outcomeOf({ code, words, during }: Refusal, tries: number): Outcome {
  if (code === undefined) return { result: 'unknown' }
  const failure = (reason: string) => ({ code: String(code), reason })
  if (code >= 400 && code < 500) {
    return {
      result: 'deferred',
      failure: failure(`The mail server says: not now. ${words}`.trim()),
      afterMs: waitMs(tries)
    }
  }
  if (code < 500 || code >= 600) return { result: 'unknown' }
  if (during === 'sign-in') {
    return {
      result: 'stopped',
      failure: failure(
        'The mail server no longer accepts this inbox’s password or sign-in. An admin has to connect it again.'
      )
    }
  }
  if (during === 'greeting') {
    return { result: 'failed', failure: failure(`The mail server takes nothing from us. ${words}`.trim()) }
  }
  const known = rulings.find(([says]) => says.test(`${code} ${words}`))?.[1] ?? 'The mail server refused the message.'
  return { result: 'failed', failure: failure(`${known} ${words}`.trim()) }
}
