import * as v from 'valibot'

/**
 * What the page with the phones and the stand-ins for the vendors say to each other, all as JSON below `/emulator`:
 *
 *   GET  /state                     → `emulatorState`
 *   GET  /events                    → server-sent events, each `data:` an `emulatorNews`; the first is `state`
 *   POST /phones        `newPhone`  → 201 `phone`     somebody new, who has not written yet
 *   POST /phones/:platform/:phone/say   `phoneSays`  → 201 `phoneMessage`   the customer writes; the webhook follows
 *   POST /phones/:platform/:phone/change   `phoneChange` → 200 `phoneMessage`   the customer changes what they said, or takes it back
 *   POST /phones/:platform/:phone/open  → 204         the customer looks at the chat: read receipts follow, if there are any
 *   POST /mood/:platform            `moodChange` → 200 `mood`     only the given fields change
 *   GET  /:platform/uploads/:file   → a file that the business sent, as the phone shows it
 *
 * A mistake is answered 4xx with `{ error: string }`. Bodies are `application/json`.
 */

/** How far a message has come, as seen from its platform. `waiting`: the customer wrote it and Daybook has not taken it yet. */
export const phoneTicks = v.picklist(['waiting', 'sent', 'delivered', 'read'])

export const phoneMessage = v.object({
  id: v.string(),
  /** The customer holds the phone; the business answers from Daybook. */
  from: v.picklist(['customer', 'business']),
  kind: v.picklist(['text', 'template', 'image', 'location', 'video', 'audio', 'document']),
  /** Of a file: the words under it. */
  text: v.string(),
  /** What stands above it: the words of the message that it answers. */
  quote: v.optional(v.string()),
  /** Of an e-mail. */
  subject: v.optional(v.string()),
  /** What the business sent. */
  file: v.optional(v.object({ id: v.string(), name: v.string(), mime: v.string(), bytes: v.number() })),
  at: v.number(),
  ticks: phoneTicks,
  /** What the customer may press under it. */
  choices: v.optional(v.array(v.object({ id: v.string(), title: v.string() }))),
  /** Of the business on what the customer wrote, or of the customer on what the business did. */
  reaction: v.optional(v.string()),
  /** Written in the group of this name, which the business is in. */
  group: v.optional(v.string()),
  /** It stands in the chat with an account of the business's own, which its bot answers for. */
  account: v.optional(v.boolean()),
  /** What was pressed, and not written: the chat may show it as words. */
  pressed: v.optional(v.boolean()),
  /** How often the customer has changed it, as far as this server knows. */
  edits: v.optional(v.number()),
  /** The customer has taken it back: nothing of it is left. */
  unsent: v.optional(v.boolean())
})
export type PhoneMessage = v.InferOutput<typeof phoneMessage>

/** One customer's phone with its one chat: the one with the business. */
export const phone = v.object({
  platform: v.string(),
  /** What the platform knows this customer by: a number, a user id. The only one on its platform. */
  id: v.string(),
  name: v.string(),
  /** The same as a person reads it: `+49 151 23456789`. */
  number: v.string(),
  /** In the order in which they are read. */
  messages: v.array(phoneMessage),
  /** Messages of the business that this customer has not looked at. */
  unread: v.number(),
  /** The business is shown as writing. */
  typing: v.optional(v.boolean()),
  /** Epoch milliseconds; `null`: this customer has never written, or there is no window on this platform. */
  windowClosesAt: v.nullable(v.number()),
  /** When somebody made this customer up; absent: this one was there before. */
  metAt: v.optional(v.number())
})
export type Phone = v.InferOutput<typeof phone>

/** How a pretended platform behaves. */
export const mood = v.object({
  /** How long a send takes to be answered, and a webhook to come. */
  latencyMs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(60_000)),
  /** The platform answers that it is not there, and takes nothing. */
  down: v.boolean(),
  /** Sends are taken, but the connection breaks before the answer: Daybook cannot know, until a receipt tells it. */
  answersLost: v.boolean(),
  /** Every send ends with this error of the platform's, as it calls it: `131056`, `10/2018278`, `429`. */
  error: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(40))),
  /** Every webhook is delivered twice. */
  duplicate: v.boolean(),
  /** Webhooks overtake each other. */
  shuffle: v.boolean(),
  /** The customers' phones are switched off: messages are sent, and delivered only when this ends. */
  phonesOff: v.boolean(),
  /** The customers are out of the office, and a program answers whoever writes to them. */
  away: v.boolean()
})
export type Mood = v.InferOutput<typeof mood>

