import type { Around, Content, Media, MediaKind } from '../../../shared/conversations/content.ts'
import {
  answersIn,
  count,
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

const longestText = 20_000

/**
 * What a message says; `item` is the same as it came. A kind we cannot show keeps Meta's own words, and whatever can be read of it as a caption.
 * `whole` is false when it is too long even for that: then its raw form must be kept elsewhere. Source: Meta, "Messages webhook reference".
 */
export function said(type: string, message: Item, item: unknown): Said {
  if (message['group_id'] !== undefined) {
    return unsupported('group_message', item, { caption: captionOf(type, message), elsewhere: true })
  }
  // Every object has a `constructor`: only what is its own is a kind.
  const read = Object.hasOwn(readers, type) ? readers[type]?.(part(message, type), around(message)) : undefined
  if (!read) return unsupported(kindOf(type, message), item, { caption: captionOf(type, message) ?? whyNot(message) })
  return { content: read, whole: true }
}

/** What Meta cannot hand on it may still call by its name. Source: Meta, "Unsupported messages webhook reference". */
function kindOf(type: string, message: Item): string {
  return (type === 'unsupported' ? words(part(message, type)['type'], 64) : undefined) ?? type
}

const unknownType = '131051'

/** Why Meta did not hand it on, where it is more than that it does not know it: the customer can send it again. */
function whyNot(message: Item): string | undefined {
  const error = list(message['errors']).find(isObject)
  if (!error || name(error['code']) === unknownType) return undefined
  return (
    line(part(error, 'error_data')['details']) ??
    line(error['details']) ??
    line(error['message']) ??
    line(error['title'])
  )
}

type Reader = (of: Item, around: Around) => Content | undefined

const readers: Readonly<Record<string, Reader>> = {
  text(of, more) {
    const body = of['body']
    if (typeof body !== 'string' || body.length > longestText) return undefined
    return { kind: 'text', text: body, ...more }
  },
  image: media('image'),
  video: media('video'),
  document: media('document'),
  sticker: media('sticker'),
  // As a voice was called before the Cloud API, and is by some who speak for it.
  voice: media('voice'),
  audio: (of, more) => media(of['voice'] === true ? 'voice' : 'audio')(of, more),
  location(of, more) {
    const { latitude, longitude } = of
    if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180)) return undefined
    const named = given({ name: line(of['name']), address: line(of['address']) })
    return { kind: 'location', latitude, longitude, ...named, ...more }
  },
  interactive(of, more) {
    const [via, kind] = of['button_reply'] ? (['button', 'button_reply'] as const) : (['list', 'list_reply'] as const)
    const pressed = part(of, kind)
    const title = words(pressed['title'])
    if (title !== undefined) {
      const behind = given({ description: words(pressed['description']), payload: words(pressed['id']) })
      return { kind: 'choice', via, title, ...behind, ...more }
    }
    const form = part(of, 'nfm_reply')
    const filled = words(form['body']) ?? words(form['name'])
    if (filled === undefined) return productIn(of, more)
    const answers = given({ description: answersIn(form['response_json']), payload: words(form['response_json']) })
    return { kind: 'choice', via: 'form', title: filled, ...answers, ...more }
  },
  button(of, more) {
    const title = words(of['text'])
    if (title === undefined) return undefined
    return { kind: 'choice', via: 'button', title, ...given({ payload: words(of['payload']) }), ...more }
  },
  order(of, more) {
    const items = list(of['product_items']).flatMap(ordered).slice(0, 100)
    if (items.length === 0) return undefined
    const beside = given({ text: words(of['text']), catalogue: line(of['catalog_id']) })
    return { kind: 'order', items, ...beside, ...more }
  }
}

/** One of the shop's own that the customer passed on. Source: Meta, "Interactive messages webhook reference". */
function productIn(of: Item, more: Around): Content | undefined {
  const place = [part(of, 'product'), part(of, 'action')].find(one => line(one['product_retailer_id']) !== undefined)
  const product = line(place?.['product_retailer_id'])
  if (product === undefined) return undefined
  const text = words(part(of, 'body')['text'])
  return {
    kind: 'shared',
    what: 'product',
    ...given({ title: words([text, product].filter(Boolean).join('\n')) }),
    ...more
  }
}

