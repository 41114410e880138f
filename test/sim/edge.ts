import type { AnyCommand } from '../../shared/catalog.ts'
import { streamKey, type StreamId } from '../../shared/kernel/message.ts'
import type { Card } from '../../shared/workflow/card.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import { rankAt } from '../../shared/workflow/rank.ts'
import type { Workflow } from '../../shared/workflow/workflow.ts'
import type { Recorded } from '../../sync-server/log/recorded.ts'
import { workflowOf } from './boards.ts'
import type { Step } from './plan.ts'
import { canary, type World } from './world.ts'

/** The platforms' side: customers who write, webhooks that come twice and out of order, replies that are carried out. */
export class Edge {
  readonly #world: World
  #messages = 0
  /** Replies that were on their way to a customer, also before the server was restored. */
  readonly #started = new Set<string>()

  constructor(world: World) {
    this.#world = world
  }

  /** A webhook is repeated until it was answered, and sometimes after that. */
  customer(
    tenant: string,
    inbox: string,
    platform: string,
    { who, size, repeats }: Extract<Step, { do: 'customer' }>
  ): string {
    const { clock, tally } = this.#world
    const conversation = `${inbox}-c${who}`
    const contact = `${inbox}-p${who}`
    const id = `wamid.${tenant}.${++this.#messages}`
    const mark = canary(tenant, inbox)
    const text = `${mark} ${'question '.repeat(size > 8 ? 1500 : size)}${this.#messages}`
    const at = clock.now
    const meet: AnyCommand = {
      type: 'contact.meet',
      id: `${id}.meet`,
      at,
      contact,
      inbox,
      handles: [{ platform, kind: 'phone', value: `${mark} +1${who}` }],
      name: `${mark} Maya ${who}`
    }
    const content = { kind: 'text', text } as const
    const receive: AnyCommand = {
      type: 'conversation.receive',
      id,
      at,
      conversation,
      inbox,
      platform,
      contact,
      message: id,
      content
    }
    this.#deliver(tenant, [meet, receive], 0)
    for (let again = 0; again < repeats; again++) {
      tally.count('webhook duplicated')
      // Later than the next one: duplicates also come out of order.
      clock.after(this.#world.chance.below(60_000), () => this.#deliver(tenant, [meet, receive], 0))
    }
    return id
  }

  #deliver(tenant: string, commands: readonly AnyCommand[], attempt: number): void {
    const { clock, chance, server, ledger, tally } = this.#world
    const [command, ...rest] = commands
    if (!command) return
    let isAnswered = false
    server?.report(tenant, command, 'customer', () => {
      isAnswered = true
      if (command.type === 'conversation.receive') {
        const stream: StreamId = `conversation/${command.conversation}`
        if (!ledger.received.has(command.id)) ledger.received.set(command.id, { tenant, stream, forgiven: false })
      }
      this.#deliver(tenant, rest, 0)
    })
    if (attempt < 8) {
      clock.after(5000 * 2 ** attempt + chance.below(1000), () => {
        if (isAnswered) return
        tally.count('webhook retried')
        this.#deliver(tenant, commands, attempt + 1)
      })
    }
  }

  /** What the server's own parts do with what is in the log. Snoozes end; replies are carried out: start, ask the platform, end; and what the platform says later. */
  carryOut(tenant: string, events: readonly Recorded[]): void {
    for (const { stream, fact } of events) {
      if (fact.type === 'conversation.snoozed') {
        this.wakeLater(tenant, streamKey(stream), (fact as unknown as { until: number }).until)
      }
      const isFollowed = this.#world.server!.followers !== null
      if (fact.type === 'conversation.message-received' && !isFollowed)
        this.#follow(tenant, streamKey(stream), fact.cause)
      const { message } = fact as unknown as { readonly message: string }
      if (fact.type === 'conversation.send-started') {
        if (this.#started.has(message)) this.#world.ledger.fault(`[R1] the reply ${message} of ${tenant} went twice`)
        this.#started.add(message)
      }
      if (fact.type !== 'conversation.replied') continue
      const conversation = streamKey(stream)
      const soon = (ms: number, command: Omit<AnyCommand & { conversation: string }, 'at'>) =>
        this.#later(ms, tenant, command)
      soon(200, { type: 'conversation.start-sending', id: `start-${message}`, conversation, message } as never)
      const fate = this.#world.chance.below(8)
      const outcome =
        fate === 0
          ? { result: 'failed', failure: { code: '1', reason: 'no' } }
          : fate === 1
            ? { result: 'unknown' }
            : { result: 'sent', platformId: `p.${message}` }
      soon(900, { type: 'conversation.end-sending', id: `end-${message}`, conversation, message, outcome } as never)
      if (fate === 0) continue
      // Receipts are faster than answers, come twice, and out of order.
      for (const status of ['sent', 'delivered', 'read', 'delivered'] as const) {
        const ms = 500 + this.#world.chance.below(30_000)
        const id = `receipt-${status}-${ms}-${message}`
        soon(ms, { type: 'conversation.receipt', id, conversation, platformId: `p.${message}`, status } as never)
      }
    }
  }

  /** As `when-customer-writes.ts` does it, where that is not there itself: their card is placed with the first words, and comes back with later ones. */
  #follow(tenant: string, conversation: string, cause: string): void {
    const { clock, server } = this.#world
    const workflow = workflowOf(tenant)
    const { now } = server!.actors.state(tenant, `workflow/${workflow}`) as Workflow
    if (now?.plan.takes.from !== 'every-inbox') return
    const card = cardOf(workflow, conversation)
    const { status } = server!.actors.state(tenant, `card/${card}`) as Card
    const so = { id: `card-${cause}`, at: clock.now, card, workflow, rank: rankAt(clock.now) }
    const of = { kind: 'conversation', conversation } as const
    if (status === 'closed') server!.report(tenant, { ...so, type: 'card.come-back' }, 'system', () => {})
    if (status !== 'unknown') return
    server!.report(tenant, { ...so, type: 'card.place', of, title: null, stage: null }, 'system', () => {})
  }

  /** Whoever is snoozed is woken when it is time, and asked again when the server was not there. */
  wakeLater(tenant: string, conversation: string, until: number): void {
    const { clock } = this.#world
    clock.after(Math.max(until - clock.now, 0) + 1000, () => {
      const { server } = this.#world
      if (!server) return this.wakeLater(tenant, conversation, clock.now + 60_000)
      const id = `wake-${until}-${conversation}`
      server.report(tenant, { type: 'conversation.wake', id, at: clock.now, conversation }, 'system', () => {})
    })
  }

  #later(ms: number, tenant: string, command: object): void {
    const { clock } = this.#world
    clock.after(ms, () => {
      this.#world.server?.report(tenant, { ...command, at: clock.now } as AnyCommand, 'system', () => {})
    })
  }
}
