import type { Attachment } from 'postal-mime'
import { largestPage } from '../../media/page-headers.ts'
import type { Mail } from './mail.ts'

/** What words alone do not show. Programs send every letter as a page as well, and most have nothing of it. */
const drawn = /<(?:img|table|style|ul|ol|h[1-6]|font|center)\b|\bstyle=["'][^"']*(?:color|background|font)/i

/** Is there more to see in this mail than its words? */
export function hasPage({ html }: Mail): boolean {
  return html !== undefined && html.length <= largestPage && drawn.test(html)
}

/** Its links open in a tab of their own, which does not learn where they stood. */
const before = '<!doctype html><meta name="referrer" content="no-referrer"><base target="_blank">'

/**
 * The mail as a page by itself: the pictures it brings along stand in it. Nothing is taken out of it; where it is shown
 * it can do nothing (`media/page-headers.ts`). `undefined`: it has none, or one that is too large to be shown.
 */
export function pageOf({ html, attachments }: Mail): Uint8Array | undefined {
  if (html === undefined) return undefined
  const pictures = new Map(attachments.flatMap(one => nameIn(one)))
  let left = largestPage - html.length - before.length
  const whole = html.replaceAll(/\bcid:([^\s"'<>)]{1,500})/gi, (written, id: string) => {
    const picture = pictures.get(id)
    if (!picture) return written
    const data = `data:${picture.mimeType};base64,${Buffer.from(picture.content as ArrayBuffer).toString('base64')}`
    left -= data.length
    return left < 0 ? 'data:,' : data
  })
  const page = new TextEncoder().encode(before + whole)
  return page.length > largestPage ? undefined : page
}

function nameIn(part: Attachment): [string, Attachment][] {
  const id = part.contentId?.replaceAll(/^<|>$/g, '')
  return id && typeof part.content !== 'string' && /^image\/(?:jpeg|png|gif|webp)$/.test(part.mimeType)
    ? [[id, part]]
    : []
}
