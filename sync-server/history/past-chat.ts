import { longestText, type Content, type MediaKind } from '../../shared/conversations/content.ts'
import type { PastMessage } from '../../shared/history/past.ts'
import { momentOf } from '../../shared/history/wall-time.ts'
import type { PastChat } from '../../shared/history/whatsapp.ts'
import type { HistoryPlan } from '../../shared/protocol/history.ts'
import type { Past } from './past.ts'
import type { Packed } from './zip.ts'

type ChatPlan = Extract<HistoryPlan, { source: 'whatsapp' }>

/** A chat as it is told: who we are, and where the clocks were, a person has said. `platform` is the inbox's. */
export function* pastOfChat(
  { messages, authors }: PastChat,
  plan: ChatPlan,
  platform: string,
  packed: Packed | null
): Generator<Past> {
  const us = new Set(plan.us)
  const sides = { us: 0, customer: 0 }
  for (const { name } of authors) sides[us.has(name) ? 'us' : 'customer'] += 1
  const handle = plan.phone
    ? { platform: 'whatsapp', kind: 'wa_id', value: plan.phone }
    : { platform, kind: 'name', value: plan.customer }
  const customer = { handles: [handle], name: plan.customer }
  const partOf = partFinder(packed)

  for (const message of messages) {
    const { wall, author, text, attachment } = message
    const from = us.has(author) ? 'us' : 'customer'
    const part = attachment === null ? undefined : partOf(attachment)
    const file = packed && part !== undefined ? () => packed.open(part) : null
    const said = contentsOf(message)
    for (const [at, content] of said.entries()) {
      yield {
        customer,
        at: momentOf(wall, plan.zone),
        key: JSON.stringify([wall, author, attachment, text, at]),
        ...(message.kind !== 'text' && { bareKey: JSON.stringify([wall, author, null, text, at]) }),
        isOnly: false,
        from,
        writer: sides[from] > 1 ? author : undefined,
        content,
        files: content.kind === 'media' ? [file] : []
      }
    }
  }
}

/** Which part of an archive is the file that a message names: whatever directory it is packed in. */
export function partFinder(packed: Packed | null): (attachment: string) => string | undefined {
  const parts = [...(packed?.parts.keys() ?? [])]
  const named = new Map(parts.map(part => [plain(part.slice(part.lastIndexOf('/') + 1)), part]))
  return attachment => named.get(plain(attachment))
}

/** A Mac that packs a chat again takes accents apart. */
function plain(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/** One message, and more where its text is longer than one may be here. */
function contentsOf({ kind, text, attachment }: PastMessage): readonly Content[] {
  const [first = '', ...others] = piecesOf(text)
  const more = others.map((piece): Content => ({ kind: 'text', text: piece }))
  switch (kind) {
    case 'text':
    case 'deleted':
      return [{ kind: 'text', text: first }, ...more]
    case 'omitted':
      return [{ kind: 'text', text: `[A file that was not exported] ${first}`.trim().slice(0, longestText) }, ...more]
    case 'file': {
      const name = (attachment ?? '').slice(0, 500)
      const caption = first === '' ? {} : { caption: first }
      return [{ kind: 'media', items: [{ media: kindOf(name), name }], ...caption }, ...more]
    }
  }
}

/** Never through the middle of a character. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length || pieces.length === 0;) {
    const end = at + longestText
    const isSplit = /[\uD800-\uDBFF]/.test(text[end - 1] ?? '') && end < text.length
    pieces.push(text.slice(at, isSplit ? end - 1 : end))
    at = isSplit ? end - 1 : end
  }
  return pieces.map(piece => piece.replaceAll('\0', '\uFFFD').toWellFormed())
}

/** By its ending, and by what WhatsApp calls voice messages and stickers. */
function kindOf(name: string): MediaKind {
  const [, ending = ''] = /\.(\w+)$/.exec(name.toLowerCase()) ?? []
  if (/^PTT-|\d-AUDIO-|\.opus$/i.test(name)) return 'voice'
  if (/^STK-|-STICKER-/i.test(name)) return 'sticker'
  if (/^(?:jpe?g|png|gif|webp|heic)$/.test(ending)) return 'image'
  if (/^(?:mp4|mov|3gp|webm|m4v)$/.test(ending)) return 'video'
  return /^(?:mp3|m4a|ogg|aac|amr|wav|opus)$/.test(ending) ? 'audio' : 'document'
}