/** Cards stand in a list, not in an object: they are read from the message itself. */
export function cardsIn(message: Item): Content | undefined {
  const cards = list(message['contacts']).filter(isObject).map(cardOf).slice(0, 50)
  return cards.length === 0 ? undefined : { kind: 'cards', cards, ...around(message) }
}

function cardOf(card: Item) {
  const named = part(card, 'name')
  const phones = list(card['phones']).flatMap(
    one => line(part({ one }, 'one')['phone']) ?? line(part({ one }, 'one')['wa_id']) ?? []
  )
  const emails = list(card['emails']).flatMap(one => line(part({ one }, 'one')['email']) ?? [])
  return {
    name: line(named['formatted_name']) ?? line(named['first_name']) ?? nameOn(card['vcard']) ?? phones[0] ?? '…',
    phones: phones.slice(0, 20),
    emails: emails.slice(0, 20),
    ...given({ organisation: line(part(card, 'org')['company']) })
  }
}

/** Some cards say it in their old form alone: who shares their own number because we asked. */
function nameOn(vcard: unknown): string | undefined {
  return line(/^FN[^:\r\n]{0,60}:([^\r\n]{1,500})/m.exec(words(vcard) ?? '')?.[1]?.trim())
}

function media(kind: MediaKind): Reader {
  return (of, more) => {
    const found = given({ id: name(of['id']), url: link(of['url']) ?? link(of['link']) })
    if (found.id === undefined && found.url === undefined) return undefined
    if ((found.id?.length ?? 0) > 1000) return undefined
    const item: Media = {
      media: kind,
      ...found,
      ...given({ mime: words(of['mime_type'], 200), bytes: count(of['file_size']), name: line(of['filename']) })
    }
    return { kind: 'media', items: [item], ...given({ caption: words(of['caption']) }), ...more }
  }
}

function ordered(item: unknown) {
  if (!isObject(item)) return []
  const product = line(item['product_retailer_id'])
  const quantity = Number(item['quantity'] ?? 1)
  if (product === undefined || !Number.isFinite(quantity) || quantity < 0) return []
  const price = Number(item['item_price'] ?? Number.NaN)
  const paid = given({ price: Number.isFinite(price) ? price : undefined, currency: words(item['currency'], 8) })
  return [{ product, quantity, ...paid }]
}

/** What it answers, what it came from, and whether it was passed on. */
function around(message: Item): Around {
  const context = part(message, 'context')
  const answered = words(context['id'])
  return given({
    replyTo: answered === undefined ? undefined : { message: idFrom(answered) },
    forwarded: context['forwarded'] === true || context['frequently_forwarded'] === true ? true : undefined,
    referral: referralOf(part(message, 'referral')) ?? askedOn(part(context, 'referred_product'))
  })
}

/** The ad. */
function referralOf(from: Item): Around['referral'] {
  const source = words(from['source_type'], 64)
  if (source === undefined) return undefined
  const told = { headline: line(from['headline']), body: words(from['body']), url: link(from['source_url']) }
  return { source, ...given({ ...told, id: line(from['source_id']) }) }
}

/** Its page in the catalogue. Source: Meta, "Text messages webhook reference", "Message business button". */
function askedOn(product: Item): Around['referral'] {
  const id = line(product['product_retailer_id'])
  return id === undefined ? undefined : { source: 'product', headline: id, id }
}

/** The words in a message of some other kind: Meta puts them in a different place for each. */
function captionOf(type: string, message: Item): string | undefined {
  const of = part(message, type)
  const reply = isObject(of['button_reply']) ? of['button_reply'] : part(of, 'list_reply')
  const places = ['body', 'caption', 'emoji', 'text', 'filename', 'name', 'address'].map(place => of[place])
  return [reply['title'], ...places].find((found): found is string => typeof found === 'string' && found !== '')
}
