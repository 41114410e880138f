/** What a server has for all of its mailboxes. */
export type MailHere = {
  /** Where the operator lets admins' mailboxes be besides the public net: `imaps://mail.lan`. */
  readonly servers: readonly string[]
}
