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

const address: AccountField = {
  name: 'account',
  variable: null,
  label: 'Address',
  found: 'The address that customers write to.',
  form: v.pipe(v.string(), v.trim(), id, v.email()),
  must: 'must be an e-mail address.'
}

/** As the operator gives it. */
export const emailAccount: AccountForm = {
  fields: [address, server('incoming', 'imap', 'IMAP server'), server('outgoing', 'smtp', 'SMTP server')],
  accountIn: ({ account = '', incoming = '', outgoing = '' }) => ({
    account: account.toLowerCase(),
    appSecret: incoming,
    verifyToken: '',
    accessToken: outgoing
  })
}

/** Where a mail server is, as an admin gives it: a name, and the port where that is not the usual one. */
function serverName(name: 'incoming' | 'outgoing', label: string, found: string): AccountField {
  return {
    name,
    variable: null,
    label,
    found,
    form: v.pipe(
      v.string(),
      v.trim(),
      v.toLowerCase(),
      v.regex(/^[a-z\d](?:[a-z\d.-]{0,250}[a-z\d])?(?::\d{1,5})?$/),
      v.check(text => Number(text.split(':')[1] ?? 1) <= 65_535)
    ),
    must: 'must look like mail.example.com, or mail.example.com:143.'
  }
}

/** As an admin gives it: one user and one password for both servers, as mailboxes have them. */
export const mailboxAccount: AccountForm = {
  fields: [
    address,
    {
      name: 'password',
      variable: null,
      label: 'Password',
      found: 'Of the mailbox, or an app password where its provider makes these.',
      form: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
      must: 'must have 1 to 300 characters.',
      hidden: true
    },
    {
      name: 'user',
      variable: null,
      label: 'User name, where it is not the address',
      found: 'Most mailboxes are signed into with their address.',
      form: v.pipe(v.string(), v.trim(), v.maxLength(200)),
      must: 'must have at most 200 characters.',
      optional: true
    },
    serverName('incoming', 'IMAP server', 'Where mail is fetched: at port 993 unless :143 stands behind it.'),
    serverName('outgoing', 'SMTP server', 'Where mail is sent: at port 465 unless :587 stands behind it.')
  ],
  accountIn({ account = '', password = '', user = '', incoming = '', outgoing = '' }) {
    const who = `${encodeURIComponent(user || account)}:${encodeURIComponent(password)}`
    return {
      account: account.toLowerCase(),
      appSecret: addressOf('imap', incoming, who),
      verifyToken: '',
      accessToken: addressOf('smtp', outgoing, who)
    }
  }
}

/** At these ports TLS is there from the first byte. Source: RFC 8314, 3.2 and 3.3. */
const tlsPorts = { imap: '993', smtp: '465' }

function addressOf(kind: 'imap' | 'smtp', server: string, who: string): string {
  const [host, port = tlsPorts[kind]] = server.split(':')
  return `${kind}${port === tlsPorts[kind] ? 's' : ''}://${who}@${host}:${port}`
}
