import {
  longestText,
  type Around,
  type Content,
  type Media,
  type MediaKind
} from '../../../shared/conversations/content.ts'
import {
  answersIn,
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
import { messageId, type Place } from './message-id.ts'
import { richFiles, richText } from './rich.ts'

type Where = {
  readonly place: Place
  /** Of the chat. */
  readonly type: string
  readonly item: unknown
}

/**
 * What a message says; `item` is the same as it came. The fields that are there tell its kind; one we cannot show keeps
 * Telegram's own words. `whole` is false when it is too long even for that. Source: Telegram, "Message".
 */
export function said(message: Item, { place, type, item }: Where): Said {
  if (type !== 'private') {
    return unsupported('group_message', item, { caption: captionOf(message), elsewhere: true })
  }
  // A venue has a location too, and an animation a document: the narrower stand first.
  const kind = Object.keys(readers).find(name => message[name] !== undefined)
  const content = kind === undefined ? undefined : readers[kind]?.(message, around(message, place))
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
  rich_message(message, more) {
    const rich = part(message, 'rich_message')
    const text = richText(rich)
    const items = richFiles(rich)
      .flatMap(one => filesIn(one))
      .slice(0, 30)
    if (items.length > 0) return { kind: 'media', items, ...given({ caption: text }), ...more }
    return text === undefined ? undefined : { kind: 'text', text, ...more }
  },
  paid_media(message, more) {
    const items = list(part(message, 'paid_media')['paid_media'])
      .filter(isObject)
      .flatMap(one => filesIn(one))
    return items.length === 0 ? undefined : mediaWith(items.slice(0, 30), message, more)
  },
  animation: media('animation', 'video'),
  audio: media('audio', 'audio'),
  document: media('document', 'document'),
  photo(message, more) {
    const largest = largestOf(message)
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
  users_shared(message, more) {
    const users = list(part(message, 'users_shared')['users']).filter(isObject)
    const cards = users.flatMap(user => {
      const named = line([user['first_name'], user['last_name']].flatMap(one => words(one) ?? []).join(' '))
      return named === undefined ? [] : [{ name: named, phones: [], emails: [] }]
    })
    return cards.length === 0 ? undefined : { kind: 'cards', cards: cards.slice(0, 50), ...more }
  },
  /** Filled in on a page that a button of ours opened. */
  web_app_data(message, more) {
    const { button_text, data } = part(message, 'web_app_data')
    const title = words(button_text) ?? words(data)
    if (title === undefined) return undefined
    const answers = answersIn(data) ?? words(data)
    return { kind: 'choice', via: 'form', title, ...given({ description: answers, payload: words(data) }), ...more }
  },
  /** Somebody's, passed on: only the app can show it. */
  story(message, more) {
    const { chat, id } = part(message, 'story')
    const [username, number] = [name(part({ chat }, 'chat')['username']), name(id)]
    if (username === undefined || number === undefined) return undefined
    const title = line(part({ chat }, 'chat')['title'])
    return { kind: 'shared', what: 'story', url: `https://t.me/${username}/s/${number}`, ...given({ title }), ...more }
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
  const item = itemOf(kind, of)
  return item && mediaWith([item], message, more)
}

function mediaWith(items: Media[], message: Item, more: Around): Content {
  return { kind: 'media', items, ...given({ caption: words(message['caption']) ?? moving(message) }), ...more }
}

/** A sticker that moves in a way only the app knows: what it stands for is all that can be shown. */
function moving(message: Item): string | undefined {
  const sticker = part(message, 'sticker')
  return sticker['is_animated'] === true ? words(sticker['emoji'], 64) : undefined
}

/** The files of what has several kinds of them. */
function filesIn(of: Item): Media[] {
  const photo = largestOf(of)
  const all = [
    photo && itemOf('image', photo),
    itemOf('video', part(of, 'video')),
    itemOf('video', part(of, 'animation')),
    itemOf('video', part(of, 'live_photo')),
    itemOf('audio', part(of, 'audio')),
    itemOf('voice', part(of, 'voice_note'))
  ]
  return all.filter(one => one !== undefined)
}

function largestOf(of: Item): Item | undefined {
  const sizes = list(of['photo']).filter(isObject)
  const pixels = (size: Item) => (count(size['width']) ?? 0) * (count(size['height']) ?? 0)
  return sizes.filter(size => fileOf(size) !== undefined).toSorted((a, b) => pixels(b) - pixels(a))[0]
}

function itemOf(kind: MediaKind, of: Item): Media | undefined {
  const id = fileOf(of)
  if (id === undefined) return undefined
  return {
    media: kind,
    id,
    ...given({
      mime: words(of['mime_type'], 200) ?? (kind === 'sticker' ? stickerType(of) : undefined),
      bytes: count(of['file_size']),
      name: line(of['file_name']) ?? line([of['performer'], of['title']].flatMap(one => words(one) ?? []).join(' – ')),
      seconds: count(of['duration']),
      // A video note is round: one length is both.
      width: count(of['width'] ?? of['length']),
      height: count(of['height'] ?? of['length'])
    })
  }
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

/**
 * What it answers, and whether it was passed on. What is answered may stand in another chat, a channel of the shop's:
 * then its words, where some were marked, are all that is told of it.
 */
function around(message: Item, { bot, connection }: Place): Around {
  const here = part(message, 'reply_to_message')
  const isElsewhere = here['message_id'] === undefined
  const { message_id, chat } = isElsewhere ? part(message, 'external_reply') : here
  const [of, where] = [name(message_id), name(part({ chat }, 'chat')['id'])]
  const quoted = given({ words: words(part(message, 'quote')['text']) })
  return given({
    replyTo:
      of === undefined || where === undefined
        ? undefined
        : {
            message: messageId({ bot, chat: where, connection: isElsewhere ? undefined : connection }, of),
            ...quoted
          },
    forwarded: message['forward_origin'] !== undefined || message['forward_date'] !== undefined ? true : undefined
  })
}

/** What any message may have, and none is about. */
const everywhere =
  /^(?:sender_|forward_|reply_|is_|has_|via_|edit_|author_|caption|show_caption|media_group|message_thread|direct_messages|business_|effect_id|quote|external_reply|entities|link_preview|paid_star|ephemeral_|receiver_|guest_|suggested_post_info)/

function kindOf(message: Item): string {
  return Object.keys(message).find(field => !everywhere.test(field)) ?? 'unknown'
}

/** The words in a message of some other kind. */
function captionOf(message: Item): string | undefined {
  const { text, caption } = message
  const dice = part(message, 'dice')
  const places = [
    text,
    caption,
    linesOf(part(message, 'poll'), 'question', 'options'),
    linesOf(part(message, 'checklist'), 'title', 'tasks'),
    [name(dice['emoji']), name(dice['value'])].filter(Boolean).join(' '),
    linesOf(part(message, 'game'), 'title', ''),
    linesOf(part(message, 'invoice'), 'title', '')
  ]
  return places.map(place => words(place)).find(found => found !== undefined)
}

/** A heading, and what stands under it. */
function linesOf(of: Item, heading: string, under: string): string {
  const all = list(of[under]).flatMap(one => words(part({ one }, 'one')['text'], 500) ?? [])
  return [...list(words(of[heading])), ...all.map(one => `· ${one}`)].join('\n')
}
