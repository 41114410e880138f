import { accept, refuse } from '../kernel/decision.ts'
import type { Context } from '../kernel/decider.ts'
import { windowClosesAt, type Writer } from '../platforms/reply-window.ts'
import { wordsLimit, wrongChoices } from '../platforms/choices.ts'
import { captioned, limitOf, takes } from '../platforms/files.ts'
import { strategyOf } from '../platforms/strategies.ts'
import { measure, type Strategy, type TextLimit } from '../platforms/strategy.ts'
import type { Content } from './content.ts'
import { writerOf, type Conversation, type Latest } from './conversation.ts'
import { said, type ConversationDecision, type Of } from './decision.ts'
import type { ConversationFact } from './events.ts'
import type { ConversationRefusal } from './refusals.ts'
import { isFull, sendsKept } from './sends.ts'
import { codeIn, longestCode } from './content-words.ts'

/** A reply this old, written unaware of something newer, is shown to its author once more. Milliseconds. */
export const heldAfterMs = 10 * 60_000

// A reply written on a train may arrive after a colleague resolved. The customer is still owed it.
export function decideReply(
  command: Of<'conversation.reply'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const refusal = unsendable(command.content, state, context)
  if (refusal) return refuse(refusal)
  const content = asItCanGo(command.content, strategyOf(state.platform))
  const reply = { ...said(command, context), message: command.id, content }
  const newer = unseenBy(context.by.id, command.seen, state)
  return newer && !command.forgotten && context.now - command.at > heldAfterMs
    ? accept({ ...reply, type: 'conversation.reply-held', newer: newer.message })
    : accept<ConversationFact>({ ...reply, type: 'conversation.replied' }, ...perhapsSent(command, command.id, context))
}

/** The newest that the customer or a colleague wrote unseen. What a program says answers nobody, so it holds nobody's answer up. */
function unseenBy(author: string, seen: string | null, { latest }: Conversation): Latest | undefined {
  const others = latest.filter(({ by }) => by !== author)
  const upTo = others.findIndex(({ message }) => message === seen)
  return (upTo < 0 ? others : others.slice(0, upTo)).find(({ program }) => !program)
}

/** [R1] What may have gone already goes a second time only when a person says so. */
function perhapsSent(
  command: Of<'conversation.reply' | 'conversation.send-held' | 'conversation.retry'>,
  message: string,
  context: Context
): ConversationFact[] {
  return command.forgotten ? [{ ...said(command, context), type: 'conversation.send-unknown', message }] : []
}

export function decideSendHeld(
  command: Of<'conversation.send-held'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const held = state.held.find(one => one.message === command.message)
  // [R1] Where that it was held is forgotten too, it is on record as what may have gone, and there is no more to do.
  const mayHaveGone = command.forgotten && state.sends.some(send => send.message === command.message)
  if (!held) return mayHaveGone ? accept() : refuse({ reason: 'not-held' })
  const refusal = unsendable(held.content, state, context)
  if (refusal) return refuse(refusal)
  const { message, content: words } = held
  const reply = { ...said(command, context), type: 'conversation.replied' as const, message, content: words }
  return accept<ConversationFact>(reply, ...perhapsSent(command, message, context))
}

export function decideDiscardHeld(
  command: Of<'conversation.discard-held'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const { message } = command
  return state.held.some(held => held.message === message)
    ? accept({ ...said(command, context), type: 'conversation.held-reply-discarded', message })
    : accept()
}

export function decideRetry(
  command: Of<'conversation.retry'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const send = state.sends.find(one => one.message === command.message)
  if (!send || (send.delivery !== 'failed' && send.delivery !== 'unknown')) return refuse({ reason: 'not-failed' })
  const closed = send.freeText ? outsideWindow(state, context, send.writer) : undefined
  if (closed) return refuse(closed)
  if (command.forgotten) return accept(...perhapsSent(command, command.message, context))
  return accept({ ...said(command, context), type: 'conversation.send-retried', message: command.message })
}

