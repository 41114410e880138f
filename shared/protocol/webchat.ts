import * as v from 'valibot'
import { fileName, keptFile, mediaKind } from '../conversations/content.ts'
import { id, time } from '../kernel/message.ts'

/**
 * Between a customer's page and the server, on `/chat/<inbox>/socket`. A customer has no account:
 * the `token` the server gave on the first visit is all that opens their own conversation, and no other.
 */
const name = v.pipe(v.string(), v.trim(), v.maxLength(80))

export const broughtFile = v.object({
  ...keptFile,
  file: fileName,
  media: mediaKind,
  name: v.optional(v.pipe(v.string(), v.maxLength(200))),
  seconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)))
})
export type BroughtFile = v.InferOutput<typeof broughtFile>

export const chatUp = v.variant('type', [
  /** First on every socket. `token` null: a new visitor. `have`: how many messages the page already shows. */
  v.object({
    type: v.literal('hello'),
    token: v.nullable(v.pipe(v.string(), v.maxLength(100))),
    have: v.pipe(v.number(), v.integer(), v.minValue(0)),
    /** This page understands `read` and `writing`. An older one would break over them. */
    courtesies: v.optional(v.boolean()),
    /** This page shows `quote`. An older one is given it as words. */
    quotes: v.optional(v.boolean()),
    /** What time it is there: what it says is dated by that clock, which may go wrong. */
    now: v.optional(time),
    /** Which log it has them from: `have` of another one says nothing. */
    log: v.optional(v.string())
  }),
  /** `id` is made by the page: said again after a cut, it is still one message. */
  v.object({
    type: v.literal('say'),
    id: v.pipe(v.string(), v.uuid()),
    at: time,
    text: v.pipe(v.string(), v.minLength(1), v.maxLength(20_000))
  }),
  /** The file of the message `id` follows on `/chat/<inbox>/files/<hash>`: from now on this page's token opens its conversation. */
  v.object({ type: v.literal('stay'), id: v.pipe(v.string(), v.uuid()) }),
  /** A file that was brought there. What is said beside it is said by itself. */
  v.object({ type: v.literal('send-file'), id: v.pipe(v.string(), v.uuid()), at: time, file: broughtFile }),
  v.object({ type: v.literal('call-me'), name }),
  /** The agent's replies up to and with this one are on this screen (`delivered`) or were looked at (`read`). */
  v.object({ type: v.literal('receipt'), message: id, status: v.picklist(['delivered', 'read']) }),
  v.object({ type: v.literal('ping') })
])
export type ChatUp = v.InferOutput<typeof chatUp>

const chatFile = v.object({
  ...keptFile,
  media: mediaKind,
  name: v.optional(v.string()),
  seconds: v.optional(v.number()),
  /** Where it is, on this server and for a while: it opens to whoever has the address. */
  at: v.pipe(v.string(), v.startsWith('/files/'))
})
export type ChatFile = v.InferOutput<typeof chatFile>

export const chatMessage = v.object({
  id,
  mine: v.boolean(),
  text: v.string(),
  at: time,
  from: v.nullable(v.string()),
  /** What it answers: how that begins, and where it stands. */
  quote: v.optional(v.object({ message: id, words: v.string() })),
  /** `text` are the words under it. */
  file: v.optional(chatFile),
  /** What the visitor may press instead of writing it. */
  choices: v.optional(v.array(v.string()))
})
export type ChatMessage = v.InferOutput<typeof chatMessage>

export const chatDown = v.variant('type', [
  /** `token` is only sent to a new visitor, once. `title` is the inbox's name. */
  v.object({
    type: v.literal('welcome'),
    token: v.nullable(v.string()),
    title: v.string(),
    name: v.nullable(v.string()),
    /** Another one than before: a backup was put back, and may lack what was said since. */
    log: v.optional(v.string())
  }),
  /** Messages in the order of the log; `from` 0 replaces all the page shows, else they follow the first `from`. */
  v.object({
    type: v.literal('messages'),
    from: v.pipe(v.number(), v.integer(), v.minValue(0)),
    messages: v.array(chatMessage)
  }),
  /** The first `count` of the visitor's own messages were read. */
  v.object({ type: v.literal('read'), count: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** Somebody writes just now. It fades by itself. */
  v.object({ type: v.literal('writing'), from: v.string() }),
  /** Answers `stay`. */
  v.object({ type: v.literal('staying'), id }),
  /** What was said is on the server's disk. */
  v.object({ type: v.literal('kept'), id }),
  v.object({ type: v.literal('refused'), id: v.nullable(id), reason: v.string() }),
  v.object({ type: v.literal('pong') }),
  v.object({ type: v.literal('bye'), comeBackAfterMs: v.number() })
])
export type ChatDown = v.InferOutput<typeof chatDown>
