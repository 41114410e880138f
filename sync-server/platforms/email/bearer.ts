import { SignInOver } from '../../oauth/tokens.ts'
import { NotLetIn } from '../not-let-in.ts'
import type { MailServer } from './account.ts'

/** What shows that somebody has signed in; `undefined`: it is asked with a password. @throws NotLetIn, NoToken */
export async function bearerOf({ signedIn }: MailServer): Promise<string | undefined> {
  try {
    return await signedIn?.token()
  } catch (error) {
    throw error instanceof SignInOver ? new NotLetIn(error.message, 'signIn') : error
  }
}

/** Source: https://developers.google.com/workspace/gmail/imap/xoauth2-protocol; Microsoft's is the same. */
export function xoauth2(user: string, token: string): string {
  return Buffer.from(`user=${user}\x01auth=Bearer ${token}\x01\x01`).toString('base64')
}