/** Why this may not be sent now, judged by the platform's rules; `undefined` when it may. */
export function unsendable(content: Content, state: Conversation, context: Context): ConversationRefusal | undefined {
  // They answer where they write, and that is another conversation.
  if (state.history) return { reason: 'outside-reply-window', closedAt: null }
  if (isFull(state)) return { reason: 'too-many-waiting', limit: sendsKept }
  const strategy = strategyOf(state.platform)
  if (content.kind === 'template') return unsendableTemplate(content, strategy, context)
  if ('replyTo' in content && content.replyTo && !strategy.quotes) return { reason: 'quotes-not-offered' }
  const wrong =
    content.kind === 'media' ? unsendableFile(content, strategy, context) : unsendableText(content, strategy)
  return wrong ?? outsideWindow(state, context, writerOf(context.by))
}

/** What is on record is what the customer sees: where a file cannot name what it answers, it is said to answer nothing. */
function asItCanGo(content: Content, { quotesWith }: Strategy): Content {
  if (content.kind !== 'media' || quotesWith !== 'words' || !content.replyTo) return content
  const { replyTo: _unsaid, ...plain } = content
  return plain
}

function unsendableTemplate(
  content: Extract<Content, { kind: 'template' }>,
  strategy: Strategy,
  context: Context
): ConversationRefusal | undefined {
  if (!strategy.templates) return { reason: 'templates-not-offered' }
  const long = tooLong(codeIn(content) ?? '', { most: longestCode, unit: 'characters' })
  if (long || !content.head) return long
  return unsendableFile({ items: [content.head] }, { ...strategy, media: strategy.heads ?? {} }, context)
}

function unsendableText(content: Content, strategy: Strategy): ConversationRefusal | undefined {
  // Customers send much that nobody here can send yet.
  if (content.kind !== 'text' || content.text.trim() === '') return { reason: 'empty' }
  const { text, choices } = content
  if (!choices) return tooLong(text, strategy.text)
  const titles = choices.map(choice => choice.title)
  return wrongChoices(strategy, titles) ?? tooLong(text, wordsLimit(strategy))
}

function tooLong(text: string, limit: TextLimit): ConversationRefusal | undefined {
  return measure(text, limit) > limit.most ? { reason: 'too-long', limit: limit.most, unit: limit.unit } : undefined
}

function unsendableFile(
  { items, caption = '' }: Pick<Extract<Content, { kind: 'media' }>, 'items' | 'caption'>,
  strategy: Strategy,
  context: Context
): ConversationRefusal | undefined {
  const [item, ...more] = items
  if (more.length > 0) return { reason: 'one-file-a-message' }
  if (!item?.file || !item.mime || !item.bytes) return { reason: 'no-such-file' }
  const { file, mime, bytes, media } = item
  const limit = limitOf(strategy, media)
  if (!limit || !takes(limit, mime)) return { reason: 'file-not-taken', media, types: [...(limit?.types ?? [])] }
  if (bytes > limit.mostBytes) return { reason: 'file-too-big', limit: limit.mostBytes }
  if (caption !== '') {
    if (!strategy.caption || !captioned.has(media)) return { reason: 'captions-not-offered' }
    const long = tooLong(caption, strategy.caption)
    if (long) return long
  }
  // A device does not know what the server has; the server knows it to the byte.
  const kept = context.look?.(`file/${file}`) as { readonly mime: string; readonly bytes: number } | null | undefined
  const isHere = kept === undefined || (kept !== null && kept.mime === mime && kept.bytes === bytes)
  return isHere ? undefined : { reason: 'no-such-file' }
}

export function outsideWindow(
  state: Conversation,
  context: Context,
  writer: Writer = 'person'
): ConversationRefusal | undefined {
  const closesAt = windowClosesAt(strategyOf(state.platform), state.lastReceivedAt, writer, state.lastReceived)
  if (closesAt === null || context.now <= closesAt) return undefined
  return { reason: 'outside-reply-window', closedAt: closesAt === 0 ? null : closesAt }
}
