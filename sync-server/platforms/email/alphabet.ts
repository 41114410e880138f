import { isAscii, isUtf8 } from 'node:buffer'
import { headOf, leavesOf } from './leaves.ts'
import { fromQuoted, fromUtf7, withoutUtf7 } from './utf-7.ts'

export const longestHeads = 256 * 1024

const newline = 10

/**
 * Old programs, and forms that send mail, write letters into headers, and into a body, as their own machine has them, and
 * say nothing of it or something else. What the message says is the best guess where it can be true, UTF-8 where it is
 * some, and else it is the alphabet of most such machines. What comes out says so itself, or is UTF-8.
 */
export function inUtf8(source: Uint8Array): Uint8Array {
  const text = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  return Buffer.concat(leavesOf(text).flatMap(pieceInUtf8))
}

function pieceInUtf8(piece: Buffer): readonly Uint8Array[] {
  const head = headOf(piece)
  const body = piece.subarray(head.length)
  if (head.length > longestHeads) return [piece]
  const heads = head.toString('latin1')
  const named = /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(heads)?.[1] ?? ''
  const said = withoutUtf7(isUtf8(head) ? heads : Buffer.from(transcoded(escaped(heads), named)).toString('latin1'))
  const words = isWords(heads) ? wordsIn(decoded(heads, body), named) : undefined
  if (words === undefined) return [Buffer.from(said, 'latin1'), body]
  return [
    Buffer.from(`${plainly(said)}\r\n\r\n`, 'latin1'),
    words,
    ...(words.at(-1) === newline ? [] : [Buffer.of(newline)])
  ]
}

/** A file stays as it is, to the byte. */
function isWords(heads: string): boolean {
  return (
    !/^content-type:(?!\s*text\/(?:plain|html))/im.test(heads) && !/^content-disposition:\s*attachment/im.test(heads)
  )
}

const encodingHead = /^content-transfer-encoding:[ \t]*([\w-]*)[^\n]*/im

/** A body as it is written, below the empty line. */
function decoded(heads: string, body: Buffer): Buffer {
  const written = body.subarray(body.indexOf('\n', body.indexOf('\n') + 1) + 1)
  const how = encodingHead.exec(heads)?.[1]?.toLowerCase()
  if (how === 'base64') return Buffer.from(written.toString('latin1'), 'base64')
  return how === 'quoted-printable' ? fromQuoted(written.toString('latin1')) : written
}

/** `undefined`: it is what it says. */
function wordsIn(bytes: Buffer, named: string): Uint8Array | undefined {
  if (/^(?:unicode-1-1-)?utf-7$/i.test(named)) return Buffer.from(fromUtf7(bytes))
  if (isAscii(bytes)) return undefined
  // Letters that are UTF-8 by chance make no words in it.
  if (isUtf8(bytes)) return decoderFor(named).encoding === western ? bytes : undefined
  if (named === '') return transcoded(bytes, '')
  const isNone = /^utf-?8$/i.test(named) && !/[^\0-\x7F\uFFFD]/.test(new TextDecoder().decode(bytes))
  return isNone ? transcoded(bytes, '') : undefined
}

/** What does not name its alphabet is taken for UTF-8 by the parser. */
function plainly(heads: string): string {
  const label = /^(content-type:[^\n]*(?:\n[ \t][^\n]*)*?)\bcharset\s*=\s*(?:"[^"\n]*"|[^\s;]+)/im
  return heads.replace(label, '$1').replace(encodingHead, 'Content-Transfer-Encoding: 8bit')
}

/** What is written in a named alphabet already keeps it. */
function escaped(heads: string): Uint8Array {
  const word = /=\?[\w*-]{1,40}\?q\?[^?\n]*\?=/gi
  const byte = (letter: string) => `=${letter.charCodeAt(0).toString(16).toUpperCase()}`
  return Buffer.from(
    heads.replace(word, written => written.replaceAll(/[\u0080-\u00FF]/g, byte)),
    'latin1'
  )
}

function transcoded(bytes: Uint8Array, named: string): Uint8Array {
  const decoder = decoderFor(/^(?:utf-?8|us-ascii)?$/i.test(named) ? western : named)
  return new TextEncoder().encode(decoder.decode(bytes))
}

const western = 'windows-1252'

/** ASCII and its Western sisters are one, as on the web; so is what nobody knows. */
function decoderFor(named: string): TextDecoder {
  try {
    return new TextDecoder(named)
  } catch {
    return new TextDecoder(western)
  }
}
