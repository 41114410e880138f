import type { Failure } from '../../../shared/conversations/events.ts'
import { cut } from '../reading.ts'

const noSuch = 'This e-mail address does not exist.'
const full = 'The customer’s mailbox is full.'
const refused = 'The customer’s server refused the message: it takes it for spam, or this address may not send to it.'
const unreached = 'The customer’s server could not be reached for too long.'

/** Source: RFC 3463. */
const byCode: readonly (readonly [status: RegExp, words: string])[] = [
  [/^5\.1\.[0-3]|^5\.1\.10/, noSuch],
  [/^\d\.2\.2/, full],
  [/^5\.2\.1/, 'The customer’s mailbox is closed.'],
  [/^5\.3\.4|^5\.2\.3/, 'The message is too large for the customer’s server.'],
  [/^5\.7\./, refused],
  [/^4\.4\.7|^5\.4\.7|^4\./, unreached]
]

/** What servers write that give no code, or one that says nothing. */
const byWords: readonly (readonly [said: RegExp, words: string])[] = [
  [
    /unknown (?:user|recipient|address)|(?:user|recipient|addressee?) (?:is )?(?:unknown|not found)|no such (?:user|mailbox|address)|(?:does not|doesn.t) (?:exist|have an?)|unrouteable/i,
    noSuch
  ],
  [/quota|(?:mail)?box (?:is )?full|insufficient storage/i, full],
  [/\bspam\b|black ?list|\bblocked\b|policy/i, refused],
  [/timed? ?out|in the queue too long|retry time|could ?n.t (?:be )?reach/i, unreached]
]

/** `why`: in the words of whoever gave the message back. */
export function failureOf(status: string, why: string): Failure {
  const code = isTelling(status) ? status : (codeIn(why) ?? status)
  const known =
    byCode.find(([which]) => isTelling(code) && which.test(code)) ?? byWords.find(([said]) => said.test(why))
  const sentence = known?.[1] ?? (status.startsWith('4.') ? unreached : 'The message came back.')
  return { code: code || 'bounced', reason: why === '' ? sentence : cut(`${sentence} ${why}`, 1000) }
}

/** Does it say why, in words? */
export function isReason(line: string): boolean {
  return byWords.some(([said]) => said.test(line))
}

/** `5.0.0` says no more than that it failed. */
function isTelling(status: string): boolean {
  return status !== '' && !status.endsWith('.0.0')
}

/** `5.1.1`, and no part of an address like `192.5.1.1`. */
export function codeIn(text: string): string | undefined {
  return /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/.exec(text)?.[0]
}
