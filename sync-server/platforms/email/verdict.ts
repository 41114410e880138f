import type { Outcome } from '../port.ts'

/** What a mail server said, and when. */
export type Refusal = {
  /** Its three digits. `undefined`: it said nothing we could read. */
  readonly code: number | undefined
  readonly words: string
  /** `sender`: it heard who we are, and nothing yet of the customer. */
  readonly during: 'greeting' | 'sign-in' | 'sender' | 'envelope' | 'message'
}

const noSuchAddress = 'This e-mail address does not exist, or takes no mail.'
const refused = 'The mail server refused the message.'

const longestBackOffMs = 15 * 60_000

/** Servers that greylist want to see us again after minutes, not after seconds. */
export function waitMs(tries: number): number {
  return Math.min(2 ** tries * 30_000, longestBackOffMs)
}

/** A no that is over within a day: Gmail's, Exchange's and those of hosts. */
const tooMuchForNow =
  /^5\d\d 5\.4\.5\b|SubmissionQuota|\b(?:daily|hourly|sending|outgoing) (?:\w+ )?(?:limit|quota)|rate ?limit/i
/** Said when it hears of the customer, and meant of us: many servers look at who sends only then. */
const ofOurAddress = /^5\d\d 5\.(?:1\.[78]|7\.60)\b|sender address rejected|not owned by|SendAsDenied/i

/** By the enhanced code where there is one (RFC 3463), by the plain one else (RFC 5321, 4.2.3). The first that fits. */
const rulings: readonly (readonly [says: RegExp, words: string])[] = [
  [/^5\d\d 5\.1\.[0-3]/, noSuchAddress],
  [/^5\d\d 5\.2\.2|^552 (?!5\.)/, 'The customer’s mailbox is full, or the message is too large.'],
  [/^5\d\d 5\.2\.1/, 'The customer’s mailbox is closed.'],
  [/^5\d\d 5\.(?:3\.4|2\.3)/, 'The message is too large.'],
  [/^5\d\d 5\.7\./, 'The mail server refused the message: it takes it for spam, or this address may not send to it.'],
  [/^554/, refused]
]

/** Without an enhanced code the same number is said of an address, and of words. */
function reasonFor(said: string, during: Refusal['during']): string {
  const isOfAddress = during === 'envelope' && /^(?:550|553) (?!5\.)|^551/.test(said)
  return rulings.find(([says]) => says.test(said))?.[1] ?? (isOfAddress ? noSuchAddress : refused)
}

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
  const said = `${code} ${words}`
  if (tooMuchForNow.test(said)) {
    const reason = `This mailbox has sent as much as it may for now. ${words}`.trim()
    return { result: 'deferred', failure: failure(reason), afterMs: waitMs(tries) }
  }
  const isOfSize = /^552|^5\d\d 5\.(?:3\.4|2\.3)/.test(said)
  if ((during === 'sender' && !isOfSize) || ofOurAddress.test(said)) {
    const reason = `The mail server takes nothing from this inbox’s address. An admin has to look at it. ${words}`
    return { result: 'stopped', failure: failure(reason.trim()) }
  }
  return { result: 'failed', failure: failure(`${reasonFor(said, during)} ${words}`.trim()) }
}
