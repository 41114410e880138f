import * as v from 'valibot'
import {
  longestText,
  quoteToken,
  type Around,
  type Content,
  type MediaKind
} from '../../../shared/conversations/content.ts'
import {
  count,
  given,
  idFrom,
  isDegrees,
  line,
  link,
  list,
  name,
  part,
  unsupported,
  words,
  type Item,
  type Said
} from '../reading.ts'

type Where = { readonly isAmongMany: boolean; readonly item: unknown }

/**
 * What a message says; `item` is the whole event as it came. One we cannot show keeps LINE's own words. `whole` is false
 * when it is too long even for that. Source: LINE, "Messaging API reference", "Message event".
 */
export function said(message: Item, { isAmongMany, item }: Where): Said {
  const kind = name(message['type']) ?? 'unknown'
  if (isAmongMany) return unsupported('group_message', item, { caption: captionOf(message), elsewhere: true })
  const content = readers.get(kind)?.(message, around(message))
  return content ? { content, whole: true } : unsupported(kind, item, { caption: captionOf(message) })
}

type Reader = (message: Item, around: Around) => Content | undefined

// A map, because a name comes from outside: an object would know `constructor` as well.
// A sticker is not among them: LINE gives nobody its picture, only its number and what it may mean.
const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries({
    text(message: Item, more: Around) {
      const { text } = message
      if (typeof text !== 'string' || text.length > longestText) return undefined
      return { kind: 'text', text, ...more } as const
    },
    image: media('image'),
    video: media('video'),
    // Spoken into the app: an audio file comes as a file.
    audio: media('voice'),
    file: media('document'),
    location(message: Item, more: Around) {
      const { latitude, longitude, title, address } = message
      if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180)) return undefined
      const named = given({ name: line(title), address: line(address) })
      return { kind: 'location', latitude, longitude, ...named, ...more } as const
    }
  } satisfies Record<string, Reader>)
)

/** It lies at LINE under the message's own id, or where whoever sent it for the customer keeps it. */
function media(kind: MediaKind): Reader {
  return (message, more) => {
    const provider = part(message, 'contentProvider')
    const url = provider['type'] === 'external' ? link(provider['originalContentUrl']) : undefined
    const id = name(message['id'])
    const milliseconds = count(message['duration'])
    const known = given({
      ...(url === undefined ? { id } : { url }),
      name: line(message['fileName']),
      bytes: count(message['fileSize']),
      seconds: milliseconds === undefined ? undefined : Math.round(milliseconds / 1000)
    })
    return { kind: 'media', items: [{ media: kind, ...known }], ...more }
  }
}

/** What it answers, and what an answer will name it by. Source: LINE, "Get quote tokens". */
function around(message: Item): Around {
  const quoted = name(message['quotedMessageId'])
  const token = message['quoteToken']
  return given({
    replyTo: quoted === undefined ? undefined : { message: idFrom(quoted) },
    quoteToken: v.is(quoteToken, token) ? token : undefined
  })
}

/** The words in a message that cannot be shown: what stands on a sticker, or what LINE says that it means. */
function captionOf(message: Item): string | undefined {
  const meanings = list(message['keywords']).flatMap(one => words(one, 100) ?? [])
  return words(message['text']) ?? words(meanings.slice(0, 5).join(', '), 500)
}
