import * as v from 'valibot'
import { importCounts, importSource } from '../inboxes/events.ts'
import { id, time } from '../kernel/message.ts'

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))
const dateOrder = v.picklist(['dmy', 'mdy', 'ymd'])
const use = v.picklist(['name', 'first-name', 'last-name', 'phone', 'email', 'attribute', 'nothing'])
const country = v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/))

/** What a person says of a file, for it does not say so itself. */
export const historyPlan = v.variant('source', [
  v.object({
    source: v.literal('whatsapp'),
    inbox: id,
    /** The authors who are the business. */
    us: v.pipe(v.array(name), v.maxLength(200)),
    /** Where the clocks were that wrote it: `Europe/Berlin`. */
    zone: v.pipe(v.string(), v.maxLength(64)),
    order: v.optional(dateOrder),
    /** What the customer is called. */
    customer: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
    /** Digits, the country's first. With it they are who writes from that number; without, somebody of that name. */
    phone: v.optional(v.pipe(v.string(), v.regex(/^\d{7,15}$/)))
  }),
  /** `us`: the addresses of the business. */
  v.object({ source: v.literal('mail'), inbox: id, us: v.pipe(v.array(name), v.minLength(1), v.maxLength(200)) }),
  v.object({
    source: v.literal('contacts'),
    inbox: id,
    uses: v.optional(v.pipe(v.array(use), v.maxLength(200))),
    country: v.optional(country)
  })
])
export type HistoryPlan = v.InferOutput<typeof historyPlan>

/** Before there is a plan: what helps to read it. */
export const historyHints = v.object({
  source: v.optional(importSource),
  order: v.optional(dateOrder),
  country: v.optional(country)
})
export type HistoryHints = v.InferOutput<typeof historyHints>

const shown = v.object({
  at: v.nullable(time),
  author: v.string(),
  text: v.string(),
  file: v.nullable(v.string())
})

/** What a file has in it, as far as it can be read. */
export const historyPreview = v.object({
  /** The SHA-256 of its bytes: how it is called from now on. */
  file: v.string(),
  source: importSource,
  /** The name of who it is with, where the file's own name says so. */
  title: v.nullable(v.string()),
  count: v.number(),
  first: v.array(shown),
  authors: v.array(v.object({ name: v.string(), messages: v.number() })),
  orders: v.array(dateOrder),
  columns: v.array(v.object({ heading: v.string(), use })),
  /** Files that the messages name, and how many of them came along. */
  files: v.object({ named: v.number(), here: v.number() }),
  leftovers: v.object({
    count: v.number(),
    first: v.array(v.object({ line: v.number(), why: v.string(), text: v.string() }))
  })
})
export type HistoryPreview = v.InferOutput<typeof historyPreview>

/** `undoing`: what it brought is being taken back. `stopped`: it may be gone on with, by bringing the same file again. */
export const importState = v.picklist(['running', 'undoing', 'stopped', 'ended', 'undone'])

export const importEntry = v.object({
  import: id,
  inbox: id,
  source: importSource,
  at: time,
  /** Who began it: an agent, or `null`, whoever runs the server. */
  by: v.nullable(id),
  state: importState,
  progress: v.nullable(v.object({ done: v.number(), of: v.number() })),
  counts: v.nullable(v.object(importCounts)),
  why: v.nullable(v.string())
})
export type ImportEntry = v.InferOutput<typeof importEntry>
export const importList = v.object({ imports: v.array(importEntry) })

/** Why a file is not taken, a code and a sentence. */
export const historyRefusal = v.object({ error: v.string(), sentence: v.string() })
