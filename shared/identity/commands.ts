import * as v from 'valibot'
import { commandBase, id, time } from '../kernel/message.ts'
import { availability, openLimit, skills } from '../routing/content.ts'
import { emailAddress, personName, role } from './events.ts'

const tenantBase = { ...commandBase, tenant: id }
const agentBase = { ...commandBase, agent: id }

export const agentCommand = v.variant('type', [
  v.object({ ...agentBase, type: v.literal('agent.rename'), name: personName }),
  v.object({ ...agentBase, type: v.literal('agent.change-role'), role }),
  v.object({ ...agentBase, type: v.literal('agent.leave') }),
  v.object({ ...agentBase, type: v.literal('agent.set-availability'), availability, until: v.nullable(time) }),
  v.object({ ...agentBase, type: v.literal('agent.set-limit'), limit: openLimit }),
  v.object({ ...agentBase, type: v.literal('agent.set-skills'), skills })
])

/** Founding and joining come with a password, so they go through the server's own forms. */
export const agentReport = v.variant('type', [
  v.object({ ...agentBase, type: v.literal('agent.join'), name: personName, email: emailAddress, role })
])
export const tenantReport = v.variant('type', [
  v.object({
    ...tenantBase,
    type: v.literal('tenant.found'),
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))
  })
])

export type AgentCommand = v.InferOutput<typeof agentCommand> | v.InferOutput<typeof agentReport>
export type TenantCommand = v.InferOutput<typeof tenantReport>
