import type { AnyCommand } from '../../shared/catalog.ts'
import { longestRaw } from '../../shared/conversations/content.ts'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { Report } from './port.ts'
import type { InboxSecret } from './secrets.ts'

/** What is about a customer. */
export type Told = Exclude<Report, { kind: 'unread' | 'account' }>
/** What may be the first we hear of a customer. */
export type Personal = Exclude<Told, { kind: 'receipt' | 'receipt-up-to' }>

export type Where = {
  readonly inbox: InboxSecret
  readonly contact: string
  readonly conversation: string
  /** Of what was said before. */
  readonly history: string
}

/** What stands in the log for having been told of this. */
export function causeOf(platform: string, id: string): string {
  return `${platform}:${id}`
}

/** What stands in the log for having been told of this as something past. */
export function pastCauseOf(platform: string, told: Named): string {
  return causeOf(platform, `${pastIdOf(told)}:past`)
}

type Named = Pick<Extract<Report, { kind: 'past' }>, 'id' | 'file'>

/** A file stands in the place of the line that tells of it. */
function pastIdOf({ id, file }: Named): string {
  return file ? `${id}:file` : id
}

/** A report as the command that tells it. Its id is made of the platform's own, so a second telling is no news. */
export function commandOf(
  report: Told,
  { inbox: { inbox, platform }, contact, conversation, history }: Where
): AnyCommand {
  const { at } = report
  const to = { at, conversation }
  if (report.kind === 'receipt') return receiptOf(report, platform, conversation)
  if (report.kind === 'receipt-up-to') {
    const { status, upTo } = report
    return { ...to, type: 'conversation.receipt-up-to', id: `${platform}:${contact}:${status}:${upTo}`, status, upTo }
  }
  const base = { ...to, inbox, platform, contact }
  const id = causeOf(platform, report.id)
  switch (report.kind) {
    case 'message':
      return { ...base, type: 'conversation.receive', id, message: report.id, content: report.content }
    case 'echo': {
      const ours = report.message === null ? {} : { ours: report.message }
      return { ...base, ...ours, type: 'conversation.echo', id, platformId: report.id, content: report.content }
    }
    case 'edit':
      return { ...base, type: 'conversation.edit', id, message: report.message, content: report.content }
    case 'unsent':
      return { ...base, type: 'conversation.unsend', id, message: report.message }
    case 'reaction':
      return { ...base, type: 'conversation.react', id, of: report.of, emojis: [...report.emojis] }
    case 'past': {
      const { from, content, file } = report
      const told = { message: pastIdOf(report), from, content, ...(file && { instead: report.id }) }
      const past = { ...base, ...told, conversation: history, import: `history:${inbox}` }
      return { ...past, type: 'conversation.tell-history', id: pastCauseOf(platform, report) }
    }
    case 'notice': {
      const { what, text } = report
      const raw = report.raw.length <= longestRaw ? { raw: report.raw } : {}
      return { ...base, ...raw, type: 'conversation.notice', id, what, text }
    }
    default:
      return unreachable(report)
  }
}

export function meetOf(report: Personal, name: string | null, { inbox, contact }: Where): AnyCommand {
  const { id, at, handles } = report
  const { inbox: where, platform } = inbox
  const met = `${platform}:${id}:met`
  return { type: 'contact.meet', id: met, at, contact, inbox: where, handles: [...handles], name }
}

function receiptOf(
  { platformId, at, status, word, message, failure }: Extract<Report, { kind: 'receipt' }>,
  platform: string,
  conversation: string
): AnyCommand {
  return {
    type: 'conversation.receipt',
    id: causeOf(platform, `${platformId}:${word}`),
    at,
    conversation,
    platformId,
    status,
    ...(message === null ? {} : { message }),
    ...(failure === null ? {} : { failure })
  }
}