/** One exchange between a pretended platform and Daybook, for the page that shows what is going on. */
export const traffic = v.object({
  /** The same id again replaces what was said of it: a webhook on its way has no answer yet. */
  id: v.string(),
  platform: v.string(),
  at: v.number(),
  /** `webhook`: the platform told Daybook. `call`: Daybook asked the platform. */
  way: v.picklist(['webhook', 'call']),
  /** A line for people: `message from Amina`, `read`, `send text`. */
  title: v.string(),
  /** The answer's status, of HTTP or SMTP, or IMAP's word for it; `null`: none yet, or the connection broke. */
  status: v.nullable(v.union([v.number(), v.literal('OK')])),
  tookMs: v.nullable(v.number()),
  /** The bodies as they went over the wire, forms as an object of their fields, mails as their text. */
  request: v.unknown(),
  answer: v.unknown()
})
export type Traffic = v.InferOutput<typeof traffic>

/** What customers may do to what they have said, and for how long. */
export const later = v.object({
  /** `most`: how often to one message. */
  edit: v.optional(v.object({ forMs: v.number(), most: v.optional(v.number()) })),
  /** Without `forMs`: nobody says for how long. */
  unsend: v.optional(v.object({ forMs: v.optional(v.number()) }))
})
export type Later = v.InferOutput<typeof later>

export const standIn = v.object({
  platform: v.string(),
  /** What customers write to, as a person reads it: a number, a name. */
  address: v.string(),
  inbox: v.string(),
  /** What its customers can do besides writing. `subject`: what they write are e-mails. */
  says: v.array(v.picklist(['image', 'location', 'reaction', 'group', 'account', 'subject'])),
  /** Absent: what was said stays as it is, or this platform does not tell. */
  later: v.optional(later),
  mood
})
export type StandInState = v.InferOutput<typeof standIn>

export const emulatorState = v.object({
  business: v.object({ name: v.string() }),
  standIns: v.array(standIn),
  /** Who wrote or was written to last comes first. */
  phones: v.array(phone),
  /** The last 50 exchanges of each platform, oldest first. */
  traffic: v.array(traffic)
})
export type EmulatorState = v.InferOutput<typeof emulatorState>

export const emulatorNews = v.variant('type', [
  v.object({ type: v.literal('state'), state: emulatorState }),
  /** This phone as it is now: new, or something in its chat changed. */
  v.object({ type: v.literal('phone'), phone }),
  v.object({ type: v.literal('mood'), platform: v.string(), mood }),
  v.object({ type: v.literal('traffic'), traffic })
])
export type EmulatorNews = v.InferOutput<typeof emulatorNews>

export const newPhone = v.object({
  platform: v.string(),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))
})

/** Of an e-mail: what a new one is about, or the message that it answers. Neither: it goes on where the last one was. */
const letter = {
  subject: v.optional(v.pipe(v.string(), v.maxLength(200))),
  answers: v.optional(v.string())
}

export const phoneSays = v.variant('kind', [
  /** As long as the platform takes it. `account`: to the business's own account, and not to its bot. */
  v.object({
    kind: v.literal('text'),
    text: v.pipe(v.string(), v.minLength(1), v.maxLength(20_000)),
    account: v.optional(v.boolean()),
    ...letter
  }),
  v.object({ kind: v.literal('image'), caption: v.pipe(v.string(), v.maxLength(1024)), ...letter }),
  v.object({ kind: v.literal('location') }),
  /** Words for all in the group, of which the business is one. */
  v.object({ kind: v.literal('group'), text: v.pipe(v.string(), v.minLength(1), v.maxLength(20_000)) }),
  /** A press on what the business asked in the message `of`. */
  v.object({ kind: v.literal('choice'), of: v.string(), choice: v.string(), title: v.string() }),
  /** An emoji on the message `of` of the business; empty: taken away. */
  v.object({ kind: v.literal('reaction'), of: v.string(), emoji: v.pipe(v.string(), v.maxLength(32)) })
])
export type PhoneSays = v.InferOutput<typeof phoneSays>

/** What the customer does to the message `of` of their own. `text` null: it is taken back. */
export const phoneChange = v.object({
  of: v.string(),
  text: v.nullable(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(20_000)))
})
export type PhoneChange = v.InferOutput<typeof phoneChange>

export const moodChange = v.partial(mood)
