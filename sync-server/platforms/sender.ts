import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Failure } from '../../shared/conversations/events.ts'
import { windowClosesAt } from '../../shared/platforms/reply-window.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { unanswered } from '../../shared/platforms/strategy.ts'
import type { Actors, StateOf } from '../actors/actors.ts'
import type { Follow } from '../log/follow.ts'
import type { Streams } from '../log/read.ts'
import { leftToDo } from './afterwards.ts'
import { settled } from './asking-again.ts'
import { endOf, giveUpAfterMs, tooOld } from './end-of.ts'
import { lanes, type Worked } from './lanes.ts'
import type { Outcome, Outgoing, Platform } from './port.ts'
import { reacting, reactionOnceForMs } from './reacting.ts'
import { replyOf } from './reply.ts'
import { fileOf, type ReplyFileParts } from './reply-file.ts'
import type { InboxSecret, InboxSecrets } from './secrets.ts'
import { personOf, sendingOrder, turnOf, type Turn } from './turns.ts'
import { withdrawnIn, type Job, type Unfinished } from './unfinished.ts'

/*
 *   replied ──► unfinished_send ──► lane of the conversation
 *                                     │ start-sending   durable, and only a send-started in the answer goes on
 *                                     │ call            ← a crash here is found as `sending`, and becomes unknown
 *                                     │ end-sending     durable: sent, deferred, failed or unknown
 *                                     ▼
 *                                   row deleted, next reply of this conversation; what is left to do, on nobody's time
 */

export type SendingParts = ReplyFileParts & {
  readonly actors: Actors
  readonly follow: Follow
  readonly streams: Streams
  readonly secrets: InboxSecrets
  readonly unfinished: Unfinished
  readonly platformOf: (name: string) => Platform | undefined
  /** Where the platform's API is, for an inbox that does not say so itself. */
  readonly baseUrlOf: (platform: string) => string
  /** Where the world sees this server, if we were told. */
  readonly publicOrigin?: string | undefined
  readonly logger: Logger
  readonly now?: () => number
  readonly timeOutMs?: number
  readonly lookAgainAfterMs?: number
}

export type Sending = {
  /** Begins no call any more, waits for those under way and keeps how they ended. */
  stop(): Promise<void>
}

const conversationsAtOnce = 20
const usualTimeOutMs = 30_000
/** A server behind a slow line still gets its files out. */
const slowestBytesAMs = 100
/** What has not answered when the server stops gets so long to do it; then nobody knows. */
const graceMs = 5000
/** A reply of an inbox that sends nothing looks so often whether it does again. */
const usuallyLookAgainAfterMs = 5000

/** Sends what agents replied: once, in order, and honest about what nobody knows. One of these runs per database. */
export async function startSending(parts: SendingParts): Promise<Sending> {
  const desk = sendingDesk(parts)
  const now = parts.now ?? Date.now
  const lines = lanes<Turn>(({ person }) => person, conversationsAtOnce, desk.work, sendingOrder(now))
  const add = async (jobs: readonly Job[]) => {
    for (const job of jobs) lines.add(await turnOf(parts.actors, job, now()))
  }
  // Before the follower: what is found `sending` now was begun by a process that is no more.
  await add(await parts.unfinished.all())
  const follower = parts.follow.follower('sending', async batch => {
    await add(await parts.unfinished.note(batch))
    // What stood behind it waits for nothing.
    for (const { conversation } of withdrawnIn(batch)) lines.hurry(personOf(batch.tenant, conversation))
  })
  return {
    async stop() {
      await follower.stop()
      desk.close()
      await lines.stop()
      await desk.left.stop()
    }
  }
}

