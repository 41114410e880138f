/** One message of an mbox, as it was before it was put in. `line`: where it begins. */
export type MboxPiece = { readonly line: number; readonly source: Uint8Array }

const newline = 10
const from = [70, 114, 111, 109, 32]
const quote = 62

/**
 * Takes an mbox apart (RFC 4155, quoted as mboxrd): a line that begins with `From ` behind an empty one begins a message,
 * and any other such line has a `>` in front. Not every program quotes, nor leaves a line empty: so a paragraph that
 * begins with `From ` has neither a stamp nor headers below it, and what has both needs no empty line.
 * A file that does not begin so is one message, an `.eml`.
 */
export function* piecesOfMbox(bytes: Uint8Array): Generator<MboxPiece> {
  if (!isFrom(bytes, 0)) {
    yield { line: 1, source: bytes }
    return
  }
  let line = 1
  let [begin, beginLine, isBehindEmpty] = [-1, 0, true]
  for (let at = 0; at < bytes.length; line++) {
    const end = endOfLine(bytes, at)
    if (at === 0 || (isFrom(bytes, at) && isBeginning(bytes, at, end, isBehindEmpty))) {
      if (begin !== -1) yield { line: beginLine, source: unquoted(bytes.subarray(begin, at)) }
      begin = end
      beginLine = line
    }
    isBehindEmpty = isEmpty(bytes, at, end)
    at = end
  }
  yield { line: beginLine, source: unquoted(bytes.subarray(begin)) }
}

/** Where the next line begins. */
function endOfLine(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(newline, at)
  return end === -1 ? bytes.length : end + 1
}

function isFrom(bytes: Uint8Array, at: number): boolean {
  return from.every((byte, i) => bytes[at + i] === byte)
}

function isBeginning(bytes: Uint8Array, at: number, end: number, isBehindEmpty: boolean): boolean {
  const isStamped = stamp.test(beginningOf(bytes, at, end).trimEnd())
  const isHeaded = /^[!-9;-~]+:/.test(beginningOf(bytes, end, bytes.length))
  return isBehindEmpty ? isStamped || isHeaded : isStamped && isHeaded
}

/** `From anna@example.com Sun Dec 31 21:41:00 2023`, as it should be, and what Thunderbird and Google make of it. */
const stamp = /^From (?:-$|- \w{3} |\S+@\S+$|\S.* \w{3} +\d{1,2} \d\d?:\d\d)/

function beginningOf(bytes: Uint8Array, at: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(at, Math.min(at + 200, end)))
}

function isEmpty(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at === 1 || (end - at === 2 && bytes[at] === 13)
}

/** Takes one `>` from every line that is `From ` behind some of them. */
function unquoted(piece: Uint8Array): Uint8Array {
  const cuts: number[] = []
  for (let at = 0; at < piece.length; at = endOfLine(piece, at)) {
    let behind = at
    while (piece[behind] === quote) behind += 1
    if (behind > at && isFrom(piece, behind)) cuts.push(at)
  }
  if (cuts.length === 0) return piece
  const whole = new Uint8Array(piece.length - cuts.length)
  let [read, written] = [0, 0]
  for (const cut of [...cuts, piece.length]) {
    whole.set(piece.subarray(read, cut), written)
    written += cut - read
    read = cut + 1
  }
  return whole
}
