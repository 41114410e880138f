import { createHmac, timingSafeEqual } from 'node:crypto'

/** `X-Hub-Signature-256` is the HMAC-SHA256 of the raw body with the app secret. Source: Meta, "Webhooks", validation requests. */
export function authentic(body: Uint8Array, signature: string | undefined, appSecret: string): boolean {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(signature ?? '')?.[1]
  // An inbox without a secret proves nothing, whatever the signature.
  if (given === undefined || appSecret === '') return false
  return timingSafeEqual(createHmac('sha256', appSecret).update(body).digest(), Buffer.from(given, 'hex'))
}

/** The words Meta wants to hear back when somebody enters our address in its console. */
export function handshake(query: URLSearchParams, verifyToken: string): string | null {
  const challenge = query.get('hub.challenge')
  if (query.get('hub.mode') !== 'subscribe' || challenge === null || verifyToken === '') return null
  return sameSecret(query.get('hub.verify_token') ?? '', verifyToken) ? challenge : null
}

/** Compared as digests: neither the length nor the time tells anything. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
