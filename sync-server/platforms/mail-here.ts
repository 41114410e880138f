import type { Tokens } from '../oauth/tokens.ts'

/** What a server has for all of its mailboxes. */
export type MailHere = {
  /** Where the operator lets admins' mailboxes be besides the public net: `imaps://mail.lan`. */
  readonly servers: readonly string[]
  /** For those that somebody has signed in to, instead of a password. */
  readonly tokens: Tokens
}
