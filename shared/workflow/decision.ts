import type { Context } from '../kernel/decider.ts'
import { refuse, type Decision } from '../kernel/decision.ts'
import type { CardCommand } from './commands.ts'
import type { CardFact } from './events.ts'
import type { CardRefusal } from './refusals.ts'
import type { Workflow } from './workflow.ts'

export type CardDecision = Decision<CardFact, CardRefusal>
export type No = Extract<CardDecision, { accepted: false }>

/** The command with this `type`. */
export type Of<T extends CardCommand['type']> = Extract<CardCommand, { type: T }>

/** A device's clock may run ahead; nothing has happened later than now. */
export function said(command: CardCommand, context: Context) {
  return { at: Math.min(command.at, context.now), by: context.by, cause: command.id }
}

/** The card's workflow as the judge holds it, once it was published. */
export function workflowOf(command: CardCommand, context: Context): Workflow | undefined {
  const found = context.look?.(`workflow/${command.workflow}`) as Workflow | undefined
  return found?.now ? found : undefined
}

export const no = (refusal: CardRefusal): No => refuse(refusal)
