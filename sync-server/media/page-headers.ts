/** Bytes: what a frame is given. Larger ones are not made. */
export const largestPage = 4 * 1024 * 1024

/**
 * How a stranger's page is handed to a frame of ours: it runs nothing, sends nothing, asks for nothing, and has an origin
 * of its own. Its links open elsewhere, and say nothing of where they were. `outside`: pictures from anywhere may come,
 * which tells their owner that the mail was opened; so an agent has to ask for it.
 */
export function pageHeaders(outside: boolean): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'font-src data:',
    `img-src data:${outside ? ' https: http:' : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-popups-to-escape-sandbox'
  ]
  return {
    // Seldom looked at twice: what is erased shall not be found in a browser's own cache.
    'Cache-Control': 'private, no-store',
    'Content-Security-Policy': policy.join('; '),
    'Content-Type': 'text/html; charset=utf-8',
    'Cross-Origin-Resource-Policy': 'same-origin'
  }
}
