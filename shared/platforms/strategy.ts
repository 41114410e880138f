/** How the length of a text is counted, and how much of it fits in one message. */
export type TextLimit = { readonly most: number; readonly unit: 'characters' | 'bytes' }

/** What a platform can do and allows: read by the composer, the decider, the emulator and the server alike. */
export type Strategy = {
  readonly platform: string
  readonly name: string
  readonly text: TextLimit
  /** How long free text may be sent after the customer's last message, by the platform's clock. `null`: for ever. */
  readonly replyWindowHours: number | null
  readonly templates: boolean
  /** Which steps of the delivery ladder this platform ever reports. */
  readonly receipts: readonly ('sent' | 'delivered' | 'read')[]
}

/** The length of `text` in the platform's own unit; a character is a Unicode code point. */
export function measure(text: string, limit: TextLimit): number {
  return limit.unit === 'bytes' ? utf8Length(text) : Array.from(text).length
}

function utf8Length(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4
  }
  return bytes
}
