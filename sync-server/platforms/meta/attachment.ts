import * as v from 'valibot'
import type { MediaKind } from '../../../shared/conversations/content.ts'
import type { Attempt, Outcome, OutgoingFile } from '../port.ts'
import { deferred, noPublicAddress } from '../reaching.ts'
import type { InboxSecret } from '../secrets.ts'
import type { Dialect } from './dialect.ts'
import { outcomeOf, uploadTo, type Voice } from './graph.ts'

export type Attachment = { readonly type: string; readonly payload: Readonly<Record<string, unknown>> }

const uploaded = v.object({ attachment_id: v.pipe(v.union([v.string(), v.number()]), v.transform(String)) })

const types: Readonly<Record<MediaKind, string>> = {
  image: 'image',
  sticker: 'image',
  audio: 'audio',
  voice: 'audio',
  video: 'video',
  document: 'file'
}

/**
 * How a message names its file. Messenger is brought it first, and keeps it for ninety days: nobody reads it before a
 * message names it, so however that breaks, another try is harmless. Instagram is told where it is.
 * Source: Meta, "Messenger Platform", "Saving assets"; "Instagram Messaging", "Upload media".
 */
export async function attachmentOf(
  file: OutgoingFile,
  secret: InboxSecret,
  attempt: Attempt,
  { uploads, strategy }: Dialect,
  voice: Voice
): Promise<{ readonly attachment: Attachment } | { readonly outcome: Outcome }> {
  const type = types[file.media]
  if (uploads === null) {
    if (file.link === undefined) return { outcome: noPublicAddress(strategy.name) }
    return { attachment: { type, payload: { url: file.link } } }
  }
  const form = new FormData()
  form.set('message', JSON.stringify({ attachment: { type, payload: { is_reusable: true } } }))
  form.set('filedata', file.body.slice(0, file.body.size, file.mime), file.name)
  const answered = await uploadTo({ path: uploads(secret.account), token: secret.accessToken, form }, attempt)
  if (answered === null) return { outcome: notBrought(voice, attempt) }
  const idIn = (answer: unknown) => {
    const read = v.safeParse(uploaded, answer)
    return read.success ? read.output.attachment_id : undefined
  }
  const outcome = outcomeOf({ ...answered, tries: attempt.tries }, { ...voice, idIn })
  if (outcome.result === 'unknown') return { outcome: notBrought(voice, attempt) }
  if (outcome.result !== 'sent') return { outcome }
  return { attachment: { type, payload: { attachment_id: outcome.platformId } } }
}

function notBrought({ name, waitMs }: Voice, { tries }: Attempt): Outcome {
  return deferred('upload', `The file could not be brought to ${name}.`, waitMs(0, tries))
}
