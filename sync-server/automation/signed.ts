import { createHmac } from 'node:crypto'

/**
 * The headers by which the other end knows that a call is ours, and one that comes again: as the Standard Webhooks
 * specification has them, so that its libraries verify them. `at` in milliseconds; one signature for each key.
 */
export function signed(id: string, at: number, body: string, keys: readonly string[]): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const signatures = keys.map(key => {
    const secret = Buffer.from(key.replace(/^whsec_/, ''), 'base64')
    return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
