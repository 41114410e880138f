import type { Content } from '../conversations/content.ts'
import { blanksOf, fillTemplate } from './content.ts'
import type { Template } from './events.ts'

/** What the customer reads of it: the heading, the words, the line at the foot, and where its buttons lead. */
export function wordingOf({ heading, body, footer, links = [] }: Template): string {
  const buttons = links.map(({ label, url }) => `${label}: ${url}`)
  return [heading, body, footer, ...buttons].filter(part => part !== undefined).join('\n\n')
}

/** Which of its parameters stand where: those of the heading come first, those of the buttons last. */
export function placesOf({ heading, links, names }: Template): Extract<Content, { kind: 'template' }>['places'] {
  const inHeading = blanksOf(heading ?? '')
  if (inHeading === 0 && !links && !names) return undefined
  return { heading: inHeading, links: (links ?? []).map(({ at }) => at), ...(names && { names }) }
}

/** A reply with it. A parameter for every blank of its wording, in their order. */
export function sayTemplate(template: Template, parameters: readonly string[]): Extract<Content, { kind: 'template' }> {
  const { name, language } = template
  const places = placesOf(template)
  const text = fillTemplate(wordingOf(template), parameters)
  return { kind: 'template', name, language, parameters: [...parameters], text, ...(places && { places }) }
}

/** Which parameter is the customer's first name in nearly every template: the first of its body. */
export function nameIn({ heading }: Template): number {
  return blanksOf(heading ?? '')
}
