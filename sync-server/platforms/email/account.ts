import type { InboxSecret } from '../secrets.ts'

/** A server of mail, and who we are to it. */
export type MailServer = {
  readonly host: string
  readonly port: number
  /** TLS from the first byte. Otherwise it begins with STARTTLS. */
  readonly secure: boolean
  /** Neither: only where the operator wrote `?tls=none`, for a server on the same machine. */
  readonly plain: boolean
  readonly user: string
  readonly pass: string
}

const usualPorts: Readonly<Record<string, number>> = { 'imaps:': 993, 'imap:': 143, 'smtps:': 465, 'smtp:': 587 }

/**
 * `imaps://user:password@host` and the like. The two addresses with their passwords are what an inbox of e-mail has for
 * secrets: where mail is fetched stands in place of the app secret, where it is sent in place of the access token.
 */
export function serverAt(address: string, kind: 'imap' | 'smtp'): MailServer | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  const usual = usualPorts[url.protocol]
  const isKind = url.protocol === `${kind}:` || url.protocol === `${kind}s:`
  if (usual === undefined || !isKind || url.hostname === '' || url.username === '') return undefined
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? usual : Number(url.port),
    secure: url.protocol === `${kind}s:`,
    plain: url.searchParams.get('tls') === 'none',
    user: decoded(url.username),
    pass: decoded(url.password)
  }
}

export const incomingServer = (secret: InboxSecret) => serverAt(secret.appSecret, 'imap')
export const outgoingServer = (secret: InboxSecret) => serverAt(secret.accessToken, 'smtp')

/** A password with a bare % in it is meant as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
