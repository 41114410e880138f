import {
  deciders,
  scopeOf,
  streamOf,
  turnOf,
  type AnyCommand,
  type AnyFact,
  type AnyRefusal
} from '../../shared/catalog.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import type { Appended, Loaded } from '../../shared/kernel/event-log.ts'
import { handled, type Handled, type LogAnswer, type Remembered } from '../../shared/kernel/handle.ts'
import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Board } from '../../shared/workflow/board.ts'
import type { Card } from '../../shared/workflow/card.ts'
import { dataOf } from '../../sync-server/log/row.ts'
import { keyOf, type Outcome } from '../../sync-server/log/arrange.ts'
import type { Told } from '../../sync-server/actors/actors.ts'
import type { Ack, Ticket } from '../../sync-server/log/recorded.ts'
import { foldOn, type AnyDecider } from '../../web/sync/engine/redraw.ts'
import type { Clock } from './clock.ts'
import type { ServerLog } from './server-log.ts'

type Letter = {
  readonly tenant: string
  readonly command: AnyCommand
  readonly contextAt: (now: number) => Context
  readonly ticket: Ticket | undefined
  readonly done: (told: Told) => void
}
type Judging = ReturnType<typeof handled<unknown, AnyCommand, AnyFact, AnyRefusal>>
type Judged = Handled<unknown, AnyFact, AnyRefusal>

/** One command at a time for each stream, and for all cards of a workflow, as `actors.ts` does it: decided on what is hot, appended, answered when durable. */
export class ServerActors {
  readonly #log: ServerLog
  readonly #clock: Clock
  readonly #hot = new Map<string, Remembered<unknown>>()
  readonly #mail = new Map<string, Letter[]>()

  constructor(log: ServerLog, clock: Clock) {
    this.#log = log
    this.#clock = clock
  }

  tell(letter: Letter): void {
    const key = keyOf(letter.tenant, turnOf(letter.command) ?? streamOf(letter.command))
    const box = this.#mail.get(key)
    if (box) return void box.push(letter)
    this.#mail.set(key, [letter])
    this.#judge(letter, key)
  }

  state(tenant: string, stream: StreamId): unknown {
    return this.#remembered(tenant, stream).state
  }

