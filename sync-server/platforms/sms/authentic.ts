import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * `X-Twilio-Signature` is the base64 HMAC-SHA1, keyed with the account's auth token, of the address that was called and
 * every field of the form behind it, name and value, sorted by name. Compared as digests: neither the length nor the
 * time tells anything. Source: Twilio, "Webhooks security".
 */
export function authentic(body: Uint8Array, signature: string | undefined, token: string, address: string): boolean {
  // An inbox without a token proves nothing, whatever the header.
  if (signature === undefined || token === '') return false
  const fields = signedFields(body)
  const proofs = addressesOf(address).map(at =>
    createHmac('sha1', token)
      .update(at + fields)
      .digest('base64')
  )
  return proofs.map(proof => isSame(proof, signature)).includes(true)
}

/** A field that is there several times is signed with each of its values once. */
function signedFields(body: Uint8Array): string {
  const form = new URLSearchParams(new TextDecoder().decode(body))
  return [...new Set(form.keys())]
    .toSorted()
    .flatMap(name => [...new Set(form.getAll(name))].toSorted().map(value => name + value))
    .join('')
}

/** Twilio may have signed the address with the port that goes without saying, or without the one it called. */
function addressesOf(address: string): readonly string[] {
  const { protocol, host, port } = new URL(address)
  const rest = address.slice(address.indexOf(host) + host.length)
  const usual = protocol === 'https:' ? 443 : 80
  const other = port === '' ? `${host}:${usual}` : host.slice(0, -port.length - 1)
  return [address, `${protocol}//${other}${rest}`]
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
