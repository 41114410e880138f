import { dayOf, ordersOf } from './date-order.ts'
import { leftover, type DateOrder, type Leftover, type PastMessage } from './past.ts'
import { headOf, withoutDirections, type Head } from './whatsapp-head.ts'
import { isNotice, saidIn } from './whatsapp-marks.ts'

/** A chat, as WhatsApp's own "Export chat" writes it down. */
export type PastChat = {
  readonly messages: readonly PastMessage[]
  /** Whoever wrote, the most diligent first. */
  readonly authors: readonly { readonly name: string; readonly messages: number }[]
  /** In which orders the dates can be read. More than one: `messages` are read in the first, and only a person can tell. */
  readonly orders: readonly DateOrder[]
  /** Lines that WhatsApp wrote itself: who joined, what was encrypted. */
  readonly notices: number
  readonly leftovers: readonly Leftover[]
}

type Piece = { readonly line: number; readonly head: Head; lines: string[]; readonly marked: boolean }

/** `order`: as a person said, where the chat itself does not. */
export function readWhatsApp(text: string, order?: DateOrder): PastChat {
  const leftovers: Leftover[] = []
  const found = piecesOf(text, leftovers)
  const orders = order ? [order] : ordersOf(found.map(piece => piece.head))
  const pieces = datedPieces(found, orders[0] ?? 'dmy', leftovers)
  const messages: PastMessage[] = []
  for (const { wall, piece } of pieces) {
    const said = messageIn(piece)
    if (said) messages.push({ wall, ...said })
  }
  const counts = new Map<string, number>()
  for (const { author } of messages) counts.set(author, (counts.get(author) ?? 0) + 1)
  return {
    messages,
    authors: [...counts].map(([name, messages]) => ({ name, messages })).sort((a, b) => b.messages - a.messages),
    orders: found.length > 0 ? orders : [],
    notices: pieces.length - messages.length,
    leftovers: leftovers.sort((a, b) => a.line - b.line)
  }
}

function piecesOf(text: string, leftovers: Leftover[]): Piece[] {
  const pieces: Piece[] = []
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = withoutDirections(raw)
    const head = headOf(line)
    const last = pieces.at(-1)
    if (head) pieces.push({ line: at + 1, head, lines: [line], marked: /: ?\u200E/.test(raw) })
    else if (last) last.lines.push(line)
    else if (line.trim() !== '') leftovers.push(leftover(at + 1, 'before-the-first-message', line))
  }
  return pieces
}

/** What looks like a beginning and is at no time, goes on with the message before it: its words are not lost. */
function datedPieces(found: readonly Piece[], order: DateOrder, leftovers: Leftover[]) {
  const pieces: { wall: number; piece: Piece }[] = []
  for (const piece of found) {
    const day = dayOf(piece.head, order)
    const { time } = piece.head
    if (day !== null && time !== null) {
      pieces.push({ wall: day + time, piece })
      continue
    }
    leftovers.push(leftover(piece.line, day === null ? 'no-such-date' : 'time-not-understood', piece.lines[0] ?? ''))
    pieces.at(-1)?.piece.lines.push(...piece.lines)
  }
  return pieces
}

/** `undefined`: WhatsApp itself says something. */
function messageIn({ head, lines, marked }: Piece): Omit<PastMessage, 'wall'> | undefined {
  const [, author, first] = /^(.{0,120}?):(?:[ \u00A0\u202F]|$)(.*)$/u.exec(head.rest) ?? []
  if (author === undefined || isNotice(author) || isAmidQuotation(author, first ?? '')) return undefined
  const words = [first ?? '', ...lines.slice(1)].join('\n').trim()
  if (marked && isNotice(words)) return undefined
  // Whom the telephone does not know by name has a tilde.
  // Somebody may be called by marks that nobody sees.
  return { author: author.replace(/^~[ \u00A0\u202F]?/, '').trim() || '?', ...saidIn(words) }
}

/** `Anna changed the subject from “a: b” to …`, and not `Thandi "Twin" Tshabalala: …`: the colon is within. */
function isAmidQuotation(before: string, behind: string): boolean {
  const marks = (words: string) => words.match(/["“”„«»]/g)?.length ?? 0
  return marks(before) % 2 === 1 && marks(behind) > 0
}
