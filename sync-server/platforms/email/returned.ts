import type { Report } from '../port.ts'
import { addressesIn, uniqueOf } from './bounce.ts'
import { codeIn, failureOf, isReason } from './bounce-words.ts'
import { handleOf } from './handle.ts'
import { textOfHtml } from './html-text.ts'
import { oneLine, type Mail } from './mail.ts'
import { platformIdOf } from './message-id.ts'
import { isOriginal, ownIn, textOf } from './own-id.ts'

/** The names under which servers write themselves. */
const carrier = /mailer-?daemon|mail[ .](?:delivery|administrat)|\bpostmaster\b/i

/**
 * What a server says of a message of ours without a report that a program could read: qmail, Exim, Yahoo, Gmail and many
 * more write a letter. It is believed as little and as much as a report (`bounce.ts`): who can name the Message-ID has
 * had the message. `undefined`: it is nothing of the kind, or about none of ours.
 */
export function returnedIn(mail: Mail, at: number, account: string): readonly Report[] | undefined {
  const failed = mail.head('x-failed-recipients')
  if (failed === undefined && !carrier.test(mail.head('from') ?? '')) return undefined
  const own = ownIn(mail, account)
  if (!own) return undefined
  const { message, messageId } = own
  const lines = linesOf(mail.text ?? textOfHtml(mail.html ?? ''))
  const copy = lines.findIndex(line => line.includes(messageId) || beginsCopy.test(line))
  const written = copy < 0 ? lines : lines.slice(0, copy)
  const givenBack = [
    ...lines.slice(written.length),
    ...mail.attachments.filter(isOriginal).flatMap(one => linesOf(textOf(one)))
  ]
  const to = givenBack.flatMap(line => (addressed.test(line) ? addressesIn(line) : []))
  const named = [...to, ...addressesIn(failed), ...written.flatMap(addressesIn)]
  const handles = named.map(handleOf).filter(({ value }) => value !== account.toLowerCase() && !carrier.test(value))
  if (handles.length === 0) return undefined
  const so = { message, platformId: platformIdOf(messageId), at, handles: uniqueOf(handles) }
  if (isDelayed(mail.subject, written.join(' '))) {
    return [{ kind: 'receipt', ...so, status: 'sent', word: 'dsn-delayed', failure: null }]
  }
  const why = whyIn(written)
  const failure = failureOf(codeIn(why) ?? '', why)
  return [{ kind: 'receipt', ...so, status: 'failed', word: 'dsn-failed', failure }]
}

/** Here ends what the server itself wrote. */
const beginsCopy =
  /^.{0,6}(?:---|===).{0,100}(?:copy|original|returned|forwarded|below)|^[ \t>]{0,9}(?:Return-Path|Received):/i
const addressed = /^[ \t>]{0,9}To:/i

const [mostLines, longestLine] = [2000, 500]

/** A letter is short; whoever writes more of it than this does not mean us. */
function linesOf(text: string): readonly string[] {
  return text.split('\n', mostLines).map(line => line.slice(0, longestLine))
}

/** It is still being tried. */
function isDelayed(subject: string, written: string): boolean {
  if (/\bfail(?:ed|ure)\b|undeliver|returned/i.test(subject)) return false
  return (
    /\bdelay(?:ed)?\b|\bwarning\b/i.test(subject) ||
    /will (?:continue|keep|be retried)|not yet been delivered/i.test(written)
  )
}

/** The line in which the other server says it, mostly with a number. */
function whyIn(written: readonly string[]): string {
  const lines = written.map(line => oneLine(line))
  const numbered = lines.find(line => /(?<![\d.])[45]\d\d[ -]/.test(line) || codeIn(line) !== undefined)
  return numbered ?? lines.find(isReason) ?? ''
}
