import { convert } from 'html-to-text'

/** What a page says, without anything that could act: no script, no style, no picture, an address beside its words. */
export function textOfHtml(html: string): string {
  return convert(upToDeepest(html.slice(0, longest)), {
    wordwrap: false,
    limits: { maxDepth: 100, maxChildNodes: 10_000, ellipsis: '…', maxInputLength: longest },
    selectors: [
      ...['head', 'img', 'noscript', 'template'].map(selector => ({ selector, format: 'skip' })),
      { selector: 'a', options: { ignoreHref: false, noAnchorUrl: true, hideLinkHrefIfSameAsText: true } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map(selector => ({ selector, options: { uppercase: false } }))
    ]
  }).trim()
}

const longest = 1024 * 1024
const deepest = 1000

/**
 * The page up to where its tags stand too deep in each other. Parsers walk over all that is open at every tag: two
 * hundred thousand that nobody closes held the whole server for half a minute.
 */
export function upToDeepest(html: string): string {
  let depth = 0
  for (const { 1: closing, index } of html.matchAll(/<(\/?)(?!(?:area|br|col|hr|img|input|link|meta|wbr)\b)[a-z]/gi)) {
    depth = closing === '/' ? Math.max(depth - 1, 0) : depth + 1
    if (depth > deepest) return html.slice(0, index)
  }
  return html
}
