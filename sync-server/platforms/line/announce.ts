import * as v from 'valibot'
import type { Announcing } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'
import { rulingOn } from './verdict.ts'

const refused = v.object({ message: v.string() })

/** `PUT /v2/bot/channel/webhook/endpoint`. Source: LINE Messaging API reference, "Set webhook endpoint URL". */
export async function announce(secret: InboxSecret, { hook, baseUrl, signal }: Announcing): Promise<string | null> {
  const answer = await fetch(`${baseUrl}/v2/bot/channel/webhook/endpoint`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret.accessToken}` },
    body: JSON.stringify({ endpoint: hook }),
    redirect: 'error',
    signal
  }).catch(() => null)
  if (!answer) return 'LINE cannot be reached.'
  if (answer.ok) return null
  const said = v.safeParse(refused, await answer.json().catch(() => null))
  return rulingOn(answer.status, said.success ? said.output.message : '').words
}
