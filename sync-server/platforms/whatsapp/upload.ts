import * as v from 'valibot'
import { unreachable } from '../../../shared/kernel/unreachable.ts'
import { outcomeOf, uploadTo, type Voice } from '../meta/graph.ts'
import type { Attempt, Outcome, Outgoing, OutgoingFile } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'
import { backOffMs, rulingOn } from './verdict.ts'

const uploaded = v.object({ id: v.pipe(v.string(), v.minLength(1)) })

const voice: Voice = {
  name: 'WhatsApp',
  idIn: answer => (v.is(uploaded, answer) ? answer.id : undefined),
  rulingOn,
  waitMs: backOffMs
}

/**
 * Brings a file to WhatsApp, which keeps it for thirty days. Nobody reads it before a message names it: so however an
 * upload breaks, no customer has got anything, and another try is harmless.
 * Source: Meta, "Cloud API", "Media", "Upload media".
 */
export async function upload(
  { mime, name, body }: OutgoingFile,
  secret: InboxSecret,
  attempt: Attempt
): Promise<{ readonly id: string } | { readonly outcome: Outcome }> {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  // Of all that is written in plain words it knows one name.
  const type = mime.startsWith('text/') ? 'text/plain' : mime
  form.set('type', type)
  form.set('file', body.slice(0, body.size, type), name)
  const path = `${encodeURIComponent(secret.account)}/media`
  const answered = await uploadTo({ path, token: secret.accessToken, form }, attempt)
  const outcome = answered ? outcomeOf({ ...answered, tries: attempt.tries }, voice) : { result: 'unknown' as const }
  if (outcome.result === 'sent') return { id: outcome.platformId }
  if (outcome.result !== 'unknown') return { outcome }
  const failure = { code: 'upload', reason: 'The file could not be brought to WhatsApp.' }
  return { outcome: { result: 'deferred', failure, afterMs: voice.waitMs(0, attempt.tries) } }
}

/**
 * A message, or what stands in a template's heading. Source: Meta, "Cloud API", "Messages", the objects `image`, `video`,
 * `audio` and `document`.
 */
export function filePart({ content, file }: Outgoing, id: string): Record<string, unknown> | null {
  if (!file) return null
  const caption = content.kind === 'media' && content.caption ? { caption: content.caption } : {}
  switch (file.media) {
    case 'image':
    case 'video':
      return { type: file.media, [file.media]: { id, ...caption } }
    case 'document':
      return { type: 'document', document: { id, ...caption, filename: file.name } }
    case 'audio':
      return { type: 'audio', audio: { id } }
    case 'voice':
      return { type: 'audio', audio: { id, voice: true } }
    case 'sticker':
      return { type: 'sticker', sticker: { id } }
    default:
      return unreachable(file.media)
  }
}
