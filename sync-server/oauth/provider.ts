/** Who signs people in, and what the operator has registered there. */
export type Provider = {
  readonly id: ProviderId
  readonly name: string
  readonly clientId: string
  readonly clientSecret: string
  readonly authorizeUrl: string
  readonly tokenUrl: string
  /** What is asked for: to fetch mail and to send it, and that until it is taken back. */
  readonly scope: string
  /** What it takes besides, to give out a refresh token. */
  readonly asks: Readonly<Record<string, string>>
}
export type ProviderId = 'google' | 'microsoft'

/** As the operator set it: an app with both halves, and where the provider is if that is not where it always is. */
export type OwnApp = {
  readonly id: ProviderId
  readonly clientId: string
  readonly clientSecret: string
  readonly authorizeUrl?: string | undefined
  readonly tokenUrl?: string | undefined
}

/**
 * Sources. Google: https://developers.google.com/workspace/gmail/imap/xoauth2-protocol (the scope of IMAP and SMTP) and
 * https://developers.google.com/identity/protocols/oauth2/web-server (the addresses; a refresh token comes only with
 * `access_type=offline`, and again only with `prompt=consent`). Microsoft:
 * https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
 * (the scopes, in full, and `offline_access` for a refresh token) and
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow (the addresses).
 */
const known = {
  google: {
    name: 'Google',
    authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    scope: 'https://mail.google.com/',
    asks: { access_type: 'offline', prompt: 'consent' }
  },
  microsoft: {
    name: 'Microsoft',
    authorizeUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    scope: 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    asks: { prompt: 'select_account' }
  }
}

export function providerOf({ id, clientId, clientSecret, authorizeUrl, tokenUrl }: OwnApp): Provider {
  const usual = known[id]
  return {
    ...usual,
    id,
    clientId,
    clientSecret,
    authorizeUrl: authorizeUrl ?? usual.authorizeUrl,
    tokenUrl: tokenUrl ?? usual.tokenUrl
  }
}

export function nameOf(id: ProviderId): string {
  return known[id].name
}
