import { accept, refuse, type Decision } from '../kernel/decision.ts'
import type { Context, Decider } from '../kernel/decider.ts'
import type { Author } from '../kernel/message.ts'
import { unchanged, unreachable } from '../kernel/unreachable.ts'
import type { AutomationCommand } from './commands.ts'
import type { Rule } from './content.ts'
import type { AutomationFact } from './events.ts'
import type { AutomationRefusal } from './refusals.ts'

export type Published = { readonly version: number; readonly rule: Rule; readonly at: number; readonly by: Author }

/** What happens by itself when something else does, or what an agent may ask for with one key. */
export type Automation = {
  readonly status: 'unknown' | 'on' | 'off' | 'removed'
  readonly now: Published | null
  /** Those before it, newest first, to roll back to. */
  readonly earlier: readonly Published[]
}

const versionsKept = 10

export const automationDecider: Decider<Automation, AutomationCommand, AutomationFact, AutomationRefusal> = {
  initial: { status: 'unknown', now: null, earlier: [] },
  decide,
  evolve
}

function decide(
  command: AutomationCommand,
  state: Automation,
  context: Context
): Decision<AutomationFact, AutomationRefusal> {
  if (!context.may(command.type)) return refuse({ reason: 'not-allowed' })
  const so = { at: Math.min(command.at, context.now), by: context.by, cause: command.id }
  const { status, now } = state
  if (command.type === 'automation.publish') {
    if (status === 'removed') return refuse({ reason: 'no-such-automation' })
    const { version, at, by } = now ?? { version: 0, ...so }
    if (version !== command.onVersion) return refuse({ reason: 'changed-meanwhile', at, by })
    return accept({ ...so, type: 'automation.published', version: version + 1, rule: command.rule })
  }
  if (status !== 'on' && status !== 'off') return refuse({ reason: 'no-such-automation' })
  switch (command.type) {
    case 'automation.turn-on':
      return status === 'on' ? accept() : accept({ ...so, type: 'automation.turned-on' })
    case 'automation.turn-off':
      return status === 'off' ? accept() : accept({ ...so, type: 'automation.turned-off' })
    case 'automation.remove':
      return accept({ ...so, type: 'automation.removed' })
    default:
      return unreachable(command)
  }
}

function evolve(state: Automation, fact: AutomationFact): Automation {
  switch (fact.type) {
    case 'automation.published': {
      const { version, rule, at, by } = fact
      const earlier = state.now ? [state.now, ...state.earlier].slice(0, versionsKept) : []
      // One that was turned off stays off, whatever is changed in it.
      return { status: state.status === 'off' ? 'off' : 'on', now: { version, rule, at, by }, earlier }
    }
    case 'automation.turned-on':
      return { ...state, status: 'on' }
    case 'automation.turned-off':
      return { ...state, status: 'off' }
    case 'automation.removed':
      return { ...state, status: 'removed' }
    default:
      return unchanged(state, fact)
  }
}
