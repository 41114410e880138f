import type { AnyCommand } from '../../shared/catalog.ts'
import type { Conversation } from '../../shared/conversations/conversation.ts'
import { dayMs } from '../../shared/kernel/day.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Card } from '../../shared/workflow/card.ts'
import type { Workflow } from '../../shared/workflow/workflow.ts'
import type { UpFrame } from '../../shared/protocol/up.ts'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { Told } from '../../sync-server/actors/actors.ts'
import { drawWorkspace } from '../../sync-server/identity/roster.ts'
import { keyOf } from '../../sync-server/log/arrange.ts'
import type { Batch, Recorded } from '../../sync-server/log/recorded.ts'
import { fanOut, join, newHub, part, review, type SentAway } from '../../sync-server/sync/engine/hub.ts'
import {
  newIntake,
  stepIntake,
  type Intake,
  type IntakeEffect,
  type IntakeInput
} from '../../sync-server/sync/engine/intake.ts'
import { newSession, type Effect, type Input } from '../../sync-server/sync/engine/session.ts'
import {
  carryOf,
  endAt,
  snapshotParts,
  streamText,
  type SnapshotPart
} from '../../sync-server/sync/engine/snapshot-frames.ts'
import { step } from '../../sync-server/sync/engine/step.ts'
import { viewerOf, type Viewer } from '../../sync-server/sync/engine/viewer.ts'
import { joined } from '../../sync-server/sync/telling.ts'
import type { Chance } from '../power/chance.ts'
import type { Clock } from './clock.ts'
import type { Link } from './link.ts'
import { Followers } from './followers.ts'
import { ServerActors } from './server-actors.ts'
import { ServerLog, type Disk } from './server-log.ts'
import type { Tally } from './tally.ts'

/** More than this of a stream is not in a snapshot. Short here, so that streams with a carry are met. */
const longestStream = 12
/** Nor more than this in one answer to a `need`. */
const longestPart = 5
const resolvedWithinMs = 30 * dayMs

export type ServerWatch = {
  /** Some plans were made before there were automations here. */
  readonly automates: boolean
  /** Every frame before it goes. */
  sent(agent: string, tenant: string, text: string, viewer: () => Viewer | null): void
  fault(what: string): void
  /** The server may be made to die at a moment like this one. */
  mayCrash(): boolean
}

type LookAround = Extract<Effect, { type: 'look-around' }>
type ReadSnapshot = Extract<Effect, { type: 'read-snapshot' }>
type Ear = { readonly agent: string; hear(input: Input): void }
type Workspace = ReturnType<typeof drawWorkspace>

/** One life of the server, from its start to its crash: the engines of sync-server over a model of its log. */
export class Server {
  readonly log: ServerLog
  readonly actors: ServerActors
  /** `null`: nothing here follows by itself. */
  readonly followers: Followers | null
  readonly #clock: Clock
  readonly #chance: Chance
  readonly #tally: Tally
  readonly #watch: ServerWatch
  readonly #hub = newHub<Ear>()
  readonly #untold = new Map<string, Batch>()
  readonly #workspaces = new Map<string, Workspace>()
  readonly #intakes = new Map<string, Intake<Ear>>()
  readonly #links = new Set<Link>()
  isDead = false

  constructor(disk: Disk, clock: Clock, chance: Chance, tally: Tally, watch: ServerWatch) {
    this.#clock = clock
    this.#chance = chance
    this.#tally = tally
    this.#watch = watch
    this.log = new ServerLog(disk, clock, chance, tally)
    this.actors = new ServerActors(this.log, clock)
    for (const [tenant, events] of this.log.events) {
      for (const event of events) if (event.scope === 'tenant') this.workspace(tenant).add(event)
    }
    this.log.onCommitted = batch => this.#committed(batch)
    this.followers = watch.automates ? new Followers(this, { ...watch, clock, chance, tally }) : null
  }

  workspace(tenant: string): Workspace {
    const known = this.#workspaces.get(tenant) ?? drawWorkspace(tenant)
    this.#workspaces.set(tenant, known)
    return known
  }

  /** The server's own word, or a platform's. */
  report(tenant: string, command: AnyCommand, by: 'customer' | 'system', done: (told: Told) => void): void {
    const author = { kind: by, id: by === 'customer' ? 'somebody' : 'server' } as const
    this.actors.tell({ tenant, command, contextAt: now => trustedContext(author, now), ticket: undefined, done })
  }

  versionOf(tenant: string, workflow: string): number {
    return (this.actors.state(tenant, `workflow/${workflow}`) as Workflow).now?.version ?? 0
  }

