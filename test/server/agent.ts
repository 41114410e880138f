import { samplePassword } from '../support/server.ts'
import { connect, type Client, type ClientOptions } from '../sync/client.ts'

/** The cookie of one of the sample's people. */
export async function sampleCookie(url: string, email = 'agent1@demo.test'): Promise<string> {
  const response = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: samplePassword })
  })
  if (!response.ok) throw new Error(`${email} could not sign in: ${response.status}`)
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

export async function sampleAgent(url: string, email?: string, options?: Partial<ClientOptions>): Promise<Client> {
  return connect(url, await sampleCookie(url, email), options)
}
