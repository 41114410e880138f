import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import type { Heard } from '../wires/heard.ts'
import { Busy } from '../log/group.ts'
import { eachAlone } from './alone.ts'
import { fieldsIn, jsonIn } from './body.ts'
import { takeIn, type IntakeParts } from './intake.ts'
import type { Hook, Report } from './port.ts'
import { platformOf } from './registry.ts'
import type { InboxSecret, InboxSecrets } from './secrets.ts'

export type WebhookParts = IntakeParts & {
  readonly secrets: InboxSecrets
  readonly logger: Logger
  /** Absent: nobody wonders whether platforms find their way here. */
  readonly heard?: Pick<Heard, 'proved' | 'came'>
  /** Where the world sees this server; absent: where it is called. */
  readonly publicOrigin?: string | undefined
  readonly now?: () => number
  readonly mostInHand?: InHand
}

type InHand = { readonly calls: number; readonly bytes: number }

/** Meta sends up to 3 MB, a thousand updates. */
const longestBody = 3 * 1024 * 1024

/** More than this at once is asked to come again: each call may carry a thousand updates. */
const usuallyInHand: InHand = { calls: 1000, bytes: 32 * longestBody }
const comeBackAfterSeconds = 5

/** `/hooks/<platform>/<inbox>`: where platforms call. 200 says that everything in it is on our disk. */
export function webhookRoutes(parts: WebhookParts): Hono {
  const routes = new Hono()
  const { mostInHand = usuallyInHand } = parts
  const inHand = { calls: 0, bytes: 0 }

  routes.get('/:platform/:inbox', async c => {
    const at = await addressed(parts.secrets, c.req.param('platform'), c.req.param('inbox'))
    if (!at) return c.text('no such inbox', 404)
    const words = at.hook.handshake(new URL(c.req.url).searchParams, at.secret)
    if (words === null) return c.text('not the verify token of this inbox', 403)
    parts.heard?.proved(at.secret)
    return c.text(words)
  })

  routes.post(
    '/:platform/:inbox',
    bodyLimit({ maxSize: longestBody, onError: c => c.text('too long', 413) }),
    async c => {
      const at = await addressed(parts.secrets, c.req.param('platform'), c.req.param('inbox'))
      if (!at) return c.text('no such inbox', 404)
      const bytes = Number(c.req.header('content-length') ?? longestBody)
      if (inHand.calls >= mostInHand.calls || inHand.bytes + bytes > mostInHand.bytes) return comeBack(c)
      inHand.calls += 1
      inHand.bytes += bytes
      try {
        return await take(parts, at, c)
      } finally {
        inHand.calls -= 1
        inHand.bytes -= bytes
      }
    }
  )
  return routes
}

async function take(parts: WebhookParts, { hook, secret }: Addressed, c: Context): Promise<Response> {
  const body = new Uint8Array(await c.req.arrayBuffer())
  const address = addressSeen(c.req.url, parts.publicOrigin)
  if (!isAuthentic(hook, secret, body, c, address)) return c.text('wrong signature', 401)
  const sent = hook.form ? fieldsIn(address, body) : jsonIn(body)
  const cameAt = (parts.now ?? Date.now)()
  const reports: readonly Report[] =
    sent === undefined
      ? [{ kind: 'unread', why: 'is not JSON', raw: new TextDecoder().decode(body) }]
      : standingAlone(sent.payload, hook.read(sent.payload, secret, cameAt))
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
  parts.heard?.came(secret)
  const thanks = hook.thanks?.(sent?.payload)
  return thanks ? c.body(thanks.words, 200, { 'content-type': thanks.type }) : c.text('ok')
}

/** As the platform wrote it: a proxy in between may have changed the scheme, the name and the port. */
function addressSeen(url: string, publicOrigin: string | undefined): string {
  const { origin, pathname, search } = new URL(url)
  return `${publicOrigin ?? origin}${pathname}${search}`
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
function isAuthentic(hook: Hook, secret: InboxSecret, body: Uint8Array, c: Context, address: string): boolean {
  const { former } = secret
  const good = former && Date.now() < former.until ? [secret.appSecret, former.appSecret] : [secret.appSecret]
  return good.some(appSecret => hook.authentic(body, name => c.req.header(name), { ...secret, appSecret }, address))
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