  #done(key: string, letter: Letter, told: Told): void {
    const box = this.#mail.get(key)!
    box.shift()
    const [next] = box
    if (next) this.#judge(next, key)
    else this.#mail.delete(key)
    letter.done(told)
  }

  #judge(letter: Letter, key: string): void {
    const { tenant, command, ticket } = letter
    const before = ticket && this.#log.ack(tenant, ticket.client, ticket.n)
    if (before) return this.#done(key, letter, toldOf(before))
    const stream = streamOf(command)
    const decider = deciderOf(stream)
    const remembered = this.#remembered(tenant, stream)
    this.#go(handled(decider, stream, command, this.#context(letter), remembered), undefined, key, letter)
  }

  #go(judging: Judging, answer: LogAnswer<AnyFact> | undefined, key: string, letter: Letter): void {
    const { tenant, command, ticket } = letter
    const stream = streamOf(command)
    const step = judging.next(answer)
    if (step.done) return this.#judged(step.value, key, letter)
    if (step.value.ask === 'load') {
      const facts = this.#log.stream(tenant, stream).map(event => event.fact as AnyFact)
      const loaded: Loaded<AnyFact> = { facts, version: facts.length }
      return this.#go(judging, loaded, key, letter)
    }
    const { version, facts } = step.value
    const state = foldOn(deciderOf(stream), this.#at(tenant, stream, version), facts)
    const stored = { data: facts.map(dataOf), key: null, erasure: null }
    this.#log.want({ tenant, stream, version, facts, ...stored, scope: scopeOf(stream, state), ticket }, outcome => {
      if (outcome.result === 'judged') return this.#end(key, letter, toldOf(outcome.ack))
      if (outcome.result === 'repeated') return this.#end(key, letter, repeated(outcome.seq))
      this.#go(judging, outcome as Appended<AnyFact>, key, letter)
    })
  }

  #judged(value: Judged, key: string, letter: Letter): void {
    const { tenant, command, ticket } = letter
    if (value.result === 'repeated') return this.#end(key, letter, repeated(this.#log.head(tenant)))
    this.#hot.set(keyOf(tenant, streamOf(command)), value.remembered)
    const events = value.result === 'accepted' ? value.events : []
    const last = events.at(-1)
    if (last) return this.#done(key, letter, { result: 'accepted', events, seq: last.seq })
    const refused = value.result === 'refused' ? value.refusal : null
    // What was done once may not be allowed twice: said again, it is still done.
    const heardAt = refused ? this.#log.heardAt(tenant, command.id) : undefined
    const refusal = heardAt === undefined ? refused : null
    if (ticket) {
      return this.#log.want({ tenant, ticket, command: command.id, refusal }, outcome => {
        this.#done(key, letter, toldOf(ackIn(outcome)))
      })
    }
    const seq = this.#log.head(tenant)
    if (heardAt !== undefined) return this.#done(key, letter, repeated(heardAt))
    this.#done(key, letter, refusal ? { result: 'refused', refusal, seq } : { result: 'accepted', events, seq })
  }

  #end(key: string, letter: Letter, told: Told): void {
    this.#hot.delete(keyOf(letter.tenant, streamOf(letter.command)))
    this.#done(key, letter, told)
  }

  /** What `boards.ts` gives the judge of a card: its workflow, the board, and whose card it is. */
  #context({ tenant, command, contextAt }: Letter): Context {
    const context = contextAt(this.#clock.now)
    if (!('card' in command) && command.type !== 'workflow.publish') return context
    const look = (at: string) =>
      at.startsWith('board/') ? this.#board(tenant, at.slice('board/'.length)) : this.state(tenant, at as StreamId)
    return { ...context, look }
  }

  #board(tenant: string, workflow: string): Board {
    const open = this.streams(tenant, 'card').flatMap(stream => {
      const card = this.state(tenant, stream) as Card
      return card.status === 'open' && card.workflow === workflow ? [[streamKey(stream), card.stage] as const] : []
    })
    return new Map(open)
  }

  /** Those of a kind, of which the log has something. */
  streams(tenant: string, kind: string): StreamId[] {
    const all = [...this.#log.streams.keys()].map(key => JSON.parse(key) as [string, StreamId])
    return all.flatMap(([of, stream]) => (of === tenant && streamKind(stream) === kind ? [stream] : []))
  }

  #remembered(tenant: string, stream: StreamId): Remembered<unknown> {
    const key = keyOf(tenant, stream)
    const known = this.#hot.get(key)
    if (known) return known
    const facts = this.#log.stream(tenant, stream).map(event => event.fact)
    const decider = deciderOf(stream)
    const read = { state: foldOn(decider, decider.initial, facts), version: facts.length }
    this.#hot.set(key, read)
    return read
  }

  #at(tenant: string, stream: StreamId, version: number): unknown {
    const known = this.#remembered(tenant, stream)
    if (known.version === version) return known.state
    const facts = this.#log.stream(tenant, stream).map(event => event.fact)
    const decider = deciderOf(stream)
    return foldOn(decider, decider.initial, facts.slice(0, version))
  }
}

function repeated(seq: number): Told {
  return { result: 'repeated', events: [], seq }
}

function toldOf({ seq, refusal }: Ack): Told {
  return refusal ? { result: 'refused', refusal, seq } : repeated(seq)
}

function ackIn(outcome: Outcome): Ack {
  if (outcome.result !== 'judged') throw new Error(`a judgement became ${outcome.result}`)
  return outcome.ack
}

function deciderOf(stream: StreamId): AnyDecider {
  return deciders[streamKind(stream) as keyof typeof deciders]
}