  die(): void {
    this.isDead = true
    this.log.die()
    for (const link of this.#links) link.cut('down')
  }

  get connected(): number {
    return this.#links.size
  }

  accept(link: Link, tenant: string, agent: string): void {
    this.#links.add(link)
    let session = newSession(tenant, agent)
    const heard: Input[] = []
    let isAtWork = false
    let stopListening = () => {}
    let roomBelow: number | undefined
    let client = ''
    let snapshot: SnapshotPart[] | null = null
    const workspace = this.workspace(tenant)

    const hear = (input: Input): void => {
      if (this.isDead) return
      heard.push(input)
      if (isAtWork) return
      isAtWork = true
      for (let next = heard.shift(); next; next = heard.shift()) {
        const made = step(session, next, { now: this.#clock.now, waiting: link.waiting })
        session = made.session
        for (const effect of made.effects) carryOut(effect)
      }
      isAtWork = false
    }
    const self: Ear = { agent, hear }
    const ask = (input: () => Input, mostMs = 5) => {
      this.#clock.after(this.#chance.below(mostMs), () => hear(input()))
    }
    const carryOut = (effect: Effect): void => {
      switch (effect.type) {
        case 'send':
          this.#watch.sent(agent, tenant, effect.frame.text, () => viewerOf(workspace, agent))
          return link.send('down', effect.frame.text)
        case 'listen':
          stopListening()
          stopListening = this.#clock.after(effect.forMs, () => hear({ type: 'silent' }))
          return
        case 'pause':
        case 'resume':
          return
        case 'identify':
          client = effect.client
          return ask(() => ({
            type: 'identified',
            isTheirs: this.#ownerOf(tenant, client, agent) === agent,
            viewer: viewerOf(workspace, agent),
            name: workspace.name
          }))
        case 'join':
          return this.#sendAway(join(this.#hub, { ...effect, session: self, tenant, signIn: agent }))
        case 'look-around':
          return ask(() => ({ type: 'standing', isSignedIn: true, ...this.#standing(tenant, client, effect) }))
        case 'read-snapshot':
          return ask(
            () => {
              snapshot ??= this.#snapshot(tenant, effect)
              return { type: 'snapshot-read', ...snapshot.shift()! }
              // What it begins with may be read while the device is already answered.
            },
            snapshot ? 5 : 300
          )
        case 'read-log':
          return ask(() => {
            const events = (this.log.events.get(tenant) ?? []).slice(effect.after, effect.after + effect.limit)
            return { type: 'log-read', events }
          })
        case 'read-older':
          return ask(() => ({ type: 'older-read', stream: effect.stream, events: this.#older(tenant, effect) }))
        case 'judge':
          return this.#push(tenant, client, { type: 'pushed', by: self, items: effect.items })
        case 'await-room':
          this.#tally.count('slow reader')
          roomBelow = effect.bytes
          return
        case 'leave':
          stopListening()
          this.#links.delete(link)
          part(this.#hub, tenant, self)
          if (client) this.#push(tenant, client, { type: 'left', by: self })
          return
        case 'hang-up':
          return link.close('server')
        case 'cut':
          return link.cut('down')
        default:
          return unreachable(effect)
      }
    }
    link.onTaken = () => {
      if (roomBelow === undefined || link.waiting > roomBelow) return
      roomBelow = undefined
      hear({ type: 'room' })
    }
    link.listen('up', {
      hear: text => hear({ type: 'received', frame: JSON.parse(text) as UpFrame }),
      ended: () => hear({ type: 'closed' })
    })
  }

  #ownerOf(tenant: string, client: string, agent: string): string {
    const { owners } = this.log.disk
    const key = keyOf(tenant, client)
    const owner = owners.get(key) ?? agent
    owners.set(key, owner)
    return owner
  }

  #intake(tenant: string, client: string): Intake<Ear> {
    const key = keyOf(tenant, client)
    const known = this.#intakes.get(key) ?? newIntake<Ear>(this.log.acked(tenant, client))
    this.#intakes.set(key, known)
    return known
  }

  #push(tenant: string, client: string, input: IntakeInput<Ear>): void {
    if (this.isDead) return
    const { intake, effects } = stepIntake(this.#intake(tenant, client), input)
    this.#intakes.set(keyOf(tenant, client), intake)
    for (const effect of effects) this.#serve(tenant, client, effect)
  }

  #serve(tenant: string, client: string, effect: IntakeEffect<Ear>): void {
    const hear = (input: IntakeInput<Ear>) => this.#push(tenant, client, input)
    const ask = (input: () => IntakeInput<Ear>) => void this.#clock.after(this.#chance.below(3), () => hear(input()))
    switch (effect.type) {
      case 'recall':
        return ask(() => ({ type: 'recalled', ack: this.log.ack(tenant, client, effect.n) ?? null }))
      case 'look-up-rest':
        return ask(() => ({
          type: 'rest-known',
          isRefused: Boolean(this.log.ackOfCommand(tenant, client, effect.command)?.refusal)
        }))
      case 'tell': {
        const { n, command, by } = effect
        const contextAt = (now: number) => this.workspace(tenant).contextOf(by.agent, now)
        const done = (told: Told) => {
          const refusal = told.result === 'refused' ? told.refusal : null
          hear({ type: 'judged', ack: { n, command: command.id, seq: told.seq, refusal } })
        }
        return this.actors.tell({ tenant, command, contextAt, ticket: { client, n }, done })
      }
      case 'record': {
        const { n, command, refusal } = effect
        return this.log.want({ tenant, ticket: { client, n }, command, refusal }, outcome => {
          if (outcome.result === 'judged') hear({ type: 'judged', ack: outcome.ack })
        })
      }
      case 'answer':
        return effect.to.hear({ type: 'judged', ack: effect.ack })
      case 'taken':
        return effect.to.hear({ type: 'push-taken', expected: effect.expected })
      case 'give-up':
        return effect.to.hear({ type: 'failed' })
      default:
        return unreachable(effect)
    }
  }

  #committed(batch: Batch): void {
    const workspace = this.workspace(batch.tenant)
    const isOfAll = batch.events.filter(event => event.scope === 'tenant')
    for (const event of isOfAll) workspace.add(event)
    if (isOfAll.length > 0) this.#sendAway(review(this.#hub, workspace))
    this.#tellSoon(batch)
    this.followers?.committed(batch)
  }

  /** As `telling.ts` does where many listen: what is committed goes a little later and together, an ack before it. */
  #tellSoon(batch: Batch): void {
    const { tenant } = batch
    const before = this.#untold.get(tenant)
    this.#untold.set(tenant, joined(before, batch))
    if (before) return this.#tally.count('told together')
    if (this.#chance.happens(0.3)) this.#clock.after(this.#chance.below(60), () => this.#tell(tenant))
    else this.#tell(tenant)
  }

  #tell(tenant: string): void {
    const batch = this.#untold.get(tenant)
    if (this.isDead || !batch) return
    this.#untold.delete(tenant)
    for (const { to, frames } of fanOut(this.#hub, batch)) to.hear({ type: 'told', batch, frames })
  }

  #sendAway(away: readonly SentAway<Ear>[]): void {
    for (const { to, farewell } of away) {
      this.#tally.count(`sent away: ${farewell.reason}`)
      to.hear({ type: 'sent-away', farewell })
    }
  }

  #older(
    tenant: string,
    { stream, before, limit }: { stream: StreamId; before: number; limit: number }
  ): readonly Recorded[] {
    const all = this.log.stream(tenant, stream)
    return all.filter(event => event.version < before).slice(-Math.min(limit, longestPart))
  }

  #standing(tenant: string, client: string, { there, reach }: LookAround) {
    const head = this.log.head(tenant)
    const hashAt = (seq: number) => this.log.events.get(tenant)?.[seq - 1]?.hash ?? null
    return {
      incarnation: `life-${this.log.disk.incarnation}`,
      head,
      hash: hashAt(head) ?? '',
      hashThere: there === null || head - there > reach ? null : there === 0 ? '' : hashAt(there),
      acked: this.#intake(tenant, client).acked
    }
  }

  /** As `snapshot.ts` puts it together, over what is in memory. */
  #snapshot(tenant: string, { viewer, seq, fingerprint }: ReadSnapshot): SnapshotPart[] {
    const since = this.#clock.now - resolvedWithinMs
    const ids = new Set<StreamId>(this.workspace(tenant).streams)
    for (const stream of this.actors.streams(tenant, 'conversation')) {
      const state = this.actors.state(tenant, stream) as Conversation
      const isHot = state.status === 'open' || state.status === 'snoozed' || state.assignee === viewer.agent
      if (!viewer.sees(`inbox:${state.inbox}`) || !(isHot || state.changedAt >= since)) continue
      ids.add(stream).add(`contact/${state.contact}`)
    }
    for (const stream of this.actors.streams(tenant, 'card')) {
      const { status, inbox, contact } = this.actors.state(tenant, stream) as Card
      const changedAt = this.log.stream(tenant, stream).at(-1)?.recordedAt ?? 0
      if (!viewer.sees(`inbox:${inbox}`) || !(status === 'open' || changedAt >= since)) continue
      ids.add(stream).add(`contact/${contact}`)
    }
    const parts: SnapshotPart[] = []
    const cut = snapshotParts(seq, fingerprint)
    for (const stream of ids) {
      const whole = this.log.stream(tenant, stream).filter(event => event.seq <= seq)
      const events = endAt(whole.slice(-longestStream), seq, viewer)
      const from = events[0]?.version
      if (from === undefined) continue
      if (from > 1) this.#tally.count('snapshot with a carry')
      const full = cut.add(
        streamText(
          stream,
          events,
          from > 1 ? carryOf(stream, { state: undefined, events: whole.slice(0, from - 1) }) : null
        )
      )
      if (full) parts.push(full)
    }
    return [...parts, cut.rest()]
  }
}
