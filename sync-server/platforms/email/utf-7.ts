/** The alphabet of mail before it had eight bits, which Outlook wrote for long. Source: RFC 2152. */
export function fromUtf7(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/\+([A-Za-z0-9+/]*)-?/g, (_, shifted: string) => (shifted === '' ? '+' : inUtf16(shifted)))
}

function inUtf16(base64: string): string {
  const units = Buffer.from(base64, 'base64')
  return units
    .subarray(0, units.length & ~1)
    .swap16()
    .toString('utf16le')
}

/** Words in a head that are written in it, in an alphabet that a parser knows. */
export function withoutUtf7(head: string): string {
  return head.replace(/=\?utf-7\?([qb])\?([^?\n]*)\?=/gi, (_, how: string, words: string) => {
    const bytes = how.toLowerCase() === 'b' ? Buffer.from(words, 'base64') : fromQuoted(words.replaceAll('_', ' '))
    return `=?utf-8?B?${Buffer.from(fromUtf7(bytes)).toString('base64')}?=`
  })
}

/** Quoted-printable. Source: RFC 2045, 6.7. */
export function fromQuoted(text: string): Buffer {
  const plain = text.replace(/=[ \t]*\r?\n/g, '')
  return Buffer.from(
    plain.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1'
  )
}
