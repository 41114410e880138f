import { randomInt } from 'node:crypto'
import { takes, type FileKind } from '../../shared/platforms/files.ts'
import { whatsapp } from '../../shared/platforms/whatsapp.ts'
import { graphError, type GraphAnswer } from './graph-error.ts'

/** A file that the business brought, before and after a message names it. */
export type Uploaded = { readonly id: string; readonly mime: string; readonly name: string; readonly body: Blob }

export type Uploads = {
  take(form: FormData): GraphAnswer
  get(id: string): Uploaded | undefined
}

/** Meta keeps them for thirty days; this is a memory. */
const mostKept = 100

export function createUploads(): Uploads {
  const kept = new Map<string, Uploaded>()
  return {
    get: id => kept.get(id),
    take(form) {
      const [file, mime] = [form.get('file'), form.get('type')]
      if (form.get('messaging_product') !== 'whatsapp')
        return graphError(100, 'The parameter messaging_product is required.')
      if (!(file instanceof File) || typeof mime !== 'string')
        return graphError(131008, 'Parameters file and type are mandatory.')
      if (file.type !== mime) return graphError(131053, `type ${mime} is not the type of the file (${file.type})`)
      if (file.size === 0 || file.size > 100 * 1024 * 1024) return graphError(131053, 'Media file size is not allowed.')
      const id = String(randomInt(1e11, 1e12))
      kept.set(id, { id, mime, name: file.name, body: file })
      const oldest = kept.keys().next()
      if (kept.size > mostKept && !oldest.done) kept.delete(oldest.value)
      return { status: 200, body: { id } }
    }
  }
}

/** Why WhatsApp would not send this file as this kind. Source: Meta, "Media", "Supported media types". */
export function unfit({ mime, body }: Uploaded, kind: FileKind): string | undefined {
  const limit = whatsapp.media[kind]
  if (!limit || !takes(limit, mime)) return `${mime} cannot be sent as ${kind}.`
  return body.size > limit.mostBytes ? `A file of ${body.size} bytes is too big to be sent as ${kind}.` : undefined
}