function sendingDesk(parts: SendingParts) {
  const { now = Date.now, lookAgainAfterMs = usuallyLookAgainAfterMs } = parts
  const tries = new Map<string, number>()
  const left = leftToDo(parts.logger)
  const closing = new AbortController()
  const calling = new AbortController()
  const end = (job: Job, id: string, outcome: Outcome) =>
    keepEnd(parts, job, endOf(job, id, outcome, now()), closing.signal)
  const stop = (job: Job, id: string, inbox: string, failure: Failure) => {
    parts.logger.error({ inbox, code: failure.code }, 'an inbox sends nothing until somebody acts')
    return keepEnd(parts, job, { type: 'inbox.stop-sending', id, at: now(), inbox, failure }, closing.signal)
  }

  const attempt = async (job: Job, state: StateOf<'conversation'>) => {
    const { conversation, message } = job
    // All that could fail on our side is done before the start is on record.
    const letter = await prepare(parts, job, state, now())
    const id = `send:${randomUUID()}`
    if (!(await isStarted(parts, job, { type: 'conversation.start-sending', id, at: now(), conversation, message })))
      return
    const before = state.sends.find(one => one.message === message)?.failure ?? null
    const tried = { tries: tries.get(message) ?? 0, wasUnanswered: before?.code === unanswered }
    const isOld = before !== null && !tried.wasUnanswered && now() - job.since > giveUpAfterMs
    const outcome = isOld ? tooOld(before) : await outcomeOf(parts, letter, tried, calling.signal)
    // Before the reply is waiting again: whoever is next must find the inbox stopped.
    if (outcome.result === 'stopped') await stop(job, `${id}:stop`, state.inbox, outcome.failure)
    if (outcome.result === 'deferred') tries.set(message, tried.tries + 1)
    else tries.delete(message)
    await end(job, `${id}:end`, outcome)
    if (outcome.result === 'sent' && outcome.afterwards) left.add(state.inbox, outcome.afterwards)
  }

  /** `hasAsked`: its turn is used, and this looks how that ended. */
  const look = async (job: Job, hasAsked: boolean): Promise<Worked> => {
    try {
      const state = await parts.actors.state(job.tenant, 'conversation', job.conversation)
      const send = state.sends.find(one => one.message === job.message)
      if (send?.delivery === 'waiting') {
        const waitMs = (send.until ?? 0) - now()
        if (hasAsked) return { againAfterMs: waitMs }
        if (waitMs > 0) return { againAfterMs: waitMs, idle: true }
        const inbox = await parts.actors.state(job.tenant, 'inbox', state.inbox)
        if (inbox.stopped) return { againAfterMs: lookAgainAfterMs, idle: true }
        await attempt(job, state)
        return look(job, true)
      }
      // This lane has nothing under way, so whoever began this never came to its end.
      if (send?.delivery === 'sending') {
        const outcome = await ofTheDead(parts, job, state)
        await end(job, `send:${randomUUID()}:end`, outcome)
        if (outcome.result === 'deferred') return { againAfterMs: outcome.afterMs }
      }
      await parts.unfinished.done(job)
      return hasAsked ? 'done' : 'was-done'
    } catch (error) {
      parts.logger.error({ message: job.message, fault: faultOf(error) }, 'a reply waits: it could not be sent')
      return { againAfterMs: 1000 }
    }
  }
  const close = () => {
    closing.abort()
    setTimeout(() => calling.abort(), graceMs).unref()
  }
  return { work: (job: Job) => look(job, false), close, left }
}

function tell({ actors }: SendingParts, { tenant }: Job, command: AnyCommand) {
  return actors.tell(tenant, command, at => trustedContext({ kind: 'system', id: 'sender' }, at))
}

async function isStarted(parts: SendingParts, job: Job, command: AnyCommand): Promise<boolean> {
  const told = await tell(parts, job, command)
  return told.result === 'accepted' && told.events.some(({ fact }) => fact.type === 'conversation.send-started')
}

/** The platform has answered: the answer must not be lost over a busy database. */
async function keepEnd(parts: SendingParts, job: Job, command: AnyCommand, closing: AbortSignal): Promise<void> {
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 10_000)) {
    try {
      await tell(parts, job, command)
      return
    } catch (error) {
      parts.logger.error({ message: job.message, fault: faultOf(error) }, 'how a send ended is not stored yet')
      if (closing.aborted) throw error
      await sleep(waitMs, undefined, { signal: closing }).catch(() => undefined)
    }
  }
}

type Letter = {
  readonly platform: Platform
  readonly secret: InboxSecret
  readonly outgoing: Outgoing
  /** When the reply was written, as it is on record: before its first try. */
  readonly askedAt: number
}
type Unsendable = { readonly outcome: Outcome }

