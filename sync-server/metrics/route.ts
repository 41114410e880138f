import { Hono } from 'hono'
import { contentType, counter, exposition, type Counter, type Family } from './instruments.ts'

/** How platforms' calls were answered. No inbox and no workspace in it: an address that is made up counts too. */
export function webhookCounter(): Counter {
  return counter('daybook_webhooks_total', 'Calls of platforms, by how they were answered.')
}

/** `GET /metrics`, for whoever has the token. A proxy on this machine calls from loopback too, so the address proves nothing. */
export function metricsRoute(families: readonly Family[], may: (authorization: string | undefined) => boolean): Hono {
  const routes = new Hono()
  routes.get('/', async context =>
    may(context.req.header('authorization'))
      ? context.body(await exposition(families), 200, { 'Content-Type': contentType })
      : context.text('no', 404)
  )
  return routes
}
