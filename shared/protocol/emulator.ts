import * as v from 'valibot'

/**
 * What the phone page and the WhatsApp emulator say to each other, all as JSON below `/emulator/whatsapp`:
 *
 *   GET  /state                     → `emulatorState`
 *   GET  /events                    → server-sent events, each `data:` an `emulatorNews`; the first is `state`
 *   POST /phones        `newPhone`  → 201 `phone`     somebody new, who has not written yet
 *   POST /phones/:phone/say   `phoneSays`  → 201 `phoneMessage`   the customer writes; the webhook follows
 *   POST /phones/:phone/open        → 204             the customer looks at the chat: read receipts follow
 *   POST /mood          `moodChange` → 200 `mood`     only the given fields change
 *
 * A mistake is answered 4xx with `{ error: string }`. Bodies are `application/json`.
 */

/** How far a message has come, as seen from WhatsApp. `waiting`: the customer wrote it and Daybook has not taken it yet. */
export const phoneTicks = v.picklist(['waiting', 'sent', 'delivered', 'read'])

export const phoneMessage = v.object({
  id: v.string(),
  /** The customer holds the phone; the business answers from Daybook. */
  from: v.picklist(['customer', 'business']),
  kind: v.picklist(['text', 'template', 'image', 'location', 'video', 'audio', 'document']),
  /** Of a file: the words under it. */
  text: v.string(),
  /** What the business sent; `GET /uploads/:id` has it. */
  file: v.optional(v.object({ id: v.string(), name: v.string(), mime: v.string(), bytes: v.number() })),
  at: v.number(),
  ticks: phoneTicks,
  /** What the customer may press under it. */
  choices: v.optional(v.array(v.object({ id: v.string(), title: v.string() }))),
  /** Of the business on what the customer wrote. */
  reaction: v.optional(v.string())
})
export type PhoneMessage = v.InferOutput<typeof phoneMessage>

/** One customer's phone with its one chat: the one with the business. */
export const phone = v.object({
  /** The WhatsApp id: the phone number in digits, without the plus. */
  id: v.string(),
  name: v.string(),
  /** As a person reads it: `+49 151 23456789`. */
  number: v.string(),
  /** In the order in which they are read. */
  messages: v.array(phoneMessage),
  /** Messages of the business that this customer has not looked at. */
  unread: v.number(),
  /** The business is shown as writing. */
  typing: v.optional(v.boolean()),
  /** Epoch milliseconds; `null`: this customer has never written, so only templates pass. */
  windowClosesAt: v.nullable(v.number())
})
export type Phone = v.InferOutput<typeof phone>

/** How the pretended WhatsApp behaves. */
export const mood = v.object({
  /** How long a send takes to be answered, and a webhook to come. */
  latencyMs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(60_000)),
  /** The Graph API answers that it is not available for now, and takes nothing. */
  down: v.boolean(),
  /** Sends are taken, but the connection breaks before the answer: Daybook cannot know, until a receipt tells it. */
  answersLost: v.boolean(),
  /** Every send is answered with this Graph error code, 131056 for example. */
  error: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9_999_999))),
  /** Every webhook is delivered twice. */
  duplicate: v.boolean(),
  /** Webhooks overtake each other. */
  shuffle: v.boolean(),
  /** The customers' phones are switched off: messages are sent, and delivered only when this ends. */
  phonesOff: v.boolean()
})
export type Mood = v.InferOutput<typeof mood>

/** One exchange between the pretended WhatsApp and Daybook, for the page that shows what is going on. */
export const traffic = v.object({
  /** The same id again replaces what was said of it: a webhook on its way has no answer yet. */
  id: v.string(),
  at: v.number(),
  /** `webhook`: the emulator told Daybook. `call`: Daybook asked the Graph API. */
  way: v.picklist(['webhook', 'call']),
  /** A line for people: `message from Amina`, `read`, `send text`. */
  title: v.string(),
  /** The answer's HTTP status; `null`: none yet, or the connection broke. */
  status: v.nullable(v.number()),
  tookMs: v.nullable(v.number()),
  /** The JSON bodies as they went over the wire. */
  request: v.unknown(),
  answer: v.unknown()
})
export type Traffic = v.InferOutput<typeof traffic>

export const emulatorState = v.object({
  business: v.object({ name: v.string(), number: v.string(), inbox: v.string() }),
  /** Who wrote or was written to last comes first. */
  phones: v.array(phone),
  mood,
  /** The last 50 exchanges, oldest first. */
  traffic: v.optional(v.array(traffic))
})
export type EmulatorState = v.InferOutput<typeof emulatorState>

export const emulatorNews = v.variant('type', [
  v.object({ type: v.literal('state'), state: emulatorState }),
  /** This phone as it is now: new, or something in its chat changed. */
  v.object({ type: v.literal('phone'), phone }),
  v.object({ type: v.literal('mood'), mood }),
  v.object({ type: v.literal('traffic'), traffic })
])
export type EmulatorNews = v.InferOutput<typeof emulatorNews>

export const newPhone = v.object({ name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)) })

export const phoneSays = v.variant('kind', [
  v.object({ kind: v.literal('text'), text: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)) }),
  v.object({ kind: v.literal('image'), caption: v.pipe(v.string(), v.maxLength(1024)) }),
  v.object({ kind: v.literal('location') }),
  /** A press on what the business asked in the message `of`. */
  v.object({ kind: v.literal('choice'), of: v.string(), choice: v.string(), title: v.string() })
])
export type PhoneSays = v.InferOutput<typeof phoneSays>

export const moodChange = v.partial(mood)