async function prepare(
  parts: SendingParts,
  job: Job,
  state: StateOf<'conversation'>,
  now: number
): Promise<Letter | Unsendable> {
  const platform = parts.platformOf(state.platform)
  const secret = await parts.secrets.of(state.inbox)
  if (!platform || secret?.tenant !== job.tenant || secret.platform !== state.platform) {
    return {
      outcome: { result: 'failed', failure: { code: 'not-connected', reason: 'This inbox is not connected any more.' } }
    }
  }
  const { handles } = await parts.actors.state(job.tenant, 'contact', state.contact)
  const { reacts, writer } = state.sends.find(one => one.message === job.message) ?? {}
  if (reacts) {
    const content = { kind: 'text', text: reacts.emoji ?? '' } as const
    const outgoing = { message: job.message, content, handles, late: false }
    return { platform: reacting(platform, reacts), secret, outgoing, askedAt: job.since }
  }
  const { content, answers, quoted, askedAt } = await replyOf(parts.streams, job, platform.answers === true)
  const file = await fileOf(parts, job, content, platform)
  if (file === 'gone') {
    return {
      outcome: { result: 'failed', failure: { code: 'no-file', reason: 'Its file is not on the server any more.' } }
    }
  }
  const by = writer === 'program' ? { automatic: true as const } : {}
  const outgoing = { message: job.message, content, handles, late: isLate(state, now), ...by }
  const beside = { ...(file !== 'none' && { file }), ...(answers && { answers }), ...(quoted && { quoted }) }
  return { platform, secret, outgoing: { ...outgoing, ...beside }, askedAt }
}

function isLate({ platform, lastReceivedAt }: StateOf<'conversation'>, now: number): boolean {
  const closesAt = windowClosesAt(strategyOf(platform), lastReceivedAt, 'program')
  return closesAt !== null && now > closesAt
}

type Tried = { readonly tries: number; readonly wasUnanswered: boolean }

async function outcomeOf(
  parts: SendingParts,
  letter: Letter | Unsendable,
  tried: Tried,
  stop: AbortSignal
): Promise<Outcome> {
  const now = parts.now ?? Date.now
  const unknown = { result: 'unknown' } as const
  if ('outcome' in letter) return tried.wasUnanswered ? unknown : letter.outcome
  const promised = { ...tried, onceForMs: letter.platform.onceForMs, askedAt: letter.askedAt }
  // The promise may have run out while nobody was here.
  if (tried.wasUnanswered && settled(unknown, promised, now()).result === 'unknown') return unknown
  return settled(await call(parts, letter, tried.tries, stop), promised, now())
}

/** What becomes of a call by a process that is no more. */
async function ofTheDead(
  parts: SendingParts,
  job: Job,
  { platform, sends }: StateOf<'conversation'>
): Promise<Outcome> {
  const isReaction = sends.some(one => one.message === job.message && one.reacts)
  const onceForMs = isReaction ? reactionOnceForMs : parts.platformOf(platform)?.onceForMs
  const unknown = { result: 'unknown' } as const
  if (onceForMs === undefined) return unknown
  const askedAt = isReaction ? job.since : (await replyOf(parts.streams, job, false)).askedAt
  const promised = { onceForMs, askedAt, wasUnanswered: true, tries: 0 }
  return settled(unknown, promised, (parts.now ?? Date.now)())
}

async function call(parts: SendingParts, letter: Letter, tries: number, stop: AbortSignal): Promise<Outcome> {
  const { baseUrlOf, publicOrigin, timeOutMs, logger } = parts
  const { platform, secret, outgoing } = letter
  const fileMs = Math.ceil((outgoing.file?.body.size ?? 0) / slowestBytesAMs)
  const signal = AbortSignal.any([AbortSignal.timeout((timeOutMs ?? usualTimeOutMs) + fileMs), stop])
  const baseUrl = secret.baseUrl ?? baseUrlOf(secret.platform)
  const hook = publicOrigin === undefined ? null : `${publicOrigin}/hooks/${secret.platform}/${secret.inbox}`
  try {
    return await platform.send(outgoing, secret, { tries, baseUrl, hook, signal })
  } catch (error) {
    logger.error({ message: outgoing.message, fault: faultOf(error) }, 'a platform broke its promise not to throw')
    return { result: 'unknown' }
  }
}

function faultOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
