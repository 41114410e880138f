import type { Moment } from './smtp-server.ts'

/** What a server that takes mail says instead of yes, and when. Source: RFC 5321, 4.2.3, and RFC 3463. */
const answered: Readonly<Record<string, readonly [at: Moment, words: string]>> = {
  '421': ['greeting', '421 4.3.2 Too many of you at once, try later'],
  '450': ['recipient', '450 4.2.0 Greylisted, try again in a few minutes'],
  '451': ['message', '451 4.3.0 A problem of ours, try again later'],
  '452': ['message', '452 4.3.1 No room at the moment'],
  '535': ['sign-in', '535 5.7.8 User name and password not accepted'],
  '550/5.1.1': ['recipient', '550 5.1.1 No such user here'],
  '550/5.7.1': ['message', '550 5.7.1 This looks like spam'],
  '552/5.2.2': ['recipient', '552 5.2.2 The mailbox is full'],
  '552/5.3.4': ['message', '552 5.3.4 The message is too large'],
  '554': ['message', '554 The transaction has failed']
}

/** What becomes of it after it was taken: somebody's server says so in a mail of its own. */
export type Later = { readonly action: 'failed' | 'delayed'; readonly status: string }

/** Source: RFC 3463. */
export const laterWords: Readonly<Record<string, string>> = {
  '5.1.1': 'no such user here',
  '5.2.2': 'the mailbox is full',
  '5.7.1': 'refused, it looks like spam',
  '4.4.1': 'no answer from the host, still being tried'
}

export function knowsMailError(name: string): boolean {
  return Object.hasOwn(answered, name) || laterFor(name) !== undefined
}

/** `undefined`: it says yes at that moment. */
export function mailError(name: string | null, at: Moment): string | undefined {
  const [when, words] = answered[name ?? ''] ?? []
  return when === at ? words : undefined
}

/** `bounce/5.1.1`, `delayed/4.4.1`. */
export function laterFor(name: string | null): Later | undefined {
  const [, what, status = ''] = /^(bounce|delayed)\/([\d.]+)$/.exec(name ?? '') ?? []
  if (!Object.hasOwn(laterWords, status) || (what === 'delayed') !== status.startsWith('4')) return undefined
  return { action: what === 'bounce' ? 'failed' : 'delayed', status }
}
