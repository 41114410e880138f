import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import { Busy } from '../log/group.ts'
import { eachAlone } from './alone.ts'
import { takeIn, type IntakeParts } from './intake.ts'
import type { Hook, Report } from './port.ts'
import { platformOf } from './registry.ts'
import type { InboxSecret, InboxSecrets } from './secrets.ts'

export type WebhookParts = IntakeParts & { readonly secrets: InboxSecrets; readonly logger: Logger }

/** Meta sends up to 3 MB, a thousand updates. */
const longestBody = 3 * 1024 * 1024

/** More calls than these at once are asked to come again: each may carry a thousand updates. */
const mostInHand = 32
const comeBackAfterSeconds = 5

/** `/hooks/<platform>/<inbox>`: where platforms call. 200 says that everything in it is on our disk. */
export function webhookRoutes(parts: WebhookParts): Hono {
  const routes = new Hono()
  let inHand = 0

  routes.get('/:platform/:inbox', async c => {
    const at = await addressed(parts.secrets, c.req.param('platform'), c.req.param('inbox'))
    if (!at) return c.text('no such inbox', 404)
    const words = at.hook.handshake(new URL(c.req.url).searchParams, at.secret)
    return words === null ? c.text('not the verify token of this inbox', 403) : c.text(words)
  })

  routes.post(
    '/:platform/:inbox',
    bodyLimit({ maxSize: longestBody, onError: c => c.text('too long', 413) }),
    async c => {
      const at = await addressed(parts.secrets, c.req.param('platform'), c.req.param('inbox'))
      if (!at) return c.text('no such inbox', 404)
      if (inHand >= mostInHand) return comeBack(c)
      inHand += 1
      try {
        return await take(parts, at, c)
      } finally {
        inHand -= 1
      }
    }
  )
  return routes
}

async function take(parts: WebhookParts, { hook, secret }: Addressed, c: Context): Promise<Response> {
  const body = new Uint8Array(await c.req.arrayBuffer())
  if (!isAuthentic(hook, secret, body, c)) return c.text('wrong signature', 401)
  const payload = parse(body)
  const reports: readonly Report[] =
    payload === undefined
      ? [{ kind: 'unread', why: 'is not JSON', raw: new TextDecoder().decode(body) }]
      : standingAlone(payload.json, hook.read(payload.json, secret))
  try {
    await takeIn(parts, secret, reports)
  } catch (error) {
    if (error instanceof Busy) return comeBack(c)
    // Never the payload: it is somebody's letter.
    const fault = error instanceof Error ? error.message : String(error)
    parts.logger.error({ inbox: secret.inbox, fault }, 'a webhook could not be stored; the platform will call again')
    // A full disk or a lost database passes. Anything else is a fault of ours.
    const passes = typeof (error as { code?: unknown }).code === 'string'
    return c.text('not stored', passes ? 503 : 500)
  }
  return c.text('ok')
}

/** What could not be read is kept as a payload of its own. One that is not in there as it stands stays as it is. */
function standingAlone(payload: unknown, reports: readonly Report[]): readonly Report[] {
  const alone = eachAlone(payload, new Set(reports.flatMap(one => (one.kind === 'unread' ? [one.raw] : []))))
  return reports.map(report => {
    if (report.kind !== 'unread' || !alone.has(report.raw)) return report
    return { ...report, raw: JSON.stringify(alone.get(report.raw)), form: 'payload' }
  })
}

/** By the secret of now, or for a while by the one of before. */
function isAuthentic(hook: Hook, secret: InboxSecret, body: Uint8Array, c: Context): boolean {
  const { former } = secret
  const good = former && Date.now() < former.until ? [secret.appSecret, former.appSecret] : [secret.appSecret]
  return good.some(appSecret => hook.authentic(body, name => c.req.header(name), { ...secret, appSecret }))
}

function comeBack(c: Context): Response {
  return c.text('too much at once', 503, { 'retry-after': String(comeBackAfterSeconds) })
}

type Addressed = NonNullable<Awaited<ReturnType<typeof addressed>>>

async function addressed(secrets: InboxSecrets, platform: string, inbox: string) {
  const hook = platformOf(platform)?.hook
  const secret = hook ? await secrets.of(inbox) : undefined
  return hook && secret?.platform === platform ? { hook, secret } : undefined
}

/** The database takes neither NUL nor half a surrogate pair, and a customer's message must not be lost over one. */
function parse(body: Uint8Array): { json: unknown } | undefined {
  const text = new TextDecoder().decode(body)
  const harmful = /\\u0000|\\ud[89a-f]/i.test(text)
  try {
    const json: unknown = JSON.parse(text, harmful ? (_key, value: unknown) => cleaned(value) : undefined)
    return { json }
  } catch {
    return undefined
  }
}

function cleaned(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').toWellFormed() : value
}
