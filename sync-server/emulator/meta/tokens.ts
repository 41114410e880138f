import type { VendorAnswer } from '../answering.ts'
import { sendError } from './send-error.ts'

const dayMs = 86_400_000
const holdsForMs = 60 * dayMs

/** A token says itself when it was made and when it ends: it is still known after a restart. The account's own does not end. */
function read(token: string, own: string): { readonly madeAt: number; readonly endsAt: number } | undefined {
  if (token === own) return { madeAt: 0, endsAt: Number.POSITIVE_INFINITY }
  const [, madeAt, endsAt] = token.startsWith(`${own}~`) ? token.slice(own.length).split('~') : []
  return madeAt === undefined || endsAt === undefined ? undefined : { madeAt: Number(madeAt), endsAt: Number(endsAt) }
}

export function tokenMadeAt(madeAt: number, own: string): string {
  return `${own}~${madeAt}~${madeAt + holdsForMs}`
}

export function isGood(token: string, own: string): boolean {
  const known = read(token, own)
  return known !== undefined && known.endsAt > Date.now()
}

/** Source: Meta, "Instagram Platform", "Refresh Access Token". What it says of one that is too young is a guess. */
export function renewed(query: URLSearchParams, own: string): VendorAnswer {
  if (query.get('grant_type') !== 'ig_refresh_token') return sendError('100', 'Invalid grant_type')
  const token = query.get('access_token') ?? ''
  const known = read(token, own)
  if (!known || known.endsAt <= Date.now())
    return sendError('190', 'Error validating access token: Session has expired.')
  if (Date.now() - known.madeAt < dayMs) return sendError('100', 'The access token is not old enough to be refreshed.')
  const access_token = token === own ? own : tokenMadeAt(Date.now(), own)
  return { status: 200, body: { access_token, token_type: 'bearer', expires_in: holdsForMs / 1000 } }
}
