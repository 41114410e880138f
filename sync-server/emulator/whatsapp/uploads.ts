import { takes, type FileKind } from '../../../shared/platforms/files.ts'
import { whatsapp } from '../../../shared/platforms/whatsapp.ts'
import type { Shelf, Shelved } from '../shelf.ts'
import { graphError, type GraphAnswer } from './graph-error.ts'

/** Source: what the Graph API itself answers to a file of any other type. */
const uploadable: ReadonlySet<string> = new Set([
  'audio/aac',
  'audio/mp4',
  'audio/mpeg',
  'audio/amr',
  'audio/ogg',
  'audio/opus',
  'application/vnd.ms-powerpoint',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/pdf',
  'text/plain',
  'application/vnd.ms-excel',
  'image/jpeg',
  'image/png',
  'image/webp',
  'video/mp4',
  'video/3gpp'
])

/** The business brings a file, for messages that name it. */
export function takeUpload(form: FormData, shelf: Shelf): GraphAnswer {
  const [file, mime] = [form.get('file'), form.get('type')]
  if (form.get('messaging_product') !== 'whatsapp')
    return graphError(100, 'The parameter messaging_product is required.')
  if (!(file instanceof File) || typeof mime !== 'string')
    return graphError(131008, 'Parameters file and type are mandatory.')
  if (!uploadable.has(mime))
    return graphError(100, `Param file must be a file with one of the following types: ${[...uploadable].join(', ')}.`)
  if (file.type !== mime) return graphError(131053, `type ${mime} is not the type of the file (${file.type})`)
  if (file.size === 0 || file.size > 100 * 1024 * 1024) return graphError(131053, 'Media file size is not allowed.')
  return { status: 200, body: { id: shelf.put({ mime, name: file.name, body: file }).id } }
}

/** Why WhatsApp would not send this file as this kind. Source: Meta, "Media", "Supported media types". */
export function unfit({ mime, body }: Shelved, kind: FileKind): string | undefined {
  const limit = whatsapp.media[kind]
  if (!limit || !takes(limit, mime)) return `${mime} cannot be sent as ${kind}.`
  return body.size > limit.mostBytes ? `A file of ${body.size} bytes is too big to be sent as ${kind}.` : undefined
}
