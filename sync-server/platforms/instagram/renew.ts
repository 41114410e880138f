import * as v from 'valibot'
import { graphError } from '../meta/graph.ts'
import { busy } from '../meta/knock.ts'
import type { Reaching } from '../port.ts'
import { lookAt } from '../reaching.ts'
import type { Renewed } from '../renewed.ts'
import type { InboxSecret } from '../secrets.ts'
import { isPages } from './door.ts'

const granted = v.object({
  access_token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/)),
  expires_in: v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite(), v.minValue(1))
})

/**
 * A token of Instagram's own holds for sixty days, and from its second day on it can be had for sixty more. A page's does
 * not end. The address has no version. Source: Meta, "Instagram Platform", "Refresh Access Token".
 */
export async function renew(
  { accessToken }: Pick<InboxSecret, 'accessToken'>,
  { baseUrl, signal }: Reaching
): Promise<Renewed> {
  if (isPages(baseUrl)) return { result: 'needless' }
  const query = new URLSearchParams({ grant_type: 'ig_refresh_token', access_token: accessToken })
  const looked = await lookAt(`${baseUrl}/refresh_access_token?${query.toString()}`, {}, signal)
  if (looked === null) return { result: 'unasked' }
  const token = v.safeParse(granted, looked.answer)
  if (looked.status === 200 && token.success) {
    const { access_token, expires_in } = token.output
    return { result: 'renewed', accessToken: access_token, forMs: expires_in * 1000 }
  }
  const told = v.safeParse(graphError, looked.answer)
  if (!told.success || looked.status >= 500 || busy.has(told.output.error.code)) return { result: 'unasked' }
  const { message, code } = told.output.error
  return { result: 'refused', words: (message ?? `error ${code}`).slice(0, 300) }
}
