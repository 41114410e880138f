import { createHash } from 'node:crypto'
import type { Automation } from '../../shared/automation/automation.ts'
import { automationDecider } from '../../shared/automation/automation.ts'
import type { When } from '../../shared/automation/content.ts'
import type { Came } from '../../shared/protocol/automations.ts'
import type { Conversation } from '../../shared/conversations/conversation.ts'
import { conversationDecider } from '../../shared/conversations/decide.ts'
import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import { keyOf } from '../../sync-server/log/arrange.ts'
import type { Recorded } from '../../sync-server/log/recorded.ts'
import type { Card } from '../../shared/workflow/card.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import type { Workflow } from '../../shared/workflow/workflow.ts'
import { workflowOf } from './boards.ts'
import type { World } from './world.ts'

type Loose = { readonly type: string; readonly [field: string]: unknown }

/** What an automation was to look at: whichever came of it, once. */
type Occasion = { readonly automation: string; readonly cause: string; readonly depth: number; readonly seq: number }

/** Beyond that it is a circle. */
const deepest = 3
const lookedAtWithinMs = 60_000

/** What automations must have done, and how often, read from the log and from what they say themselves. */
export function automationFaults(world: World): void {
  for (const [tenant, events] of world.server!.log.events) {
    const book = new Book(world, tenant, events)
    for (const occasion of [...occasions(events), ...waits(world, tenant)]) book.look(occasion)
    book.close()
    checkWaiting(world, tenant, events)
    checkAway(world, tenant, events)
    checkCards(world, tenant)
  }
}

/** Every automation that was on before something happened which it waits for. */
function* occasions(events: readonly Recorded[]): Generator<Occasion> {
  const rules = new Map<string, Automation>()
  const stages = new Map<string, unknown>()
  for (const { seq, stream, fact } of events) {
    const { type, stage, to, by, label } = fact as unknown as Loose
    const was = stages.get(stream)
    if (type.startsWith('card.')) stages.set(stream, to ?? stage ?? was)
    const isTakenBack = type === 'card.reopened' && (by as { kind: string }).kind === 'agent'
    const isPlaced = ['card.placed', 'card.cycle-opened', 'card.moved', 'card.reopened'].includes(type) && !isTakenBack
    const entered = isPlaced || stages.get(stream) !== was
    const isAwaited = (when: When) =>
      when.on === 'message-received'
        ? type === 'conversation.message-received'
        : when.on === 'labelled'
          ? type === 'conversation.labelled' && label === when.label
          : when.on === 'card-entered' && type.startsWith('card.') && entered && stages.get(stream) === when.stage
    for (const [automation, { status, now }] of rules) {
      if (status !== 'on' || !now || !isAwaited(now.rule.when)) continue
      yield { automation, cause: `${fact.cause} ${type}`, depth: depthIn(fact.cause), seq }
    }
    if (streamKind(stream) !== 'automation') continue
    const before = rules.get(streamKey(stream)) ?? automationDecider.initial
    rules.set(streamKey(stream), automationDecider.evolve(before, fact as never))
  }
}

/** Those that the clock brought. */
function waits({ disk }: World, tenant: string): Occasion[] {
  const runs = [...disk.aside.runs.values()].filter(run => run.tenant === tenant && / waited since /.test(run.cause))
  return runs.map(({ automation, cause }) => ({ automation, cause, depth: 0, seq: Infinity }))
}

function depthIn(cause: string): number {
  return Number(/^auto:(\d+):/.exec(cause)?.[1] ?? 0)
}

class Book {
  readonly #world: World
  readonly #tenant: string
  readonly #byCause = new Map<string, Recorded[]>()
  readonly #known = new Map<string, Occasion>()
  readonly #looked = new Set<string>()

  constructor(world: World, tenant: string, events: readonly Recorded[]) {
    this.#world = world
    this.#tenant = tenant
    for (const event of events) {
      const { cause } = event.fact
      if (cause.startsWith('auto:')) this.#byCause.set(cause, [...(this.#byCause.get(cause) ?? []), event])
    }
  }

