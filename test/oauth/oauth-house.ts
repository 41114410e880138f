import { createHash, randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { openOAuth, type OAuthParts, type OAuthProvider } from '../../sync-server/emulator/email/oauth.ts'
import { askForToken, type Granted } from '../../sync-server/oauth/ask-for-token.ts'
import { providerOf, type Provider } from '../../sync-server/oauth/provider.ts'

/** Who signs people in, at an address of their own, and the app that is registered there. */
export type OAuthHouse = OAuthProvider & {
  readonly url: string
  readonly provider: Provider
  /** Somebody has pressed the button. */
  signIn(): Promise<Required<Granted>>
  close(): Promise<void>
}

export const client = { id: 'the-client', secret: 'the-client-secret' }
const redirect = 'https://inbox.example.com/back'

export async function oauthHouse(over: Partial<OAuthParts> = {}): Promise<OAuthHouse> {
  const played = openOAuth({ client, user: 'shop@shop.example', ...over })
  const server = serve({ fetch: played.routes.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await new Promise(resolve => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [authorizeUrl, tokenUrl] = [`${url}/authorize`, `${url}/token`]
  const app = { clientId: client.id, clientSecret: client.secret }
  const provider = providerOf({ id: 'google', ...app, authorizeUrl, tokenUrl })
  return {
    ...played,
    url,
    provider,
    async signIn() {
      const verifier = randomBytes(32).toString('base64url')
      const query = new URLSearchParams({
        client_id: client.id,
        redirect_uri: redirect,
        response_type: 'code',
        scope: provider.scope,
        state: 'x',
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256'
      })
      const led = await fetch(`${authorizeUrl}?${query}`, { method: 'POST', redirect: 'manual' })
      const code = new URL(led.headers.get('location') ?? '').searchParams.get('code') ?? ''
      const grant = { grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: verifier }
      return (await askForToken(provider, grant, AbortSignal.timeout(20_000))) as Required<Granted>
    },
    close() {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    }
  }
}
