import {
  longestText,
  type Around,
  type Content,
  type Media,
  type MediaKind
} from '../../../shared/conversations/content.ts'
import {
  given,
  idFrom,
  isDegrees,
  isObject,
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

type Shared = Extract<Content, { kind: 'shared' }>

/**
 * What a message says; `item` is the event it came in. What we cannot show keeps Meta's own words.
 * Source: Meta, "messages" and "message_echoes", and "Instagram, Webhooks".
 */
export function said(message: Item, item: unknown): Said {
  const text = words(message['text'])
  const attachments = withoutTwins(list(message['attachments']).filter(isObject))
  const lost = (what: string) => unsupported(what, item, { caption: linesOf(text, attachments) })
  const kind = words(attachments[0]?.['type'], 64)
  if (message['is_unsupported'] === true) return lost(kind ?? 'unsupported')
  if (typeof message['text'] === 'string' && message['text'].length > longestText) return lost('text')
  const more = around(message)
  const content = attachments.length === 0 ? spoken(message, text, more) : attached(attachments, text, more)
  return content ? { content, whole: true } : lost(attachments.length > 1 ? 'attachments' : (kind ?? 'message'))
}

function spoken(message: Item, text: string | undefined, more: Around): Content | undefined {
  const payload = words(part(message, 'quick_reply')['payload'])
  const said = text ?? commandIn(message)
  if (said === undefined) return undefined
  return payload === undefined
    ? { kind: 'text', text: said, ...more }
    : { kind: 'choice', via: 'quick-reply', title: said, payload, ...more }
}

/** Chosen from the list of what may be asked here. Source: Meta, "messages", `commands`. */
function commandIn(message: Item): string | undefined {
  const names = list(message['commands']).flatMap(one => line(part({ one }, 'one')['name']) ?? [])
  return words(names.map(command => `/${command}`).join(' '))
}

function attached(attachments: readonly Item[], text: string | undefined, more: Around): Content | undefined {
  const files = attachments.flatMap(one => fileIn(one) ?? [])
  if (files.length === attachments.length) {
    return { kind: 'media', items: files.slice(0, 30), ...given({ caption: text }), ...more }
  }
  const [only, ...rest] = attachments
  if (files.length > 0) {
    const others = attachments.filter(one => fileIn(one) === undefined)
    return { kind: 'media', items: files.slice(0, 30), ...given({ caption: linesOf(text, others) }), ...more }
  }
  if (!only || rest.length > 0) return undefined
  // It has nothing but its kind: the heart that a tap sends.
  if (only['type'] === 'like_heart') return { kind: 'text', text: text ?? '❤️', ...more }
  const place = placeIn(only, more)
  if (place) return place
  // What somebody typed stands for itself: the card under it is made from its link.
  if (only['type'] === 'fallback' && text !== undefined) return { kind: 'text', text, ...more }
  const shared = sharedIn(only)
  if (!shared) return undefined
  const title = [text, shared.title].flatMap(one => one ?? []).join('\n')
  return { ...shared, ...more, ...given({ title: words(title), story: shared.story ?? more.story }) }
}

/** While Meta changes how it calls something it tells it twice. Sources: "messages" (stickers), "Instagram Post Shares". */
const twins: ReadonlyMap<unknown, string> = new Map(Object.entries({ image: 'sticker', share: 'ig_post' }))

function withoutTwins(attachments: readonly Item[]): readonly Item[] {
  return attachments.filter(one => {
    const twin = twins.get(one['type'])
    const mark = markOf(one)
    return twin === undefined || !attachments.some(other => other['type'] === twin && markOf(other) === mark)
  })
}

function markOf(attachment: Item): unknown {
  const payload = part(attachment, 'payload')
  return name(payload['sticker_id']) ?? name(payload['ig_post_media_id']) ?? payload['url']
}

const files: ReadonlyMap<unknown, MediaKind> = new Map(
  Object.entries({ image: 'image', video: 'video', audio: 'audio', file: 'document', sticker: 'sticker' } as const)
)

/** Its address is all that is told of a file, and does not last. */
function fileIn(attachment: Item): Media | undefined {
  const media = files.get(attachment['type'])
  const payload = part(attachment, 'payload')
  const sticker = line(name(payload['sticker_id']))
  const found = given({ id: sticker, url: link(payload['url']) })
  if (media === undefined || (found.id === undefined && found.url === undefined)) return undefined
  return { media: sticker === undefined ? media : 'sticker', ...found, ...given({ name: line(payload['title']) }) }
}

/** Messenger stopped offering it in 2019; old apps still send it. */
function placeIn(attachment: Item, more: Around): Content | undefined {
  const { lat, long } = part(part(attachment, 'payload'), 'coordinates')
  if (attachment['type'] !== 'location' || !isDegrees(lat, 90) || !isDegrees(long, 180)) return undefined
  return { kind: 'location', latitude: lat, longitude: long, ...given({ name: line(attachment['title']) }), ...more }
}

const passedOn: ReadonlyMap<unknown, string> = new Map(
  Object.entries({
    fallback: 'link',
    share: 'post',
    post: 'post',
    ig_post: 'post',
    reel: 'reel',
    ig_reel: 'reel',
    ig_story: 'story',
    story_mention: 'story',
    template: 'template'
  })
)

/** Something of Meta's own that was passed on, or a card with buttons from another app of the business. */
function sharedIn(attachment: Item): Shared | undefined {
  const what = passedOn.get(attachment['type'])
  if (what === undefined) return undefined
  const { title, url, isProduct } = wordsOn(attachment)
  if (title === undefined && url === undefined) return undefined
  const mention = attachment['type'] === 'story_mention'
  return {
    kind: 'shared',
    what: isProduct ? 'product' : what,
    ...given({ title, url, story: mention ? { how: 'mention' as const, ...given({ url }) } : undefined })
  }
}

/** Whatever can be read on it, and where it leads. */
function wordsOn(attachment: Item) {
  const payload = part(attachment, 'payload')
  const products = list(part(payload, 'product')['elements']).filter(isObject)
  const cards = [...products, ...list(payload['elements']).filter(isObject)]
  const own = ['text', 'intro_message', 'title'].map(place => payload[place])
  const titles = [...own, attachment['title'], ...cards.flatMap(card => [card['title'], card['subtitle']])]
  const buttons = list(payload['buttons']).flatMap(one => words(part({ one }, 'one')['title'], 100) ?? [])
  return {
    title: words([...new Set(titles.flatMap(one => words(one) ?? []))].join('\n')) ?? words(buttons.join('\n')),
    url: link(payload['url']) ?? link(attachment['url']) ?? link(cards[0]?.['image_url']),
    isProduct: products.length > 0
  }
}

/** What was typed, and what can be read on things that have no place of their own. */
function linesOf(text: string | undefined, attachments: readonly Item[]): string | undefined {
  const places = attachments.map(one => [wordsOn(one).title, wordsOn(one).url ?? pointOn(one)])
  return words([text, ...places.flat()].flatMap(one => one ?? []).join('\n'))
}

function pointOn(attachment: Item): string | undefined {
  const place = placeIn(attachment, {})
  return place?.kind === 'location' ? `${place.latitude}, ${place.longitude}` : undefined
}

/** What it answers, the story it is about, and what brought the customer here. */
function around(message: Item): Around {
  const answered = part(message, 'reply_to')
  const of = words(answered['mid'], 2000)
  const story = isObject(answered['story']) ? answered['story'] : undefined
  return given({
    replyTo: of === undefined ? undefined : { message: idFrom(of) },
    story: story && { how: 'reply' as const, ...given({ id: line(name(story['id'])), url: link(story['url']) }) },
    referral: referralOf(message['referral'])
  })
}

const sources: ReadonlyMap<unknown, string> = new Map(
  Object.entries({ ADS: 'ad', SHORTLINK: 'link', SHORT_URL: 'link', 'SHORT-URL': 'link', 'IGME-SOURCE-LINK': 'link' })
)

/** An ad, a link with words of ours in it, a product in the shop. Source: Meta, "messaging_referrals". */
export function referralOf(value: unknown): Around['referral'] {
  if (!isObject(value)) return undefined
  const product = line(name(part(value, 'product')['id']))
  const ad = part(value, 'ads_context_data')
  const told = words(value['source'], 64)
  const source = sources.get(told) ?? told?.toLowerCase() ?? (product === undefined ? 'link' : 'product')
  return {
    source,
    ...given({
      headline: line(ad['ad_title']),
      url: link(value['referer_uri']),
      id: line(name(value['ad_id'])) ?? product ?? line(name(ad['post_id'])),
      ref: words(value['ref'], 2100)
    })
  }
}
