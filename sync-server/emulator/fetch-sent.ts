import type { Shelf, Shelved } from './shelf.ts'

const withinMs = 15_000

/**
 * What the business sent lies at Daybook: a vendor that is given only its address fetches it there. An address that leads
 * anywhere else, or anywhere but to such a file, is not followed: nobody can be sent around by it.
 */
export async function fetchSent(address: string, origin: string, shelf: Shelf): Promise<Shelved | undefined> {
  if (!URL.canParse(address)) return undefined
  const { pathname } = new URL(address)
  if (!pathname.startsWith('/files/')) return undefined
  const signal = AbortSignal.timeout(withinMs)
  const answer = await fetch(origin + pathname, { redirect: 'error', signal }).catch(() => undefined)
  if (!answer?.ok) return undefined
  const body = await answer.blob().catch(() => undefined)
  const name = decodeURIComponent(pathname.split('/').at(-1) ?? '')
  return body && shelf.put({ mime: body.type.split(';')[0] ?? '', name, body })
}

/** As a vendor sees it that takes no plain http: this server itself may be called so. */
export function isSecure(address: string, origin: string): boolean {
  return (URL.canParse(address) && new URL(address).protocol === 'https:') || address.startsWith(`${origin}/`)
}
