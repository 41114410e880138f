import { unreachable } from '../kernel/unreachable.ts'
import type { Content, Media, MediaKind } from './content.ts'

/** All the words of a message, uncut, as they are searched and copied. Empty: it has none that a person could read. */
export function wordsOf(said: Content): string {
  switch (said.kind) {
    case 'text':
    case 'template':
      return said.text
    case 'media':
      return together(said.caption, ...filesOf(said.items).map(item => item.name))
    case 'location':
      return together(said.name, said.address)
    case 'cards':
      return together(
        ...said.cards.flatMap(({ name, organisation, phones, emails }) => [name, organisation, ...phones, ...emails])
      )
    case 'choice':
      return together(said.title, said.description)
    case 'order':
      return together(said.text, ...said.items.map(item => item.product))
    case 'shared':
      return together(said.title, said.url)
    case 'unsupported':
      return said.caption ?? ''
    case 'erased':
      return ''
    default:
      return unreachable(said)
  }
}

/** The file that a message of ours is, or has in its heading. */
export function ownFile(content: Content): Media | undefined {
  return content.kind === 'media' ? content.items[0] : content.kind === 'template' ? content.head : undefined
}

/** Characters of a coupon or a one-time password. Source: Meta, "Coupon code templates", "Authentication templates". */
export const longestCode = 15

/** What the button of a template copies. `undefined`: it has no such button. */
export function codeIn({
  parameters,
  places
}: Pick<Extract<Content, { kind: 'template' }>, 'parameters' | 'places'>): string | undefined {
  return places?.code && parameters.at(places.code.as === 'coupon' ? -1 : places.heading)
}

/** A message on one line, for lists and notifications. Never empty. */
export function summary(said: Content): string {
  const { kind } = said
  const words = kind === 'media' ? (said.caption ?? '') : wordsOf(said)
  const line = words.replace(/\s+/g, ' ').trim().slice(0, 180)
  const label = labelOf(said)
  if (label === '') return line || '…'
  if (line === '') return label
  return kind === 'unsupported' ? `${label} ${line}` : `${label}: ${line}`
}

/** What kind of thing it is, in a word or two; empty where the words speak for themselves. */
export function labelOf(said: Content): string {
  switch (said.kind) {
    case 'text':
    case 'choice':
    case 'erased':
      return ''
    case 'template':
      return said.head ? mediaLabel([said.head]) : ''
    case 'media':
      return mediaLabel(said.items)
    case 'location':
      return said.liveSeconds === undefined ? 'Location' : 'Live location'
    case 'cards':
      return said.cards.length === 1 ? 'Contact' : `${said.cards.length} contacts`
    case 'order':
      return 'Order'
    case 'shared':
      return said.story?.how === 'mention' ? 'Mentioned you in a story' : `Shared ${sharedName(said.what)}`
    case 'unsupported':
      return `[${said.what}]`
    default:
      return unreachable(said)
  }
}

const names: Record<MediaKind, readonly [one: string, many: string]> = {
  image: ['Photo', 'photos'],
  audio: ['Audio', 'audio files'],
  voice: ['Voice message', 'voice messages'],
  video: ['Video', 'videos'],
  document: ['Document', 'documents'],
  sticker: ['Sticker', 'stickers']
}

export function mediaName(kind: MediaKind): string {
  return names[kind][0]
}

function mediaLabel(items: readonly Media[]): string {
  const files = filesOf(items)
  const [first] = files
  if (!first) return ''
  if (files.length > 1) {
    const alike = files.every(item => item.media === first.media)
    return `${files.length} ${alike ? names[first.media][1] : 'files'}`
  }
  return first.media === 'document' && first.name ? `Document “${first.name.slice(0, 80)}”` : mediaName(first.media)
}

/** A page is the message itself. */
function filesOf(items: readonly Media[]): readonly Media[] {
  return items.filter(item => !item.page)
}

/** `a post`, `an ad`: whatever the platform calls it. */
function sharedName(what: string): string {
  const name = what.replaceAll(/[_-]+/g, ' ')
  return /^[aeiou]/i.test(name) ? `an ${name}` : `a ${name}`
}

function together(...parts: readonly (string | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== '').join('\n')
}
