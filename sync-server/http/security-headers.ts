import type { MiddlewareHandler } from 'hono'

/** Only our own files run. A page's inline scripts and styles are let in by the hash of what we built, one by one. */
export function contentSecurityPolicy(
  inline: { scripts: readonly string[]; styles: readonly string[] },
  framed: boolean
) {
  return [
    "default-src 'self'",
    ["script-src 'self'", ...inline.scripts].join(' '),
    ["style-src 'self'", ...inline.styles].join(' '),
    "img-src 'self' data: blob:",
    // What is being attached or was just recorded is played from this device.
    "media-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    // The chat page lives in a frame on the shop's site; nothing of the agents' ever may.
    `frame-ancestors ${framed ? '*' : "'none'"}`
  ].join('; ')
}

/** What holds for every answer. Pages bring their own content security policy. */
export function securityHeaders(publicOrigin: string | undefined): MiddlewareHandler {
  return async (context, next) => {
    await next()
    const { headers } = context.res
    headers.set('X-Content-Type-Options', 'nosniff')
    headers.set('Referrer-Policy', 'same-origin')
    headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(self), payment=()')
    // A service worker lives under the policy of its script: it may fetch from us, or nothing opens offline.
    if (!headers.has('Content-Security-Policy'))
      headers.set('Content-Security-Policy', "default-src 'none'; connect-src 'self'; frame-ancestors 'none'")
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
    if (publicOrigin?.startsWith('https:')) headers.set('Strict-Transport-Security', 'max-age=31536000')
  }
}
