import * as v from 'valibot'
import type { Template } from '../../../shared/inboxes/events.ts'
import { measure } from '../../../shared/platforms/strategy.ts'
import { whatsapp } from '../../../shared/platforms/whatsapp.ts'
import type { Phone } from '../../../shared/protocol/emulator.ts'
import { graphError, type GraphAnswer } from './graph-error.ts'
import { isFileType, judgeFile, type FileLetter } from './judge-file.ts'
import { judgeInteractive } from './judge-interactive.ts'
import { judgeTemplate } from './judge-template.ts'
import type { Shelf, Shelved } from '../shelf.ts'

const text = v.looseObject({
  type: v.literal('text'),
  text: v.looseObject({ body: v.pipe(v.string(), v.minLength(1)) })
})
const reaction = v.looseObject({
  reaction: v.looseObject({ message_id: v.pipe(v.string(), v.minLength(1)), emoji: v.string() })
})
const envelope = v.looseObject({
  messaging_product: v.literal('whatsapp'),
  recipient_type: v.optional(v.literal('individual')),
  to: v.optional(v.pipe(v.string(), v.minLength(1))),
  recipient: v.optional(v.pipe(v.string(), v.minLength(1))),
  type: v.optional(v.string(), 'text'),
  context: v.optional(v.looseObject({ message_id: v.pipe(v.string(), v.minLength(1)) })),
  biz_opaque_callback_data: v.optional(v.pipe(v.string(), v.maxLength(512)))
})

export type Letter = {
  readonly to: string | undefined
  readonly recipient: string | undefined
  readonly callbackData: string | undefined
  /** The message it is a contextual reply to. */
  readonly answers: string | undefined
  readonly kind: 'text' | 'template' | 'reaction' | FileLetter['kind']
  readonly text: string
  readonly file?: Shelved
  readonly choices?: readonly { readonly id: string; readonly title: string }[]
  /** What a reaction is on; its emoji is the text. */
  readonly of?: string
}

type Judged = { readonly letter: Letter } | { readonly refused: GraphAnswer }

/** Reads a send as the Graph API would: what it says, or the documented error. */
export function judge(body: unknown, templates: readonly Template[], uploads: Pick<Shelf, 'get'>): Judged {
  const outer = v.safeParse(envelope, body)
  if (!outer.success) return refused(100, `Param ${v.getDotPath(outer.issues[0]) ?? 'body'} is missing or not valid.`)
  const { to, recipient, biz_opaque_callback_data: callbackData, type, context } = outer.output
  if (to === undefined && recipient === undefined) return refused(131008, "Parameter 'to' or 'recipient' is required.")
  const address = { to: to?.replace(/\D/g, ''), recipient, callbackData, answers: context?.message_id }
  if (type === 'text') {
    if (!v.is(text, { ...outer.output, type })) return refused(131008, "Parameter 'text.body' is mandatory.")
    const words = (outer.output as unknown as v.InferOutput<typeof text>).text.body
    return measure(words, whatsapp.text) > whatsapp.text.most
      ? refused(100, "Param text['body'] must be at most 4096 characters long.")
      : { letter: { ...address, kind: 'text', text: words } }
  }
  if (isFileType(type)) {
    const letter = judgeFile(type, outer.output, uploads)
    return 'refused' in letter ? letter : { letter: { ...address, ...letter } }
  }
  if (type === 'interactive') {
    const judged = judgeInteractive(outer.output)
    return 'refused' in judged ? judged : { letter: { ...address, kind: 'text', ...judged } }
  }
  if (type === 'reaction') {
    if (!v.is(reaction, outer.output))
      return refused(131008, "Parameters 'reaction.message_id' and 'emoji' are required.")
    if (context) return refused(100, 'A reaction cannot be a contextual reply.')
    const { message_id: of, emoji } = outer.output.reaction
    if (emoji !== '' && !isOneEmoji(emoji)) return refused(131009, "Param reaction['emoji'] is not a single emoji.")
    return { letter: { ...address, kind: 'reaction', text: emoji, of } }
  }
  if (type !== 'template') return refused(131051, `Message type ${type} is not pretended here.`)
  const judged = judgeTemplate(outer.output, templates, uploads)
  return 'refused' in judged ? judged : { letter: { ...address, ...judged } }
}

/** As WhatsApp sees it: one picture, whatever it is made of. */
function isOneEmoji(text: string): boolean {
  const [first, ...more] = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)
  return first !== undefined && more.length === 0 && /\p{Extended_Pictographic}|\p{RI}|\u{20E3}/u.test(text)
}

/** Free text needs a customer who wrote within 24 hours; it is the phone's clock that counts. */
export function windowRefusal(letter: Letter, phone: Phone, now: number): GraphAnswer | undefined {
  return letter.kind !== 'template' && now > (phone.windowClosesAt ?? 0) ? graphError(131047) : undefined
}

function refused(code: number, details: string): Judged {
  return { refused: graphError(code, details) }
}
