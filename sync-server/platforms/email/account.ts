import type { InboxSecret } from '../secrets.ts'

/** Where a server of mail is, and how it is spoken to. */
export type MailPlace = {
  readonly host: string
  readonly port: number
  /** TLS from the first byte. Otherwise it begins with STARTTLS. */
  readonly secure: boolean
  /** Neither: only where the operator wrote `?tls=none`, for a server on the same machine. */
  readonly plain: boolean
}

/** A server of mail, and who we are to it. */
export type MailServer = MailPlace & {
  readonly kind: Kind
  /** Whoever named it is not the operator: it is gone to on the public net only, at the ports of mail. */
  readonly publicOnly: boolean
  readonly user: string
  readonly pass: string
  /** Somebody has signed in, and there are tokens instead of a password. */
  readonly signedIn?: SignedIn
}
type SignedIn = {
  token(): Promise<string>
  /** The server did not take it. */
  spent(token: string): void
}
type Kind = 'imap' | 'smtp'

const usualPorts: Readonly<Record<string, number>> = { 'imaps:': 993, 'imap:': 143, 'smtps:': 465, 'smtp:': 587 }

/**
 * `imaps://user:password@host` and the like. The two addresses with their passwords are what an inbox of e-mail has for
 * secrets: where mail is fetched stands in place of the app secret, where it is sent in place of the access token.
 */
export function serverAt(address: string, kind: Kind): MailServer | undefined {
  const place = placeAt(address, kind)
  const { username, password } = place ? new URL(address) : { username: '', password: '' }
  if (!place || username === '') return undefined
  return { ...place, kind, publicOnly: false, user: decoded(username), pass: decoded(password) }
}

export function placeAt(address: string, kind: Kind): MailPlace | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  const usual = usualPorts[url.protocol]
  const isKind = url.protocol === `${kind}:` || url.protocol === `${kind}s:`
  if (usual === undefined || !isKind || url.hostname === '') return undefined
  return {
    host: url.hostname.replace(/^\[|\]$/g, '').toLowerCase(),
    port: url.port === '' ? usual : Number(url.port),
    secure: url.protocol === `${kind}s:`,
    plain: url.searchParams.get('tls') === 'none'
  }
}

export const incomingServer = (secret: InboxSecret) => serverOf(secret, secret.appSecret, 'imap')
export const outgoingServer = (secret: InboxSecret) => serverOf(secret, secret.accessToken, 'smtp')

function serverOf(secret: InboxSecret, address: string, kind: Kind): MailServer | undefined {
  const { publicOnly, mail } = secret
  const found = secret.signIn && !mail ? undefined : serverAt(address, kind)
  const signedIn = signedInOf(secret)
  const server = found && signedIn ? { ...found, signedIn } : found
  if (!server || !publicOnly) return server
  const named = mail?.servers.flatMap(one => placeAt(one, kind) ?? []) ?? []
  const allowed = named.find(({ host, port }) => host === server.host && port === server.port)
  // How it is spoken to is for who named it, too.
  return allowed ? { ...server, ...allowed } : { ...server, plain: false, publicOnly: true }
}

function signedInOf({ inbox, signIn, mail }: InboxSecret): SignedIn | undefined {
  if (!signIn || !mail) return undefined
  const { tokens } = mail
  return { token: () => tokens.of(inbox, signIn), spent: token => tokens.spent(inbox, signIn, token) }
}

/** A password with a bare % in it is meant as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
