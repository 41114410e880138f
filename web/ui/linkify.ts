export type Run = { readonly text: string; readonly href?: string }

// Only these three: a link in a customer's message must never run, and `www.` alone is still a link people mean.
const pattern =
  /(https?:\/\/[^\s<>"']+|www\.[^\s<>"']+\.[^\s<>"']+)|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(\+?\d[\d ().-]{7,}\d)/giu

/** Cuts a text into plain runs and links: addresses of the web, of mail, and telephone numbers. */
export function linkify(text: string): readonly Run[] {
  const runs: Run[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    const [whole = '', web, mail, phone] = match
    const shown = web ? withoutTail(whole) : whole
    const href = web ? (/^https?:/i.test(shown) ? shown : `https://${shown}`) : mail ? `mailto:${mail}` : dial(phone)
    if (!href) continue
    if (match.index > end) runs.push({ text: text.slice(end, match.index) })
    runs.push({ text: shown, href })
    end = match.index + shown.length
  }
  if (end < text.length) runs.push({ text: text.slice(end) })
  return runs
}

/** A sentence's full stop is not part of the address, nor is a bracket that was opened before it. */
function withoutTail(address: string): string {
  const trimmed = address.replace(/[.,;:!?…]+$/u, '')
  return trimmed.endsWith(')') && !trimmed.includes('(') ? trimmed.slice(0, -1) : trimmed
}

/** A telephone number has 8 to 15 digits (E.164); a date or an order number written with dashes looks alike but starts otherwise. */
function dial(phone: string | undefined): string | undefined {
  const digits = phone?.replace(/\D/g, '') ?? ''
  const isDate = /^\d{4}-\d{2}-\d{2}|^\d{1,2}[.-]\d{1,2}[.-]\d{2,4}/.test(phone ?? '')
  if (digits.length < 8 || digits.length > 15 || isDate) return undefined
  return phone?.startsWith('+') || /^0|[ ().-]/.test(phone ?? '')
    ? `tel:${phone?.startsWith('+') ? '+' : ''}${digits}`
    : undefined
}

const onlyEmoji =
  /^(?:\p{RI}\p{RI}|\p{Emoji}(?:\p{EMod}|\u{FE0F}\u{20E3}?)?(?:\u{200D}\p{Emoji}\u{FE0F}?\p{EMod}?)*|\s)+$/u

/** Up to three emoji and nothing else: shown large. Digits are emoji to Unicode, but not to people. */
export function isEmojiOnly(text: string): boolean {
  if (!onlyEmoji.test(text) || /[\d#*]/.test(text)) return false
  const segments = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text.replace(/\s/g, ''))]
  return segments.length > 0 && segments.length <= 3
}
