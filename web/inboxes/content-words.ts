/** A blank of a template has no name, only a place: `Blank 2, after “your order”`. */
export function blankWords(body: string, blank: number): string {
  const before =
    body
      .slice(0, body.indexOf(`{{${blank}}}`))
      .split('}}')
      .at(-1)
      ?.trim() ?? ''
  const last = before
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .split(/\s+/)
    .slice(-3)
    .join(' ')
  return last === '' ? `Blank ${blank}` : `Blank ${blank}, after “${last}”`
}

/** The name of a template, `order_update`, as people say it. */
export function readable(name: string): string {
  const spaced = name.replaceAll('_', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
