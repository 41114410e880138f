import { randomUUID } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Logger } from 'pino'

export const requestIdHeader = 'X-Request-Id'

/**
 * Gives every request an id that its answer carries and its log lines name. A line says which route it was and never
 * its address: ids, tokens and search words stand in addresses.
 */
export function heard(logger: Logger): MiddlewareHandler {
  return async (context, next) => {
    const request = randomUUID()
    const began = performance.now()
    context.header(requestIdHeader, request)
    await next()
    const ms = Math.round(performance.now() - began)
    const { method } = context.req
    logger.debug({ request, method, route: routeOf(context), status: context.res.status, ms }, 'a request')
  }
}

/** Many patterns match, `/*` always: the longest says most. */
function routeOf(context: Context): string {
  return matchedRoutes(context).reduce((longest, { path }) => (path.length > longest.length ? path : longest), '')
}
