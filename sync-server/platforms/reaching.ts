/** Broken before a byte of the message was written. Every other break leaves open what was taken. */
const beforeTheFirstByte = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT'
])

/** Did `fetch` fail before anybody could have taken anything? */
export function neverConnected(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined
  if (typeof cause?.code !== 'string') return false
  return beforeTheFirstByte.has(cause.code) || /CERT|^ERR_TLS|^ERR_SSL/.test(cause.code)
}
