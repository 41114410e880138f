import * as v from 'valibot'
import { id } from '../../kernel/message.ts'
import type { AccountField, AccountForm } from '../account.ts'

/** Where mail is fetched and where it is sent, each with its password in it. */
function server(name: string, kind: string, label: string): AccountField {
  return {
    name,
    variable: `EMAIL_${kind.toUpperCase()}_URL`,
    label,
    found: `${kind}s://user:password@host, special characters %-encoded; ${kind}:// begins with STARTTLS.`,
    form: v.pipe(v.string(), v.regex(new RegExp(`^${kind}s?://[^@/?#\\s]+@[^@/?#\\s]+/?(\\?tls=none)?$`)), v.url()),
    must: `must look like ${kind}s://user:password@mail.example.com.`
  }
}

export const emailAccount: AccountForm = {
  fields: [
    {
      name: 'account',
      variable: null,
      label: 'Address',
      found: 'The address that customers write to.',
      form: v.pipe(id, v.email()),
      must: 'must be an e-mail address.'
    },
    server('incoming', 'imap', 'IMAP server'),
    server('outgoing', 'smtp', 'SMTP server')
  ],
  accountIn: ({ account = '', incoming = '', outgoing = '' }) => ({
    account: account.toLowerCase(),
    appSecret: incoming,
    verifyToken: '',
    accessToken: outgoing
  })
}
