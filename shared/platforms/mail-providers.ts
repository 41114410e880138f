/** Who runs mailboxes for many. */
export type MailProvider = {
  readonly id: string
  readonly name: string
  /** What stands behind the @ of an address that is certainly theirs. */
  readonly domains: readonly string[]
  /** The servers, each with its port where that is not the usual one. */
  readonly incoming: string
  readonly outgoing: string
  /** What it takes beside the address, in a sentence. */
  readonly hint: string
}

/**
 * Servers as their providers' own help pages give them (Gmail, Outlook, Yahoo, iCloud, Fastmail, GMX, WEB.DE, Zoho, Yandex:
 * each under “IMAP settings”). Who has turned to sign-in in a browser only is here with what still works, or that nothing does.
 */
export const mailProviders: readonly MailProvider[] = [
  {
    id: 'google',
    name: 'Gmail, Google Workspace',
    domains: ['gmail.com', 'googlemail.com'],
    incoming: 'imap.gmail.com',
    outgoing: 'smtp.gmail.com',
    hint: 'Google takes no usual password here: turn on 2-Step Verification, and make an app password at myaccount.google.com/apppasswords.'
  },
  {
    id: 'microsoft',
    name: 'Outlook, Microsoft 365',
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'outlook.de', 'hotmail.de', 'hotmail.co.uk'],
    incoming: 'outlook.office365.com',
    outgoing: 'smtp.office365.com:587',
    hint: 'Microsoft takes no password for mail any more, only a sign-in; whoever runs this server sets that up once.'
  },
  {
    id: 'yahoo',
    name: 'Yahoo',
    domains: ['yahoo.com', 'yahoo.de', 'yahoo.fr', 'yahoo.co.uk', 'ymail.com', 'rocketmail.com'],
    incoming: 'imap.mail.yahoo.com',
    outgoing: 'smtp.mail.yahoo.com',
    hint: 'Yahoo takes an app password here: make one under Account security.'
  },
  {
    id: 'icloud',
    name: 'iCloud',
    domains: ['icloud.com', 'me.com', 'mac.com'],
    incoming: 'imap.mail.me.com',
    outgoing: 'smtp.mail.me.com:587',
    hint: 'Apple takes an app-specific password here: make one at account.apple.com, under Sign-In and Security.'
  },
  {
    id: 'fastmail',
    name: 'Fastmail',
    domains: ['fastmail.com', 'fastmail.fm'],
    incoming: 'imap.fastmail.com',
    outgoing: 'smtp.fastmail.com',
    hint: 'Fastmail takes an app password here: make one under Settings, Privacy & Security.'
  },
  {
    id: 'gmx',
    name: 'GMX',
    domains: ['gmx.net', 'gmx.de', 'gmx.at', 'gmx.ch'],
    incoming: 'imap.gmx.net',
    outgoing: 'mail.gmx.net',
    hint: 'Switch on IMAP in GMX’s settings first, under POP3/IMAP. With two-factor sign-in it takes an app password.'
  },
  {
    id: 'webde',
    name: 'WEB.DE',
    domains: ['web.de'],
    incoming: 'imap.web.de',
    outgoing: 'smtp.web.de',
    hint: 'Switch on IMAP in WEB.DE’s settings first, under POP3/IMAP. With two-factor sign-in it takes an app password.'
  },
  {
    id: 'zoho',
    name: 'Zoho Mail',
    domains: ['zoho.com', 'zohomail.com'],
    incoming: 'imap.zoho.com',
    outgoing: 'smtp.zoho.com',
    hint: 'Switch on IMAP in Zoho’s mail settings first. With two-factor sign-in it takes an app password. For a domain of your own: imappro.zoho.com and smtppro.zoho.com.'
  },
  {
    id: 'yandex',
    name: 'Yandex',
    domains: ['yandex.com', 'yandex.ru', 'ya.ru'],
    incoming: 'imap.yandex.com',
    outgoing: 'smtp.yandex.com',
    hint: 'Switch on IMAP in Yandex’ mail settings first, and make an app password for it.'
  }
]

/** Whose mailbox an address certainly is. `undefined`: a domain of somebody’s own says nothing of who runs it. */
export function providerOf(address: string): MailProvider | undefined {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return mailProviders.find(({ domains }) => domains.includes(domain))
}
