import * as v from 'valibot'
import { factBase, time } from '../kernel/message.ts'
import { availability, openLimit, skills } from '../routing/content.ts'

export const role = v.picklist(['agent', 'supervisor', 'admin'])
export type Role = v.InferOutput<typeof role>

export const personName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))
export const emailAddress = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(200))

/** What can be true of a workspace. */
export const tenantFact = v.variant('type', [
  v.object({
    ...factBase,
    type: v.literal('tenant.founded'),
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))
  })
])
export type TenantFact = v.InferOutput<typeof tenantFact>

/** What can be true of an agent. The password is not a fact; it is kept outside the log. */
export const agentFact = v.variant('type', [
  v.object({ ...factBase, type: v.literal('agent.joined'), name: personName, email: emailAddress, role }),
  v.object({ ...factBase, type: v.literal('agent.renamed'), name: personName }),
  v.object({ ...factBase, type: v.literal('agent.role-changed'), role }),
  v.object({ ...factBase, type: v.literal('agent.left') }),
  /** `until`: when they will be back by themselves. */
  v.object({ ...factBase, type: v.literal('agent.availability-set'), availability, until: v.nullable(time) }),
  v.object({ ...factBase, type: v.literal('agent.limit-set'), limit: openLimit }),
  v.object({ ...factBase, type: v.literal('agent.skills-set'), skills })
])
export type AgentFact = v.InferOutput<typeof agentFact>
