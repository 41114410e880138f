import * as v from 'valibot'
import type { Content } from '../../../shared/conversations/content.ts'
import type { Handle } from '../../../shared/contacts/events.ts'
import { ask, failed, type Voice } from '../meta/graph.ts'
import type { Attempt, Outcome, Outgoing } from '../port.ts'
import { isDigest } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'
import { interactive } from './interactive.ts'
import { componentsOf } from './template-parts.ts'
import { filePart, upload } from './upload.ts'
import { backOffMs, rulingOn } from './verdict.ts'

const taken = v.object({ messages: v.pipe(v.array(v.object({ id: v.string() })), v.minLength(1)) })

export const voice: Voice = {
  name: 'WhatsApp',
  idIn: answer => (v.is(taken, answer) ? answer.messages[0]?.id : undefined),
  rulingOn,
  waitMs: backOffMs
}

/** Source: Meta, "Cloud API", "Messages". */
export async function send(outgoing: Outgoing, secret: InboxSecret, attempt: Attempt): Promise<Outcome> {
  const address = addressOf(outgoing.handles)
  if (!address) return failed('no-address', 'WhatsApp has given us no way to write to this customer.')
  const uploaded = outgoing.file && (await upload(outgoing.file, secret, attempt))
  if (uploaded && 'outcome' in uploaded) return uploaded.outcome
  const file = uploaded ? filePart(outgoing, uploaded.id) : null
  const said = outgoing.content.kind === 'media' ? file : partOf(outgoing.content, file)
  if (!said) return failed('unsupported', 'This kind of message cannot be sent on WhatsApp.')
  const body = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...address,
    ...contextOf(outgoing),
    ...said,
    biz_opaque_callback_data: outgoing.message
  }
  return ask(
    { path: `${encodeURIComponent(secret.account)}/messages`, token: secret.accessToken, body },
    attempt,
    voice
  )
}

/** Above a template no bubble is drawn. Source: Meta, "Contextual replies". */
function contextOf({ content, quoted }: Outgoing) {
  const isNamed = quoted && !isDigest(quoted.id) && content.kind !== 'template'
  return isNamed ? { context: { message_id: quoted.id } } : {}
}

/** A number goes into `to`, a business-scoped user id into `recipient`; in `to` it would be taken for a number and lost. */
export function addressOf(handles: readonly Handle[]): Record<string, string> | null {
  const mine = handles.filter(handle => handle.platform === 'whatsapp')
  const number = mine.findLast(handle => handle.kind === 'wa_id')
  if (number) return { to: number.value }
  const user = mine.findLast(handle => handle.kind === 'user_id')
  return user ? { recipient: user.value } : null
}

function partOf(content: Content, head: object | null): Record<string, unknown> | null {
  switch (content.kind) {
    case 'text':
      return content.choices
        ? interactive(content.text, content.choices)
        : { type: 'text', text: { preview_url: false, body: content.text } }
    case 'template': {
      const { name, language } = content
      const components = componentsOf(content, head)
      return {
        type: 'template',
        template: { name, language: { code: language }, ...(components.length > 0 && { components }) }
      }
    }
    default:
      return null
  }
}