  look(occasion: Occasion): void {
    const { automation, cause, depth } = occasion
    const key = keyOf(this.#tenant, automation, cause)
    this.#looked.add(key)
    const run = this.#world.disk.aside.runs.get(key)
    const what = `${automation} of ${this.#tenant} and "${cause}"`
    if (!run) return this.#world.fault(`${what}: it never looked`)
    if (!run.ended) return this.#world.fault(`${what}: it never came to its end`)
    const { came } = run
    const digest = createHash('sha256').update(`${automation} ${cause}`).digest('hex').slice(0, 32)
    const steps = came.as === 'fired' ? came.steps.length : 0
    for (let at = 0; at < Math.max(steps, 10); at++) {
      const id = `auto:${depth + 1}:${digest}:${at}`
      this.#known.set(id, occasion)
      this.#checkStep(id, came, at, what)
    }
  }

  #checkStep(id: string, came: Came, at: number, what: string): void {
    const events = this.#byCause.get(id) ?? []
    const outcome = came.as === 'fired' ? came.outcomes[at] : undefined
    const isDone = outcome?.result === 'done' || outcome?.result === 'in-doubt'
    if (isDone && events.length === 0) this.#world.fault(`${what}: it says that step ${at} is done, and it is not`)
    // What it did just before a crash, it finds done.
    if (!isDone && outcome?.result !== 'already' && events.length > 0)
      this.#world.fault(`${what}: step ${at} is done, and it says ${outcome?.result ?? came.as}`)
    const isInDoubt = events.some(({ fact }) => fact.type === 'conversation.send-unknown')
    // What stood in the backup already says by itself what became of it.
    if (isInDoubt && outcome?.result !== 'in-doubt')
      this.#world.fault(`${what}: step ${at} is in doubt, and it does not say so`)
    if (outcome?.result === 'call' && !this.#world.disk.aside.calls.has(keyOf(this.#tenant, id)))
      this.#world.fault(`${what}: nobody is going to call for step ${at}`)
  }

  close(): void {
    for (const [key, { tenant, automation, cause }] of this.#world.disk.aside.runs) {
      if (tenant === this.#tenant && !this.#looked.has(key))
        this.#world.fault(`${automation} of ${tenant} looked at "${cause}", which was before it was on`)
    }
    for (const [id, [event]] of this.#byCause) {
      const { seq, stream, fact } = event!
      const occasion = this.#known.get(id)
      const where = `(${this.#tenant} ${seq})`
      if (!occasion) this.#world.fault(`${fact.by.id} did ${fact.type} for nothing that happened ${where}`)
      else if (fact.type === 'conversation.resolved') this.#checkHeard(occasion, stream, seq, where)
      if (depthIn(id) > deepest) this.#world.fault(`automations go round in a circle ${where}`)
    }
  }

  /** What came after the words that it went by is nobody's yet. */
  #checkHeard({ automation, seq: begun, cause }: Occasion, stream: Recorded['stream'], seq: number, where: string) {
    const unheard = this.#world
      .server!.log.stream(this.#tenant, stream)
      .some(
        event =>
          event.fact.type === 'conversation.message-received' &&
          event.seq > begun &&
          event.seq < seq &&
          !cause.startsWith(`${event.fact.cause} `)
      )
    if (unheard) this.#world.fault(`${automation} closed over words that it had not heard ${where}`)
  }
}

/** Who waits at the end, for longer than an automation says that was on all the while, was looked at. */
function checkWaiting({ disk, server, clock, ledger }: World, tenant: string, events: readonly Recorded[]): void {
  const rules = new Map<string, { state: Automation; onSince: number }>()
  for (const { seq, stream, fact } of events) {
    if (streamKind(stream) !== 'automation') continue
    const { state, onSince } = rules.get(streamKey(stream)) ?? { state: automationDecider.initial, onSince: 0 }
    const next = automationDecider.evolve(state, fact as never)
    rules.set(streamKey(stream), { state: next, onSince: next.status === state.status ? onSince : seq })
  }
  for (const stream of server!.actors.streams(tenant, 'conversation')) {
    let state = conversationDecider.initial
    let waitsFrom = 0
    for (const { seq, fact } of server!.log.stream(tenant, stream)) {
      const next = conversationDecider.evolve(state, fact as never)
      if (next.waitingSince !== state.waitingSince) waitsFrom = seq
      state = next
    }
    const since = state.waitingSince
    if (state.status !== 'open' || since === null) continue
    for (const [automation, { state: so, onSince }] of rules) {
      const when = so.now?.rule.when
      if (so.status !== 'on' || when?.on !== 'waited' || onSince > waitsFrom) continue
      const until = since + when.minutes * 60_000
      // Whom it has acted on under an earlier version waits for nothing more of it.
      const waited = keyOf(tenant, automation, `${streamKey(stream)} waited since ${since} until `).slice(0, -2)
      const isLookedAt = [...disk.aside.runs.keys()].some(key => key.startsWith(waited))
      if (until + lookedAtWithinMs > clock.now || isLookedAt) continue
      ledger.fault(`${automation} of ${tenant} lets ${stream} wait since ${since} (${tenant} ${waitsFrom})`)
    }
  }
}

/** Once until the inbox opens. */
function checkAway({ ledger, tally }: World, tenant: string, events: readonly Recorded[]): void {
  const until = new Map<string, number>()
  for (const { seq, stream, recordedAt, fact } of events) {
    const { awayUntil } = fact as unknown as { awayUntil?: number }
    if (fact.by.id !== 'away-message' || awayUntil === undefined) continue
    tally.count('away message')
    if (recordedAt < (until.get(stream) ?? 0))
      ledger.fault(`${stream} is told twice that nobody is there (${tenant} ${seq})`)
    until.set(stream, awayUntil)
  }
}

/** Whoever writes has a card on a board that takes them, and it is not over for them. */
function checkCards({ server, ledger }: World, tenant: string): void {
  const workflow = workflowOf(tenant)
  const { now } = server!.actors.state(tenant, `workflow/${workflow}`) as Workflow
  if (now?.plan.takes.from !== 'every-inbox') return
  for (const stream of server!.actors.streams(tenant, 'conversation')) {
    const card = cardOf(workflow, streamKey(stream))
    const { status } = server!.actors.state(tenant, `card/${card}`) as Card
    if (status === 'unknown') ledger.fault(`${stream} of ${tenant} has no card`)
    const wroteAt = server!.log.stream(tenant, stream).findLast(isReceived)?.seq ?? 0
    const end = server!.log.stream(tenant, `card/${card}`).findLast(isEnd)
    if (status !== 'closed' || !end) continue
    const { received } = server!.actors.state(tenant, stream) as Conversation
    const { received: heard = received } = end.fact as unknown as { received?: number }
    if (received > heard) ledger.fault(`${card} of ${tenant} is over for who had heard ${heard} of ${received}`)
    if (wroteAt > end.seq) ledger.fault(`${card} of ${tenant} is over, and they wrote since (${wroteAt})`)
  }
}

const isReceived = ({ fact }: Recorded) => fact.type === 'conversation.message-received'
const isEnd = ({ fact }: Recorded) => fact.type === 'card.closed'
