import * as v from 'valibot'
import { captioned } from '../../../shared/platforms/files.ts'
import { measure } from '../../../shared/platforms/strategy.ts'
import { whatsapp } from '../../../shared/platforms/whatsapp.ts'
import { graphError, type GraphAnswer } from './graph-error.ts'
import type { Shelf, Shelved } from '../shelf.ts'
import { unfit } from './uploads.ts'

const kinds = ['image', 'video', 'audio', 'document'] as const
export type FileLetter = { readonly kind: (typeof kinds)[number]; readonly text: string; readonly file: Shelved }

const part = v.looseObject({
  id: v.optional(v.string()),
  link: v.optional(v.string()),
  caption: v.optional(v.string()),
  filename: v.optional(v.string()),
  voice: v.optional(v.boolean())
})

export function isFileType(type: string): type is FileLetter['kind'] {
  return v.is(v.picklist(kinds), type)
}

/** Reads a message with a file as the Graph API would. Source: Meta, "Messages", "Media object". */
export function judgeFile(
  kind: FileLetter['kind'],
  body: Record<string, unknown>,
  uploads: Pick<Shelf, 'get'>
): FileLetter | { readonly refused: GraphAnswer } {
  const read = v.safeParse(part, body[kind])
  if (!read.success) return refused(131008, `Parameter '${kind}' is mandatory for type ${kind}.`)
  const { id, link, caption, filename, voice } = read.output
  if (link !== undefined) return refused(131051, 'Links to files are not pretended here.')
  const uploaded = id === undefined ? undefined : uploads.get(id)
  if (!uploaded) return refused(100, `Media ID ${id ?? ''} does not exist.`)
  if (caption !== undefined && !captioned.has(kind)) return refused(100, `Unexpected key "caption" on param "${kind}".`)
  const limit = whatsapp.caption
  if (caption !== undefined && limit && measure(caption, limit) > limit.most)
    return refused(100, `Param ${kind}['caption'] must be at most ${limit.most} characters long.`)
  const unfitting = unfit(uploaded, kind)
  if (unfitting) return refused(131053, unfitting)
  if (voice === true && uploaded.mime !== 'audio/ogg') return refused(131053, 'A voice message is Ogg with Opus.')
  return { kind, text: caption ?? '', file: { ...uploaded, name: filename ?? uploaded.name } }
}

function refused(code: number, details: string): { readonly refused: GraphAnswer } {
  return { refused: graphError(code, details) }
}
