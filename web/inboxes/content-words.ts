import { longestCode } from '../../shared/conversations/content-words.ts'
import { isCode, wordingOf } from '../../shared/inboxes/content-words.ts'
import type { BeyondUs, Template, TemplateHead } from '../../shared/inboxes/events.ts'

/** A blank of a template has no name, only a place: `Blank 2, after “your order”`. */
export function blankWords(template: Template, blank: number): string {
  if (isCode(template, blank)) return `The code, of at most ${longestCode} characters`
  const before = wordingOf(template).split(`{{${blank}}}`)[0]?.split('}}').at(-1)?.trim() ?? ''
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

/** What somebody brings for the heading. */
export const headWords: Readonly<Record<TemplateHead, string>> = {
  image: 'a picture',
  video: 'a video',
  document: 'a document'
}

/** What a template has that cannot be filled in here. */
export const needsWords: Readonly<Record<BeyondUs, string>> = {
  cards: 'a row of cards',
  product: 'products of a catalogue',
  form: 'a form',
  'moving-picture': 'a moving picture',
  payment: 'an order to be paid',
  offer: 'an offer that ends',
  call: 'a call',
  other: 'something that Daybook does not know yet'
}
