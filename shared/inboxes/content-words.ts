import type { Content, HeadingPlace, Media } from '../conversations/content.ts'
import { longestCode } from '../conversations/content-words.ts'
import { blanksOf, fillTemplate } from './content.ts'
import type { Template } from './events.ts'

type Said = Extract<Content, { kind: 'template' }>

/** What the customer reads of it: the heading, the words, the line at the foot, and what its buttons lead to, copy or open. */
export function wordingOf({ heading, body, footer, links = [], code, form }: Template): string {
  const buttons = links.map(({ label, url }) => `${label}: ${url}`)
  const copied = code && `${code.label}: ${code.text}`
  return [heading, body, footer, ...buttons, copied, form?.label].filter(part => part !== undefined).join('\n\n')
}

/** Which of its parameters stand where: those of the heading come first, those of the buttons last. */
export function placesOf({ heading, links, names, code, form }: Template): Said['places'] {
  const inHeading = blanksOf(heading ?? '')
  if (inHeading === 0 && !links && !names && !code && !form) return undefined
  return {
    heading: inHeading,
    links: (links ?? []).map(({ at }) => at),
    ...(code && { code: { at: code.at, as: code.as } }),
    ...(form && { form: form.at }),
    ...(names && { names })
  }
}

/** A reply with it. A parameter for every blank of its wording, in their order, and what is to stand in its heading. */
export function sayTemplate(
  template: Template,
  parameters: readonly string[],
  { head, place }: { readonly head?: Media | undefined; readonly place?: HeadingPlace | undefined } = {}
): Said {
  const { name, language } = template
  const places = placesOf(template)
  const text = underPlace(place, fillTemplate(wordingOf(template), parameters))
  const parts = { ...(head && { head }), ...(place && { place }), ...(places && { places }) }
  return { kind: 'template', name, language, parameters: [...parameters], text, ...parts }
}

/** What the customer reads under a map, and above the words. */
export function underPlace(place: Pick<HeadingPlace, 'name' | 'address'> | undefined, words: string): string {
  return place ? `${place.name}\n${place.address}\n\n${words}` : words
}

/** Which parameter is the customer's first name in nearly every template: the first of its body. -1: none. */
export function nameIn({ heading, code }: Template): number {
  return code?.as === 'password' ? -1 : blanksOf(heading ?? '')
}

/** Is it what a button copies that stands in this blank? They count from 1. */
export function isCode({ code }: Template, blank: number): boolean {
  return code !== undefined && blanksOf(code.text) === blank
}

/** How many characters fit into a blank. */
export function longestIn(template: Template, blank: number): number {
  return isCode(template, blank) ? longestCode : 1024
}
