import { isAscii, isUtf8 } from 'node:buffer'

export const longestHeads = 256 * 1024

/**
 * Old programs, and forms that send mail, write letters into headers, and into a body, as their own machine has them, and
 * say nothing of it or something else. What the message says is the best guess where it can be true, UTF-8 where it is
 * some, and else it is the alphabet of most such machines. What comes out says so itself, or is UTF-8.
 */
export function inUtf8(source: Uint8Array): Uint8Array {
  const text = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  const ends = [text.indexOf('\r\n\r\n'), text.indexOf('\n\n')].filter(at => at >= 0)
  const end = Math.min(...ends, text.length)
  const [head, body] = [text.subarray(0, end), text.subarray(end)]
  const heads = head.toString('latin1').slice(0, longestHeads)
  const named = /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(heads)?.[1] ?? ''
  const isPlain =
    !/^content-type:(?!\s*text\/(?:plain|html))/im.test(heads) &&
    !/^content-transfer-encoding:\s*(?:quoted|base64)/im.test(heads)
  const words = isPlain ? wordsIn(body, named) : body
  const isKept = isUtf8(head) || head.length > longestHeads
  const said = isKept ? head : transcoded(escaped(heads), named)
  if (words === 'utf-8') return Buffer.concat([nameless(said), body])
  return said === head && words === body ? source : Buffer.concat([said, words])
}

/** `utf-8`: as it is, whatever it says. */
function wordsIn(body: Buffer, named: string): Uint8Array | 'utf-8' {
  if (isAscii(body)) return body
  const isWestern = decoderFor(named).encoding === western
  // Letters that are UTF-8 by chance make no words in it.
  if (isUtf8(body)) return isWestern ? 'utf-8' : body
  if (named === '') return transcoded(body, '')
  const isNone = /^utf-?8$/i.test(named) && !/[^\0-\x7F\uFFFD]/.test(new TextDecoder().decode(body))
  return isNone ? transcoded(body, '') : body
}

/** What does not name its alphabet is taken for UTF-8 by the parser. */
function nameless(head: Uint8Array): Uint8Array {
  const heads = Buffer.from(head).toString('latin1')
  const label = /^(content-type:[^\n]*(?:\n[ \t][^\n]*)*?)\bcharset\s*=\s*(?:"[^"\n]*"|[^\s;]+)/im
  return Buffer.from(heads.replace(label, '$1'), 'latin1')
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
