import {
  deciders,
  streamOf,
  turnOf,
  type AnyCommand,
  type AnyFact,
  type AnyRefusal,
  type StreamKind
} from '../../shared/catalog.ts'
import type { Context, Decider } from '../../shared/kernel/decider.ts'
import { handle } from '../../shared/kernel/handle.ts'
import { streamKind, type Event, type StreamId } from '../../shared/kernel/message.ts'
import type { Log } from '../log/log.ts'
import type { Ack, Ticket } from '../log/recorded.ts'
import { actorLog, type Heard } from './actor-log.ts'
import { nothingBeside, type Beside } from './beside.ts'
import { mailboxes, type Mailboxes } from './mailbox.ts'
import { memory } from './memory.ts'
import { tickets } from './tickets.ts'

/** `seq` is where the tenant's log stood when this was judged. `repeated` was judged before and has no events here. */
export type Told =
  | { readonly result: 'accepted' | 'repeated'; readonly events: readonly Event[]; readonly seq: number }
  | { readonly result: 'refused'; readonly refusal: AnyRefusal; readonly seq: number }

export type StateOf<K extends StreamKind> = (typeof deciders)[K]['initial']

/** The one way to change anything on the server: an actor per stream, one command at a time. */
export type Actors = {
  /**
   * Resolves when durable. `judge` is asked at the moment of judging, with the server's clock.
   * With a ticket the answer is kept, also a refusal, and the same ticket again gets the same answer.
   * Rejects with `Busy` when too much is waiting and with `NotStored` when the database failed:
   * tell it again later, the command's id makes that harmless.
   */
  tell(tenant: string, command: AnyCommand, judge: (now: number) => Context, ticket?: Ticket): Promise<Told>
  /** The aggregate as it is now, after everything that was told before. */
  state<K extends StreamKind>(tenant: string, kind: K, id: string): Promise<StateOf<K>>
  /** What is in memory: it may be somebody's words, and they were erased. */
  forget(tenant: string, stream: StreamId): void
  /** For whoever watches over the machine. */
  readonly size: {
    readonly states: number
    readonly bytes: number
    /** Of the states; only those at work at this moment may take more. */
    readonly mostBytes: number
    readonly mail: number
  }
}

const defaultBytes = 64 * 1024 * 1024

type AnyDecider = Decider<unknown, AnyCommand, AnyFact, AnyRefusal>

export type ActorsOptions = {
  readonly now?: () => number
  /** How much memory the states of aggregates may take. */
  readonly hotBytes?: number
  /** How many commands may wait for one aggregate. */
  readonly mostMail?: number
  /** What has a say beside the aggregate itself. */
  readonly beside?: Beside
}

/** What actors need of the log. */
export type ActorsLog = Pick<Log, 'heardAt' | 'heardLately'> & {
  readonly commit: Pick<Log['commit'], 'append'>
  readonly states: Pick<Log['states'], 'newest'>
  readonly streams: Pick<Log['streams'], 'all'>
  readonly follow: Pick<Log['follow'], 'head'>
  readonly acks: Pick<Log['acks'], 'judged' | 'newest' | 'record'>
}

