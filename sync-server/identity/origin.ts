import type { MiddlewareHandler } from 'hono'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Does this request come from one of our own pages? A page that another site opened carries that site's origin. */
export function isOurs(origin: string, host: string | undefined, publicOrigin: string | undefined): boolean {
  if (publicOrigin !== undefined) return origin === publicOrigin
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase()
}

/** Whoever changes something with our cookie does it from our page. A browser always names the origin of a change. */
export function ownOriginOnly(publicOrigin: string | undefined): MiddlewareHandler {
  return async (context, next) => {
    const origin = context.req.header('origin')
    const foreign = origin !== undefined && !isOurs(origin, context.req.header('host'), publicOrigin)
    if (foreign && !reading.has(context.req.method)) return context.json({ error: 'foreign-origin' }, 403)
    return next()
  }
}

/** A websocket is not held back by the browser, so it must say where it comes from. */
export function ownOriginRequired(publicOrigin: string | undefined): MiddlewareHandler {
  return async (context, next) => {
    const origin = context.req.header('origin')
    if (origin === undefined || !isOurs(origin, context.req.header('host'), publicOrigin)) {
      return context.json({ error: 'foreign-origin' }, 403)
    }
    return next()
  }
}
