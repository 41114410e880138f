import * as v from 'valibot'
import { id } from '../kernel/message.ts'

/** Longer than any platform takes; a platform's own limit is checked in its strategy. Characters. */
export const longestText = 20_000
export const longestRaw = 65_536

const words = v.pipe(v.string(), v.maxLength(longestText))
const line = v.pipe(v.string(), v.maxLength(500))
/** Platforms' addresses of media carry long signatures. */
const link = v.pipe(v.string(), v.maxLength(4096))
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

/** What brought the customer here: an ad, a post, a link with words of ours in it. */
const referral = v.object({
  source: v.pipe(v.string(), v.maxLength(64)),
  headline: v.optional(line),
  body: v.optional(words),
  url: v.optional(link),
  /** The platform's id of the ad or the post. */
  id: v.optional(line),
  /** What we had put into the link. */
  ref: v.optional(v.pipe(v.string(), v.maxLength(2100)))
})

/** What stood on an e-mail: an answer to it repeats all three. `id` is its Message-ID, `thread` the ones before it. */
const mail = v.object({
  id: v.optional(line),
  thread: v.optional(v.pipe(v.array(line), v.maxLength(20))),
  subject: v.optional(line)
})
export type MailHeads = v.InferOutput<typeof mail>

/** A vendor's proof that a message may be quoted: what of it is longer would be worth nothing cut. */
export const quoteToken = v.pipe(v.string(), v.minLength(1), v.maxLength(500))

/** What any message may come with. */
const around = {
  /** The message it answers, by the platform's id or by ours, and the part of it that was quoted, if it was a part. */
  replyTo: v.optional(v.object({ message: id, words: v.optional(words) })),
  referral: v.optional(referral),
  /** Of ours, which the customer answers or we are named in. The platform keeps it for about a day. */
  story: v.optional(v.object({ how: v.picklist(['reply', 'mention']), id: v.optional(line), url: v.optional(link) })),
  forwarded: v.optional(v.boolean()),
  mail: v.optional(mail),
  /** Of a customer's, on LINE: an answer that names this message has to bring it along. It never runs out. */
  quoteToken: v.optional(quoteToken)
}
export type Around = { [K in keyof typeof around]?: v.InferOutput<(typeof around)[K]> }

export const mediaKind = v.picklist(['image', 'audio', 'voice', 'video', 'document', 'sticker'])
export type MediaKind = v.InferOutput<typeof mediaKind>

/** The SHA-256 of a file's bytes, in hex: its name, where we keep it. */
export const fileName = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** One file of a message. Its bytes are no part of a fact: they are fetched, kept and erased beside the log. */
export const media = v.object({
  media: mediaKind,
  /** Its name where we keep it: of a file that we send. */
  file: v.optional(fileName),
  /** The platform's own name for it, or its address there: at least one of them finds what a customer sends. */
  id: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  url: v.optional(link),
  mime: v.optional(v.pipe(v.string(), v.maxLength(200))),
  bytes: v.optional(count),
  name: v.optional(line),
  seconds: v.optional(count),
  width: v.optional(count),
  height: v.optional(count),
  /** No file of its own: the message once more, as the page that the customer's program made of it. */
  page: v.optional(v.literal(true))
})
export type Media = v.InferOutput<typeof media>

/** What a file turned out to be: its type by its own bytes, whatever anybody said of it. */
export const keptFile = {
  mime: v.pipe(v.string(), v.regex(/^[\w.+-]{1,100}\/[\w.+-]{1,100}$/)),
  bytes: count,
  width: v.optional(count),
  height: v.optional(count)
}

/** Why a file cannot be had. `gone`: the platform has it no more. `not-allowed`: its address is none we go to. */
export const lostFile = v.picklist(['gone', 'too-big', 'not-allowed', 'unreachable'])
export type LostFile = v.InferOutput<typeof lostFile>

/** Which of a message's files, from 0. */
export const fileAt = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(29))

const card = v.object({
  name: line,
  phones: v.pipe(v.array(line), v.maxLength(20)),
  emails: v.pipe(v.array(line), v.maxLength(20)),
  organisation: v.optional(line)
})
export type Card = v.InferOutput<typeof card>

const ordered = v.object({
  product: line,
  quantity: v.pipe(v.number(), v.minValue(0)),
  /** Of one piece, in the currency's main unit. */
  price: v.optional(v.number()),
  currency: v.optional(v.pipe(v.string(), v.maxLength(8)))
})

/** Which template is sent, and what stands in its blanks. */
export const chosenTemplate = {
  name: v.pipe(v.string(), v.regex(/^[a-z0-9_]{1,512}$/)),
  language: v.pipe(v.string(), v.regex(/^[\w-]{2,16}$/)),
  parameters: v.pipe(v.array(v.pipe(v.string(), v.maxLength(1024))), v.maxLength(20))
}

