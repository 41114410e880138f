import { createHash } from 'node:crypto'
import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { openGrants, secret } from './grants.ts'

/*
 * Who signs people in to a mailbox that is played: as much of RFC 6749 (codes and refresh tokens), RFC 7636 (the proof of
 * who asked) and RFC 7009 (taking back) as a program needs that reads mail for somebody. It shares no code with who asks.
 */

export type OAuthParts = {
  readonly client: { readonly id: string; readonly secret: string }
  /** Whose mailbox it is: whoever presses the button is them. */
  readonly user: string
  readonly now?: () => number
  readonly accessForMs?: number
}

export type OAuthProvider = {
  /** `/authorize`, `/token` and `/revoke`. */
  readonly routes: Hono
  /** Does this token show that it is them? */
  takes(user: string, token: string): boolean
  /** All that were given out are over, before their time. */
  endTokens(): void
  /** They take back what they allowed. */
  endGrants(): void
  /** How often the endpoint of tokens was asked, and with what grant. */
  readonly asked: readonly string[]
}

const codeForMs = 10 * 60_000

export function openOAuth({ client, user, now = Date.now, accessForMs = 3_600_000 }: OAuthParts): OAuthProvider {
  const grants = openGrants(now, accessForMs)
  const { codes } = grants
  const asked: string[] = []
  const routes = new Hono()

  routes.get('/authorize', context => {
    const wrong = wrongOf(context, client.id)
    return wrong === null ? context.html(page(user)) : context.text(wrong, 400)
  })
  routes.post('/authorize', context => {
    const wrong = wrongOf(context, client.id)
    if (wrong !== null) return context.text(wrong, 400)
    const redirect = new URL(context.req.query('redirect_uri') ?? '')
    const challenge = context.req.query('code_challenge') ?? null
    const code = secret('code')
    const until = now() + codeForMs
    codes.set(code, { redirect: redirect.href, challenge, until, isUsed: false, grant: secret('grant') })
    redirect.searchParams.set('code', code)
    redirect.searchParams.set('state', context.req.query('state') ?? '')
    return context.redirect(redirect.href, 303)
  })

  routes.post('/token', async context => {
    context.header('cache-control', 'no-store')
    const given = await wordsOf(context)
    asked.push(given('grant_type'))
    if (given('client_id') !== client.id || given('client_secret') !== client.secret) {
      return context.json({ error: 'invalid_client' }, 401)
    }
    const answer = answerTo(given, grants, now())
    return typeof answer === 'string' ? context.json({ error: answer }, 400) : context.json(answer)
  })

  routes.post('/revoke', async context => {
    const grant = grants.ofAny((await wordsOf(context))('token'))
    if (grant !== undefined) grants.end(grant)
    return context.body(null, 200)
  })

  const isThem = (who: string) => who.toLowerCase() === user.toLowerCase()
  return {
    routes,
    asked,
    takes: (who, token) => isThem(who) && grants.isGood(token),
    endTokens: grants.endTokens,
    endGrants: grants.endAll
  }
}

type Grants = ReturnType<typeof openGrants>

/** Tokens, or in its own word why not (RFC 6749, 5.2). */
function answerTo(given: (name: string) => string, grants: Grants, at: number) {
  switch (given('grant_type')) {
    case 'authorization_code': {
      const code = grants.codes.get(given('code'))
      if (!code || code.until < at) return 'invalid_grant'
      // Somebody else has it, too (RFC 6749, 4.1.2).
      if (code.isUsed) grants.end(code.grant)
      if (code.isUsed || code.redirect !== given('redirect_uri')) return 'invalid_grant'
      if (code.challenge !== null && code.challenge !== digestOf(given('code_verifier'))) return 'invalid_grant'
      code.isUsed = true
      return grants.give(code.grant)
    }
    case 'refresh_token': {
      if (given('refresh_token') === '') return 'invalid_request'
      const grant = grants.ofRefresh(given('refresh_token'))
      return grant === undefined ? 'invalid_grant' : grants.give(grant)
    }
    case '':
      return 'invalid_request'
    default:
      return 'unsupported_grant_type'
  }
}

/** Why nobody is asked, and nobody is led back: the address they would be led to may be anybody's (RFC 6749, 4.1.2.1). */
function wrongOf({ req }: Context, clientId: string): string | null {
  if (req.query('client_id') !== clientId) return 'invalid_client'
  if (!URL.canParse(req.query('redirect_uri') ?? '')) return 'invalid_request: redirect_uri'
  if (req.query('response_type') !== 'code') return 'unsupported_response_type'
  if ((req.query('scope') ?? '') === '') return 'invalid_scope'
  const method = req.query('code_challenge_method')
  return method === undefined || method === 'S256' ? null : 'invalid_request: code_challenge_method'
}

async function wordsOf({ req }: Context) {
  const given = new URLSearchParams(await req.text())
  return (name: string) => given.get(name) ?? ''
}

function digestOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

const page = (user: string) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Sign in</title>
      </head>
      <body>
        <main>
          <h1>Sign in to your mailbox</h1>
          <p>Daybook wants to read the mail of ${user}, and to send as ${user}.</p>
          <form method="post"><button>Allow</button></form>
        </main>
      </body>
    </html>`
