import * as v from 'valibot'
import { inboxName } from '../inboxes/events.ts'
import { id } from '../kernel/message.ts'
import { channel } from '../platforms/accounts.ts'

/**
 * What an admin sees of the wires to the platforms, and connects, below `/api/inboxes`, all as JSON:
 *
 *   GET  /                          → `inboxList`
 *   POST /connect  `connectWanted`  → `connected`
 *   POST /sign-in   `signInWanted`   → `signInAddress`: where an admin signs in to a mailbox, and comes back from with a code
 *   POST /signed-in `signInDone`     → `connected`
 *   POST /:inbox/templates          → `templateHealth`: its platform was asked, and the inbox has what it said
 *
 * 404 for an inbox that has no templates, 401 for who is not signed in, 403 for who is no admin, 422 with `connectRefusal` when it cannot be connected so.
 */

const moment = v.nullable(v.number())

/** How the templates of an inbox are kept as its platform has them. */
export const templateHealth = v.object({
  /** When the platform was asked last. */
  at: v.number(),
  /** Approved there, and not to be sent from here. */
  leftOut: v.number(),
  /** Why they are as they were. `null`: they are as the platform has them. */
  fault: v.nullable(v.string())
})
export type TemplateHealth = v.InferOutput<typeof templateHealth>

/** What a platform told of the account behind an inbox, and of no customer. */
export const accountNews = v.object({
  id: v.string(),
  /** By the platform's clock. Epoch milliseconds. */
  at: v.number(),
  about: v.picklist(['account', 'templates']),
  /** Less can be sent than before, or soon will be. */
  trouble: v.boolean(),
  sentence: v.string(),
  /** The platform's own. */
  words: v.string()
})
export type AccountNews = v.InferOutput<typeof accountNews>

export const inboxHealth = v.object({
  inbox: id,
  platform: v.string(),
  /** Where the platform calls; `null`: it does not. */
  address: v.nullable(v.string()),
  /** Asked whether the address is ours, and it was. Epoch milliseconds. */
  provedAt: moment,
  heardAt: moment,
  /** The account lets us in, at the moment. Absent or `null`: its platform calls, and is not asked. */
  answers: v.optional(v.nullable(v.boolean())),
  /** What keeps the mailbox from being heard. `null`: nothing, or there is none. */
  fault: v.nullable(v.string()),
  /** What keeps it from hearing or sending one day when nobody looks after it, in sentences. Absent: nothing. */
  worries: v.optional(v.array(v.string())),
  /** Replies that still have to go. */
  waiting: v.number(),
  /** When the first of them was asked for. Absent or `null`: there is none. */
  waitingSince: v.optional(moment),
  /** What it said and nobody could read. */
  letters: v.number(),
  /** Absent or `null`: it has none, or nobody has asked yet. */
  templates: v.optional(v.nullable(templateHealth)),
  /** The latest first. Absent: its platform tells none. */
  news: v.optional(v.array(accountNews))
})
export type InboxHealth = v.InferOutput<typeof inboxHealth>

export const inboxList = v.object({
  inboxes: v.array(inboxHealth),
  /** Nobody has told the server how the world sees it, so no platform can be told either. */
  hasPublicAddress: v.boolean(),
  /** With whom one can sign in to a mailbox. */
  signInWith: v.optional(v.array(v.string()))
})

const mostGiven = 10

/** By the names of the fields of `shared/platforms/accounts.ts`. */
const given = v.pipe(
  v.record(v.pipe(v.string(), v.maxLength(40)), v.pipe(v.string(), v.maxLength(1000))),
  v.maxEntries(mostGiven)
)

export const connectWanted = v.object({
  /** `null`: a new one. */
  inbox: v.nullable(id),
  platform: channel,
  name: inboxName,
  given
})
export type ConnectWanted = v.InferOutput<typeof connectWanted>

export const signInWanted = v.object({
  inbox: v.nullable(id),
  name: inboxName,
  provider: v.picklist(['google', 'microsoft']),
  /** All of a mailbox but its password. */
  given
})
export type SignInWanted = v.InferOutput<typeof signInWanted>

export const signInAddress = v.object({ address: v.pipe(v.string(), v.url()) })

export const signInDone = v.object({
  state: v.pipe(v.string(), v.maxLength(100)),
  /** `null`: who was asked said no. */
  code: v.nullable(v.pipe(v.string(), v.maxLength(4000)))
})
export type SignInDone = v.InferOutput<typeof signInDone>

export const connected = v.object({
  inbox: id,
  result: v.picklist(['connected', 'renewed']),
  /** Why the platform could not be asked whether it lets us in, in a sentence. Absent or `null`: it does. */
  notAsked: v.optional(v.nullable(v.string())),
  /** The platform knows where to call: nothing has to be entered there. */
  announced: v.boolean(),
  /** Why it could not be told, in a sentence. */
  notAnnounced: v.nullable(v.string()),
  /** What has to be entered beside the address, once: it is not told again. */
  agreed: v.nullable(v.string())
})
export type Connected = v.InferOutput<typeof connected>

export const connectRefusal = v.object({
  sentence: v.string(),
  /** Which field is wrong. */
  field: v.optional(v.string())
})
export type ConnectRefusal = v.InferOutput<typeof connectRefusal>
