import {
  longestText,
  type Around,
  type Content,
  type Media,
  type MediaKind
} from '../../../shared/conversations/content.ts'
import {
  count,
  given,
  isDegrees,
  isObject,
  line,
  list,
  name,
  part,
  unsupported,
  words,
  type Item,
  type Said
} from '../reading.ts'
import { messageId } from './message-id.ts'

type Where = {
  readonly account: string
  readonly chat: { readonly id: number; readonly type: string }
  readonly item: unknown
}

/**
 * What a message says; `item` is the same as it came. The fields that are there tell its kind; one we cannot show keeps
 * Telegram's own words. `whole` is false when it is too long even for that. Source: Telegram, "Message".
 */
export function said(message: Item, { account, chat, item }: Where): Said {
  if (chat.type !== 'private') {
    return unsupported('group_message', item, { caption: captionOf(message), elsewhere: true })
  }
  // A venue has a location too, and an animation a document: the narrower stand first.
  const kind = Object.keys(readers).find(name => message[name] !== undefined)
  const content = kind === undefined ? undefined : readers[kind]?.(message, around(message, account))
  if (content) return { content, whole: true }
  return unsupported(kind ?? kindOf(message), item, { caption: captionOf(message) })
}

type Reader = (message: Item, around: Around) => Content | undefined

const readers: Readonly<Record<string, Reader>> = {
  text(message, more) {
    const text = message['text']
    if (typeof text !== 'string' || text.length > longestText) return undefined
    return { kind: 'text', text, ...more, ...followed(text) }
  },
  animation: media('animation', 'video'),
  audio: media('audio', 'audio'),
  document: media('document', 'document'),
  photo(message, more) {
    const sizes = list(message['photo']).filter(isObject)
    const pixels = (size: Item) => (count(size['width']) ?? 0) * (count(size['height']) ?? 0)
    const largest = sizes.filter(size => fileOf(size) !== undefined).toSorted((a, b) => pixels(b) - pixels(a))[0]
    return largest && mediaOf('image', largest, message, more)
  },
  sticker: media('sticker', 'sticker'),
  video: media('video', 'video'),
  video_note: media('video_note', 'video'),
  voice: media('voice', 'voice'),
  contact(message, more) {
    const of = part(message, 'contact')
    const phone = line(of['phone_number'])
    const named = line([of['first_name'], of['last_name']].flatMap(one => words(one) ?? []).join(' ')) ?? phone
    if (named === undefined) return undefined
    return { kind: 'cards', cards: [{ name: named, phones: phone === undefined ? [] : [phone], emails: [] }], ...more }
  },
  venue(message, more) {
    const of = part(message, 'venue')
    return placeOf(part(of, 'location'), given({ name: line(of['title']), address: line(of['address']) }), more)
  },
  location: (message, more) => placeOf(part(message, 'location'), {}, more)
}

function media(field: string, kind: MediaKind): Reader {
  return (message, more) => mediaOf(kind, part(message, field), message, more)
}

function mediaOf(kind: MediaKind, of: Item, message: Item, more: Around): Content | undefined {
  const id = fileOf(of)
  if (id === undefined) return undefined
  const item: Media = {
    media: kind,
    id,
    ...given({
      mime: words(of['mime_type'], 200) ?? (kind === 'sticker' ? stickerType(of) : undefined),
      bytes: count(of['file_size']),
      name: line(of['file_name']),
      seconds: count(of['duration']),
      // A video note is round: one length is both.
      width: count(of['width'] ?? of['length']),
      height: count(of['height'] ?? of['length'])
    })
  }
  return { kind: 'media', items: [item], ...given({ caption: words(message['caption']) }), ...more }
}

function fileOf(of: Item): string | undefined {
  const id = name(of['file_id'])
  return id !== undefined && id.length <= 1000 ? id : undefined
}

/** Telegram does not say it for a sticker. Source: Telegram, "Sticker". */
function stickerType(of: Item): string {
  if (of['is_video'] === true) return 'video/webm'
  return of['is_animated'] === true ? 'application/x-tgsticker' : 'image/webp'
}

function placeOf(of: Item, named: { name?: string; address?: string }, more: Around): Content | undefined {
  const { latitude, longitude } = of
  if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180)) return undefined
  return {
    kind: 'location',
    latitude,
    longitude,
    ...named,
    ...given({ liveSeconds: count(of['live_period']) }),
    ...more
  }
}

/** A link to the bot may carry words of ours; its first message then brings them. Source: Telegram, "Deep linking". */
function followed(text: string): Around {
  const ref = /^\/start ([\w-]{1,64})$/.exec(text)?.[1]
  return ref === undefined ? {} : { referral: { source: 'link', ref } }
}

/** What it answers, and whether it was passed on. A reply into another chat answers nothing here. */
function around(message: Item, account: string): Around {
  const { message_id, chat } = part(message, 'reply_to_message')
  const [of, where] = [name(message_id), name(part({ chat }, 'chat')['id'])]
  const quoted = given({ words: words(part(message, 'quote')['text']) })
  return given({
    replyTo:
      of === undefined || where === undefined ? undefined : { message: messageId(account, where, of), ...quoted },
    forwarded: message['forward_origin'] !== undefined || message['forward_date'] !== undefined ? true : undefined
  })
}

/** What any message may have, and none is about. */
const everywhere =
  /^(?:sender_|forward_|reply_|is_|has_|via_|edit_|author_|caption|show_caption|media_group|message_thread|direct_messages|business_|effect_id|quote|external_reply|entities|link_preview|paid_star)/

function kindOf(message: Item): string {
  return Object.keys(message).find(field => !everywhere.test(field)) ?? 'unknown'
}

/** The words in a message of some other kind. */
function captionOf(message: Item): string | undefined {
  const { text, caption } = message
  const places = [text, caption, part(message, 'poll')['question'], part(message, 'dice')['emoji']]
  return places.map(place => words(place)).find(found => found !== undefined)
}
