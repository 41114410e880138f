import { accept, refuse } from '../kernel/decision.ts'
import type { Decider } from '../kernel/decider.ts'
import type { TenantCommand } from './commands.ts'
import type { TenantFact } from './events.ts'
import type { IdentityRefusal } from './refusals.ts'

/** A workspace: the wall that no byte crosses. */
export type Tenant = { readonly name: string | null }

export const tenantDecider: Decider<Tenant, TenantCommand, TenantFact, IdentityRefusal> = {
  initial: { name: null },
  decide(command, state, context) {
    if (!context.may(command.type)) return refuse({ reason: 'not-allowed' })
    if (state.name !== null) return refuse({ reason: 'already-founded' })
    return accept({ type: 'tenant.founded', at: command.at, by: context.by, cause: command.id, name: command.name })
  },
  evolve(state, fact) {
    return fact.type === 'tenant.founded' ? { name: fact.name } : state
  }
}
