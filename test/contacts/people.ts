import type { ContactCommand } from '../../shared/contacts/commands.ts'
import { contactDecider as decider, type Contact } from '../../shared/contacts/contact.ts'
import type { ContactFact } from '../../shared/contacts/events.ts'
import { agentContext } from '../../shared/identity/may.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import { replay } from '../../shared/kernel/decider.ts'

type Log = ReadonlyMap<string, readonly ContactFact[]>
export type States = ReadonlyMap<string, Contact>
type Bare<C> = C extends ContactCommand ? Omit<C, 'id' | 'at'> : never
export type Wish = Bare<ContactCommand>
export type Look = (states: States) => NonNullable<Context['look']>

/** What the judge sees beside a contact: all of them, as the server's does. */
export const all: Look = states => at => states.get(at.slice('contact/'.length))

export const names = ['a', 'b', 'c', 'd', 'e'] as const
export type Name = (typeof names)[number]

export function statesOf(log: Log): States {
  return new Map([...log].map(([contact, facts]) => [contact, replay(decider, facts)]))
}

/** A server's log and two devices that work on what they last heard, and push what they did when they can. */
export class People {
  readonly log = new Map<string, readonly ContactFact[]>()
  readonly told: string[] = []
  readonly #devices = new Map<string, { heard: Log; pending: readonly ContactCommand[] }>()
  readonly #look: Look
  #commands = 0

  constructor(look: Look = all) {
    this.#look = look
    for (const name of names) {
      const met = { at: 1, by: { kind: 'customer', id: name }, cause: `met-${name}` } as const
      const handle = { platform: 'whatsapp', kind: 'wa_id', value: `4917012345${name.charCodeAt(0)}` }
      this.log.set(name, [{ ...met, type: 'contact.met', inbox: 'shop', handle, name }])
    }
    for (const agent of ['ana', 'bo']) this.#devices.set(agent, { heard: new Map(this.log), pending: [] })
  }

  /** Only what this device holds to be possible goes into its outbox. */
  wishes(agent: string, wish: Wish): void {
    const device = this.#device(agent)
    const command: ContactCommand = { ...wish, id: `k${++this.#commands}`, at: 10 + this.#commands }
    if (judge(this.drawn(agent), command, agent, this.#look)) {
      this.#devices.set(agent, { ...device, pending: [...device.pending, command] })
    }
  }

  /** What the agent sees: what was heard, then hopes as they are judged now. */
  drawn(agent: string): States {
    const { heard, pending } = this.#device(agent)
    const log = new Map(heard)
    for (const command of pending) record(log, command, agent, this.#look)
    return statesOf(log)
  }

  push(agent: string): void {
    for (const command of this.#device(agent).pending) {
      this.told.push(record(this.log, command, agent, this.#look))
    }
    this.hear(agent)
  }

  hear(agent: string): void {
    const { pending } = this.#device(agent)
    const heard = new Map(this.log)
    const causes = new Set([...heard.values()].flat().map(fact => fact.cause))
    const isOpen = pending.filter(({ id }) => !causes.has(id) && !this.#judged.has(id))
    this.#devices.set(agent, { heard, pending: isOpen })
  }

  get #judged(): ReadonlySet<string> {
    return new Set(this.told.map(one => one.split(' ')[0] ?? ''))
  }

  #device(agent: string) {
    const device = this.#devices.get(agent)
    if (!device) throw new Error(`${agent} has no device`)
    return device
  }
}

function judge(states: States, command: ContactCommand, agent: string, look: Look) {
  const context = agentContext({ id: agent, role: 'agent', inboxes: ['shop'] }, 1_000, () => true)
  const state = states.get(command.contact) ?? decider.initial
  const decision = decider.decide(command, state, { ...context, look: look(states) })
  return decision.accepted ? decision.facts : null
}

/** Answers the command's id and what became of it. */
function record(log: Map<string, readonly ContactFact[]>, command: ContactCommand, agent: string, look: Look): string {
  const facts = judge(statesOf(log), command, agent, look)
  if (facts) log.set(command.contact, [...(log.get(command.contact) ?? []), ...facts])
  return `${command.id} ${facts ? (facts[0]?.type ?? 'nothing') : 'refused'}`
}
