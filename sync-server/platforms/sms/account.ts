/** What an inbox's `account` says: Twilio's account, and the number or the messaging service that customers write to. */
export type Account = { readonly sid: string; readonly sender: string | undefined }

/** `AC…:+15557122661` or `AC…:MG…`. Without a sender everything of the account is this inbox's, and nothing can be sent. */
export function accountIn(account: string): Account {
  const at = account.indexOf(':')
  return at === -1 ? { sid: account, sender: undefined } : { sid: account.slice(0, at), sender: account.slice(at + 1) }
}

export function isService(sender: string): boolean {
  return sender.startsWith('MG')
}
