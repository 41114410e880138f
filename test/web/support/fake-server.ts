import { deciders, streamOf, type AnyCommand, type AnyRefusal, type ClientCommand } from '../../../shared/catalog.ts'
import type { Role } from '../../../shared/identity/events.ts'
import type { Context } from '../../../shared/kernel/decider.ts'
import type { Event as LogEvent, StreamId } from '../../../shared/kernel/message.ts'
import { streamKey, streamKind } from '../../../shared/kernel/message.ts'
import type { DownFrame } from '../../../shared/protocol/down.ts'
import { namedPhrases, namesOf } from '../../../shared/phrases/names.ts'
import type { Phrase } from '../../../shared/phrases/phrase.ts'
import type { Card } from '../../../shared/workflow/card.ts'
import { upFrame, type PushItem, type UpFrame } from '../../../shared/protocol/up.ts'
import { foldOn, type AnyDecider } from '../../../web/sync/engine/redraw.ts'
import type { Wire } from '../../../web/sync/socket.ts'
import * as v from 'valibot'

type SnapshotFrame = Extract<DownFrame, { type: 'snapshot' }>
type Ack = Extract<DownFrame, { type: 'acks' }>['acks'][number]

/** The other end of the wire, in memory: same deciders, same answers, and a network that can be cut. */
export class FakeServer {
  incarnation = 'life-1'
  readonly events: LogEvent[] = []
  readonly acks = new Map<string, Ack[]>()
  readonly connections: Connection[] = []
  readonly pushed: PushItem[] = []
  isUp = true
  /** Acks are kept back until told. */
  holdsAcks = false
  /** Events are kept back until told. */
  holdsEvents = false
  /** Of a snapshot only the beginning comes, until told. */
  holdsSnapshots = false
  /** A snapshot brings only so many events of a stream. */
  shortens = Infinity
  /** A snapshot does not bring these. */
  leavesOut: readonly StreamId[] = []
  /** Of a snapshot only the first streams come, so many. */
  breaksOffAfter = Infinity
  /** It has no file that a reply names. */
  lacksFiles = false
  /** Of whoever signs in. */
  role: Role = 'agent'

  by(agent: string, role = 'agent'): Context {
    return {
      now: Date.now(),
      by: { kind: 'agent', id: agent },
      may: command => role !== 'agent' || command !== 'conversation.reassign',
      reaches: () => true
    }
  }

  /** Anybody else's doing: a customer, a colleague, a platform. */
  tell(command: AnyCommand, context: Context): AnyRefusal | null {
    // Each cause is heard once.
    if (this.events.some(({ fact }) => fact.cause === command.id)) return null
    const stream = streamOf(command)
    const decider = deciders[streamKind(stream) as keyof typeof deciders] as AnyDecider
    const facts = this.events.filter(event => event.stream === stream).map(event => event.fact)
    const judge = { ...context, look: (at: string) => this.#look(at) }
    const decision = decider.decide(command, foldOn(decider, decider.initial, facts), judge)
    if (!decision.accepted) return decision.refusal
    const from = this.events.length + 1
    decision.facts.forEach((fact, at) => {
      this.events.push({
        seq: this.events.length + 1,
        stream,
        version: facts.length + at + 1,
        recordedAt: Date.now(),
        fact
      })
    })
    if (!this.holdsEvents) for (const connection of this.connections) connection.sendEvents(from)
    return null
  }

  #state(stream: StreamId): unknown {
    const decider = deciders[streamKind(stream) as keyof typeof deciders] as AnyDecider
    const facts = this.events.filter(event => event.stream === stream).map(event => event.fact)
    return foldOn(decider, decider.initial, facts)
  }

  #look(at: string): unknown {
    if (at.startsWith('file/')) return this.lacksFiles ? null : undefined
    if (at === namedPhrases) return namesOf(this.#all('phrase') as [string, Phrase][])
    if (!at.startsWith('board/')) return this.#state(at as StreamId)
    const cards = this.#all('card') as [string, Card][]
    const open = cards.filter(([, card]) => card.status === 'open' && card.workflow === at.slice('board/'.length))
    return new Map(open.map(([id, card]) => [id, card.stage]))
  }

