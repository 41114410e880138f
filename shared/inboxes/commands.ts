import * as v from 'valibot'
import { failure } from '../conversations/events.ts'
import { commandBase, id } from '../kernel/message.ts'
import { businessHours, routingPolicy } from '../routing/content.ts'
import { slaTargets } from '../sla/content.ts'
import { awayMessage, courtesies } from './content.ts'
import { importCounts, importSource, inboxName, otherTemplate, retentionDays, template } from './events.ts'

const base = { ...commandBase, inbox: id }

export const inboxCommand = v.variant('type', [
  v.object({ ...base, type: v.literal('inbox.rename'), name: inboxName }),
  v.object({ ...base, type: v.literal('inbox.add-member'), agent: id }),
  v.object({ ...base, type: v.literal('inbox.remove-member'), agent: id }),
  v.object({ ...base, type: v.literal('inbox.set-retention'), days: retentionDays }),
  v.object({
    ...base,
    type: v.literal('inbox.set-routing'),
    policy: routingPolicy,
    /** The version its author edited, 0 for the first. Absent: whatever it is, from a device that knows no versions. */
    onVersion: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)))
  }),
  v.object({ ...base, type: v.literal('inbox.set-hours'), hours: v.nullable(businessHours) }),
  v.object({ ...base, type: v.literal('inbox.set-away-message'), text: awayMessage }),
  v.object({ ...base, type: v.literal('inbox.set-sla'), targets: slaTargets }),
  v.object({ ...base, type: v.literal('inbox.set-courtesies'), courtesies }),
  v.object({ ...base, type: v.literal('inbox.resume-sending') })
])

/** Connecting needs credentials, so it goes through the server's own form, not through the outbox. */
export const inboxReport = v.variant('type', [
  v.object({ ...base, type: v.literal('inbox.connect'), platform: id, name: inboxName }),
  v.object({
    ...base,
    type: v.literal('inbox.list-templates'),
    templates: v.pipe(v.array(template), v.maxLength(250)),
    others: v.optional(v.pipe(v.array(otherTemplate), v.maxLength(250)))
  }),
  /** The platform takes nothing from it until somebody who runs it acts. */
  v.object({ ...base, type: v.literal('inbox.stop-sending'), failure }),
  v.object({ ...base, type: v.literal('inbox.begin-import'), import: id, source: importSource }),
  v.object({ ...base, type: v.literal('inbox.end-import'), import: id, ...importCounts }),
  v.object({ ...base, type: v.literal('inbox.undo-import'), import: id })
])

export type InboxCommand = v.InferOutput<typeof inboxCommand> | v.InferOutput<typeof inboxReport>