export function actors(log: ActorsLog, options: ActorsOptions = {}): Actors {
  const { now = Date.now, hotBytes = defaultBytes, mostMail = 1000, beside = nothingBeside } = options
  const mail = mailboxes(mostMail)
  const hot = memory(hotBytes, mail.hasMail)
  const seen = tickets(log.acks)

  async function decide(tenant: string, command: AnyCommand, judge: (now: number) => Context, ticket?: Ticket) {
    const stream = streamOf(command)
    const key = keyOf(tenant, stream)
    const heard: Heard = {}
    const told = actorLog(log, tenant, stream, deciderOf(stream), heard, ticket)
    try {
      const remembered = hot.recall(key) ?? (await log.states.newest(tenant, stream))
      const look = await beside.look(tenant, command, besideOf(tenant, command), remembered.state)
      const context = look ? { ...judge(now()), look } : judge(now())
      const handled = await handle(told.log, told.decider, stream, command, context, remembered)
      if (handled.result === 'repeated') hot.forget(key)
      else hot.keep(key, handled.remembered)
      if (handled.result === 'accepted') beside.became(tenant, stream, handled.remembered.state)
      return { handled, heard }
    } catch (error) {
      // What was decided may be in the log or not: only the log knows now.
      hot.forget(key)
      beside.lost(tenant, command)
      throw error
    }
  }

  /** Another aggregate, as it is now. The one whose turn this is, is not waited for. */
  const besideOf = (tenant: string, command: AnyCommand) => (other: StreamId) =>
    other === turnOf(command) ? state(tenant, other) : mail.deliver(keyOf(tenant, other), () => state(tenant, other))

  async function tell(
    tenant: string,
    command: AnyCommand,
    judge: (now: number) => Context,
    ticket?: Ticket
  ): Promise<Told> {
    const before = ticket ? await seen.judged(tenant, ticket) : heardBefore(log, tenant, command)
    if (before) return answerOf(before)

    const { handled, heard } = await decide(tenant, command, judge, ticket)
    if (handled.result === 'repeated') {
      if (heard.ack) return answerOf(heard.ack)
      return { result: 'repeated', events: [], seq: heard.seq ?? (await log.follow.head(tenant)) }
    }
    const last = handled.result === 'accepted' ? handled.events.at(-1) : undefined
    if (handled.result === 'accepted' && last) return { result: 'accepted', events: handled.events, seq: last.seq }
    return answerWithoutFacts(log, tenant, command, handled.result === 'refused' ? handled.refusal : null, ticket)
  }

  async function state(tenant: string, stream: StreamId): Promise<unknown> {
    const key = keyOf(tenant, stream)
    const remembered = hot.recall(key) ?? (await log.states.newest(tenant, stream))
    hot.keep(key, remembered)
    return remembered.state
  }

  return {
    tell: (tenant, command, judge, ticket) => inTurn(mail, tenant, command, () => tell(tenant, command, judge, ticket)),
    state: <K extends StreamKind>(tenant: string, kind: K, id: string) =>
      mail.deliver(keyOf(tenant, `${kind}/${id}`), () => state(tenant, `${kind}/${id}`)) as Promise<StateOf<K>>,
    forget: (tenant, stream) => hot.forget(keyOf(tenant, stream)),
    get size() {
      return { ...hot.size, mail: mail.waiting }
    }
  }
}

/** First the turn it takes with others, then its aggregate's own. */
function inTurn<T>(mail: Mailboxes, tenant: string, command: AnyCommand, work: () => Promise<T>): Promise<T> {
  const own = () => mail.deliver(keyOf(tenant, streamOf(command)), work)
  const turn = turnOf(command)
  return turn ? mail.deliver(keyOf(tenant, turn), own) : own()
}

/** Platforms and browsers say a thing again when an answer got lost: nothing need be looked up for it, or forgotten. */
function heardBefore(log: ActorsLog, tenant: string, command: AnyCommand) {
  const seq = log.heardLately(tenant, command.id)
  return seq === undefined ? undefined : { refusal: null, seq }
}

async function answerWithoutFacts(
  log: ActorsLog,
  tenant: string,
  command: AnyCommand,
  refused: AnyRefusal | null,
  ticket: Ticket | undefined
): Promise<Told> {
  // What was done once may not be allowed twice: said again, it is still done.
  const done = refused && (await log.heardAt(tenant, command.id)) !== undefined
  const refusal = done ? null : refused
  // If this very ticket was judged in between on another socket, the first answer holds.
  const answer = ticket
    ? await log.acks.record(tenant, ticket, { command: command.id, refusal })
    : { refusal, seq: await log.follow.head(tenant) }
  return answerOf(answer, done ? 'repeated' : 'accepted')
}

function answerOf(
  { refusal, seq }: Pick<Ack, 'refusal' | 'seq'>,
  unrefused: 'accepted' | 'repeated' = 'repeated'
): Told {
  return refusal ? { result: 'refused', refusal, seq } : { result: unrefused, events: [], seq }
}

function keyOf(tenant: string, stream: StreamId): string {
  return JSON.stringify([tenant, stream])
}

function deciderOf(stream: StreamId): AnyDecider {
  const kind = streamKind(stream)
  if (!Object.hasOwn(deciders, kind)) throw new Error(`no decider for ${stream}`)
  return deciders[kind as StreamKind]
}