/** A button's place among those of a template, from 0. */
export const buttonPlace = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9))
export const blankNames = v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,99}$/))), v.maxLength(20))

/** What a button copies: a `coupon` is a parameter of its own, a `password` the first one of the body once more. */
export const codeKind = v.picklist(['coupon', 'password'])

/**
 * How many of a template's parameters are its heading's, and whose the last ones are: these buttons', one each, and
 * after them the coupon's.
 */
const templatePlaces = v.object({
  heading: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1)),
  links: v.pipe(v.array(buttonPlace), v.maxLength(10)),
  code: v.optional(v.object({ at: buttonPlace, as: codeKind })),
  /** The button that opens a form. It has no parameter. */
  form: v.optional(buttonPlace),
  /** Of those of heading and body, where they are not numbered. */
  names: v.optional(blankNames)
})

const latitude = v.pipe(v.number(), v.minValue(-90), v.maxValue(90))
const longitude = v.pipe(v.number(), v.minValue(-180), v.maxValue(180))

/** A place in the heading of a template: its platform asks for all of it. */
const headingPlace = v.object({ latitude, longitude, name: line, address: line })
export type HeadingPlace = v.InferOutput<typeof headingPlace>

/** More than any platform takes; its own limits are in its strategy. */
export const choices = v.pipe(
  v.array(v.object({ title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)) })),
  v.minLength(1),
  v.maxLength(13)
)
export type Choices = v.InferOutput<typeof choices>

/** What one message says. Stored for years: add a kind or an optional field, never change one. */
export const content = v.variant('kind', [
  /** `choices`: of ours, for the customer to press instead of writing. What they press comes as a `choice`. */
  v.object({ kind: v.literal('text'), text: words, choices: v.optional(choices), ...around }),
  v.pipe(
    v.object({
      kind: v.literal('template'),
      ...chosenTemplate,
      /** What the customer reads, as it was when it was sent: templates change afterwards. */
      text: words,
      /** In its heading. */
      head: v.optional(media),
      /** Likewise; its name and address are the first lines of `text`. */
      place: v.optional(headingPlace),
      /** Where the parameters stand. Absent: all of them in its body. */
      places: v.optional(templatePlaces)
    }),
    v.check(
      ({ parameters, places }) =>
        !places || places.heading + places.links.length + (places.code ? 1 : 0) <= parameters.length,
      'A template has a parameter for each of its places.'
    )
  ),
  v.object({
    kind: v.literal('media'),
    items: v.pipe(v.array(media), v.minLength(1), v.maxLength(30)),
    caption: v.optional(words),
    ...around
  }),
  v.object({
    kind: v.literal('location'),
    latitude,
    longitude,
    name: v.optional(line),
    address: v.optional(line),
    /** Moves for so long after it was sent. */
    liveSeconds: v.optional(count),
    ...around
  }),
  v.object({ kind: v.literal('cards'), cards: v.pipe(v.array(card), v.minLength(1), v.maxLength(50)), ...around }),
  /** A press instead of words: a reply button, a row of a list, a quick reply, a menu, a form that was filled in. */
  v.object({
    kind: v.literal('choice'),
    via: v.picklist(['button', 'list', 'quick-reply', 'postback', 'form']),
    title: words,
    description: v.optional(words),
    /** What we had put behind the button, or the form's answers as JSON. */
    payload: v.optional(words),
    ...around
  }),
  v.object({
    kind: v.literal('order'),
    items: v.pipe(v.array(ordered), v.minLength(1), v.maxLength(100)),
    text: v.optional(words),
    catalogue: v.optional(line),
    ...around
  }),
  /** Something of the platform's own that was passed on: a post, a reel, a story, a link, a product. */
  v.object({
    kind: v.literal('shared'),
    what: v.pipe(v.string(), v.maxLength(64)),
    title: v.optional(words),
    url: v.optional(link),
    ...around
  }),
  /** A kind this version cannot show. `raw` keeps the platform's own words, so a later version can. */
  v.object({
    kind: v.literal('unsupported'),
    what: v.pipe(v.string(), v.maxLength(64)),
    caption: v.optional(words),
    raw: v.optional(v.pipe(v.string(), v.maxLength(longestRaw))),
    /** Said in a group or a channel, not here: it opens no reply window. */
    elsewhere: v.optional(v.boolean())
  }),
  /** There was something, and whoever it was about was erased. */
  v.object({ kind: v.literal('erased') })
])
export type Content = v.InferOutput<typeof content>

/** Every kind this version can show; a newer one's are shown as unsupported. */
export const contentKinds: ReadonlySet<string> = new Set(content.options.map(option => option.entries.kind.literal))
