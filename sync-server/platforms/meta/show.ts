import * as v from 'valibot'
import type { Courtesy, Shown } from '../courtesy.ts'
import type { Reaching } from '../port.ts'
import { askOnce, shownBy } from '../reaching.ts'
import type { InboxSecret } from '../secrets.ts'
import type { Dialect } from './dialect.ts'
import { version } from './graph.ts'

const refusal = v.object({ error: v.object({ code: v.number() }) })

/** Asks the Graph API to show something that is no message. */
export async function showBy(
  { path, token, body }: { readonly path: string; readonly token: string; readonly body: unknown },
  { baseUrl, signal }: Reaching
): Promise<Shown> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const request = { headers, body: JSON.stringify(body) }
  const answered = await askOnce(`${baseUrl}/${version}/${path}`, request, signal)
  return shownBy(answered, answer => (v.is(refusal, answer) ? answer.error.code : undefined))
}

/** Source: Meta, "Messenger Platform, Sender actions" and "Instagram Platform, Sender actions". */
export async function show(
  { kind, handles }: Courtesy,
  { account, accessToken: token }: InboxSecret,
  reaching: Reaching,
  { strategy, handle, path }: Dialect
): Promise<Shown> {
  const to = handles.findLast(one => one.platform === strategy.platform && one.kind === handle)
  if (!to) return { result: 'refused', code: 'no-address' }
  const body = { recipient: { id: to.value }, sender_action: kind === 'read' ? 'mark_seen' : 'typing_on' }
  return showBy({ path: path(account), token, body }, reaching)
}
