import * as v from 'valibot'
import { blankNames, buttonPlace, codeKind } from '../conversations/content.ts'
import { failure } from '../conversations/events.ts'
import { factBase, id } from '../kernel/message.ts'
import { businessHours, routingPolicy } from '../routing/content.ts'
import { slaTargets } from '../sla/content.ts'
import { awayMessage, courtesies } from './content.ts'

export const inboxName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))

const buttonLabel = v.pipe(v.string(), v.minLength(1), v.maxLength(60))

/** What a template may have in its heading instead of words: whoever sends it brings the file. */
export const templateHead = v.picklist(['image', 'video', 'document'])
export type TemplateHead = v.InferOutput<typeof templateHead>

/**
 * An approved template as the agent chooses it. Its parts have `{{1}}`, `{{2}}` … for the parameters, numbered through: a
 * heading's come before those of the body, those of the buttons after them.
 */
export const template = v.object({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9_]{1,512}$/)),
  language: v.pipe(v.string(), v.regex(/^[\w-]{2,16}$/)),
  category: v.picklist(['marketing', 'utility', 'authentication']),
  body: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
  heading: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(120))),
  head: v.optional(templateHead),
  /** Its heading is a place: which one, whoever sends it says. */
  place: v.optional(v.literal(true)),
  footer: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(120))),
  /** The buttons whose address has a blank. `at` is a button's place among all, from 0. */
  links: v.optional(
    v.pipe(
      v.array(
        v.object({
          at: buttonPlace,
          label: buttonLabel,
          url: v.pipe(v.string(), v.maxLength(2048))
        })
      ),
      v.minLength(1),
      v.maxLength(10)
    )
  ),
  /** The button that copies a code. `text` is the blank that is copied: a coupon's comes last, a password's is the body's. */
  code: v.optional(
    v.object({
      at: buttonPlace,
      as: codeKind,
      label: buttonLabel,
      text: v.pipe(v.string(), v.regex(/^\{\{\d\d?\}\}$/))
    })
  ),
  /** The button that opens a form, which needs nothing of whoever sends it. */
  form: v.optional(v.object({ at: buttonPlace, label: buttonLabel })),
  /** What the platform calls the parameters of heading and body, where it does not number them. */
  names: v.optional(blankNames)
})
export type Template = v.InferOutput<typeof template>

/** What a template has that cannot be filled in here. `other`: something that no version of Daybook knew. */
export const beyondUs = v.picklist(['cards', 'product', 'form', 'moving-picture', 'payment', 'offer', 'call', 'other'])
export type BeyondUs = v.InferOutput<typeof beyondUs>

/** An approved template that cannot be sent from here, and why: whoever knows it looks for it. */
export const otherTemplate = v.object({
  name: template.entries.name,
  language: template.entries.language,
  needs: beyondUs
})
export type OtherTemplate = v.InferOutput<typeof otherTemplate>

/** How many days a conversation is kept after it was resolved. `null`: for ever. */
export const retentionDays = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(36_500)))

/** Where an import comes from: a chat that WhatsApp wrote down, mail, a table of contacts. */
export const importSource = v.picklist(['whatsapp', 'mail', 'contacts'])
export type ImportSource = v.InferOutput<typeof importSource>

const counted = v.pipe(v.number(), v.integer(), v.minValue(0))
/** What was new. `known`: what was here already. `unread`: what nobody could read. */
export const importCounts = {
  messages: counted,
  conversations: counted,
  contacts: counted,
  files: counted,
  known: counted,
  unread: counted
}

/** What can be true of an inbox. Credentials are never facts: they are kept by reference, outside the log. */
export const inboxFact = v.variant('type', [
  v.object({ ...factBase, type: v.literal('inbox.connected'), platform: id, name: inboxName }),
  v.object({ ...factBase, type: v.literal('inbox.renamed'), name: inboxName }),
  v.object({ ...factBase, type: v.literal('inbox.member-added'), agent: id }),
  v.object({ ...factBase, type: v.literal('inbox.member-removed'), agent: id }),
  v.object({
    ...factBase,
    type: v.literal('inbox.templates-listed'),
    templates: v.pipe(v.array(template), v.maxLength(250)),
    /** Absent: there are none. */
    others: v.optional(v.pipe(v.array(otherTemplate), v.maxLength(250)))
  }),
  v.object({ ...factBase, type: v.literal('inbox.retention-set'), days: retentionDays }),
  /** Each is a version of the policy: to roll back is to publish an older one again. */
  v.object({
    ...factBase,
    type: v.literal('inbox.routing-set'),
    policy: routingPolicy,
    /** From 1. Absent in facts that are older than the counting: one more than the one before. */
    version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)))
  }),
  /** `null`: always open. */
  v.object({ ...factBase, type: v.literal('inbox.hours-set'), hours: v.nullable(businessHours) }),
  v.object({ ...factBase, type: v.literal('inbox.away-message-set'), text: awayMessage }),
  v.object({ ...factBase, type: v.literal('inbox.sla-set'), targets: slaTargets }),
  v.object({ ...factBase, type: v.literal('inbox.courtesies-set'), courtesies }),
  v.object({ ...factBase, type: v.literal('inbox.sending-stopped'), failure }),
  v.object({ ...factBase, type: v.literal('inbox.sending-resumed') }),
  /** What was said and known before Daybook is brought here. What the file was called may be a customer's name. */
  v.object({ ...factBase, type: v.literal('inbox.import-began'), import: id, source: importSource }),
  v.object({ ...factBase, type: v.literal('inbox.import-ended'), import: id, ...importCounts }),
  v.object({ ...factBase, type: v.literal('inbox.import-undone'), import: id })
])
export type InboxFact = v.InferOutput<typeof inboxFact>