  #all(kind: string): [string, unknown][] {
    const streams = new Set(this.events.map(event => event.stream).filter(stream => streamKind(stream) === kind))
    return [...streams].map(stream => [streamKey(stream), this.#state(stream)])
  }

  judge(client: string, agent: string, item: PushItem): Ack {
    const acks = this.acks.get(client) ?? []
    this.acks.set(client, acks)
    const known = acks[item.n - 1]
    if (known) return known
    this.pushed.push(item)
    const command = item.command as ClientCommand | null
    const blocked = acks.some(ack => ack.refusal && ack.command === item.after && item.after !== null)
    const refusal =
      command === null
        ? null
        : blocked
          ? ({ reason: 'depends-on-refused', after: item.after ?? '' } as const)
          : this.tell(command, this.by(agent))
    const ack = { n: item.n, command: command?.id ?? null, seq: this.events.length, refusal }
    acks.push(ack)
    return ack
  }

  dial(agent = 'ada'): Wire {
    return new Connection(this, agent)
  }

  cut(): void {
    for (const connection of this.connections.splice(0)) connection.drop()
  }

  streams(): SnapshotFrame['streams'] {
    const streams = [...Map.groupBy(this.events, event => event.stream)]
    return streams
      .filter(([stream]) => !this.leavesOut.includes(stream))
      .map(([stream, all]) => {
        const events = all.slice(-this.shortens)
        const from = events[0]?.version ?? 1
        const decider = deciders[streamKind(stream) as keyof typeof deciders] as AnyDecider
        const older = all.slice(0, from - 1).map(event => event.fact)
        return { stream, from, carry: from > 1 ? foldOn(decider, decider.initial, older) : null, events }
      })
  }
}

class Connection implements Wire {
  onopen: Wire['onopen'] = null
  onmessage: Wire['onmessage'] = null
  onclose: Wire['onclose'] = null
  onerror: Wire['onerror'] = null
  readonly server: FakeServer
  readonly agent: string
  client = ''
  welcomed = false
  /** What was held of a snapshot: all of its streams, and not its end. */
  sendSnapshot: () => void = () => undefined

  constructor(server: FakeServer, agent: string) {
    this.server = server
    this.agent = agent
    setTimeout(() => {
      if (!server.isUp) return this.drop()
      server.connections.push(this)
      this.onopen?.call(this as unknown as WebSocket, new Event('open'))
    })
  }

  send(text: string): void {
    const frame = v.parse(upFrame, JSON.parse(text))
    setTimeout(() => this.hear(frame))
  }

  close(): void {
    const at = this.server.connections.indexOf(this)
    if (at >= 0) this.server.connections.splice(at, 1)
  }

  drop(): void {
    this.close()
    this.onclose?.call(this as unknown as WebSocket, new CloseEvent('close'))
  }

  say(frame: DownFrame): void {
    if (!this.server.connections.includes(this)) return
    const data = JSON.stringify(frame)
    setTimeout(() => this.onmessage?.call(this as unknown as WebSocket, { data } as MessageEvent))
  }

  sendEvents(from: number): void {
    const { events } = this.server
    if (this.welcomed) this.say({ type: 'events', from, to: events.length, events: events.slice(from - 1) })
  }

  private hear(frame: UpFrame): void {
    const { server } = this
    if (!server.connections.includes(this)) return
    switch (frame.type) {
      case 'hello':
        return this.welcome(frame)
      case 'ping':
        return this.say({ type: 'pong' })
      case 'push': {
        const acks: Ack[] = []
        for (const item of frame.items) {
          const expected = (server.acks.get(this.client)?.length ?? 0) + 1
          if (item.n > expected) return this.say({ type: 'gap', expected })
          acks.push(server.judge(this.client, this.agent, item))
        }
        if (!server.holdsAcks) this.say({ type: 'acks', acks })
        return
      }
      case 'need': {
        const events = server.events
          .filter(event => event.stream === frame.stream && event.version < frame.before)
          .slice(-100)
        this.say({
          type: 'part',
          stream: frame.stream as StreamId,
          events,
          complete: (events[0]?.version ?? 1) === 1
        })
      }
    }
  }

  private welcome(frame: Extract<UpFrame, { type: 'hello' }>): void {
    const { server } = this
    this.client = frame.client
    const head = server.events.length
    const me = { tenant: 'shop', tenantName: 'Shop', agent: this.agent, role: server.role }
    const acked = server.acks.get(frame.client)?.length ?? 0
    this.say({ type: 'welcome', protocol: 1, incarnation: server.incarnation, serverTime: Date.now(), acked, head, me })
    this.welcomed = true
    if (frame.cursor?.incarnation === server.incarnation && frame.cursor.seq <= head)
      return this.sendEvents(frame.cursor.seq + 1)
    this.say({ type: 'snapshot', seq: head, part: 0, last: false, streams: [] })
    const all = server.streams()
    const streams = all.slice(0, server.breaksOffAfter)
    const isWhole = streams.length === all.length
    const send = () =>
      this.say({ type: 'snapshot', seq: head, part: 1, last: isWhole && !server.holdsSnapshots, streams })
    if (server.holdsSnapshots) this.sendSnapshot = send
    else send()
  }
}
