import { describe, expect, test } from 'vitest'
import { clientCommand } from '../../shared/shapes.ts'
import { agentDecider } from '../../shared/identity/agent.ts'
import type { AgentFact } from '../../shared/identity/events.ts'
import { agentContext, may, trustedContext } from '../../shared/identity/may.ts'
import { tenantDecider } from '../../shared/identity/tenant.ts'
import { agentReport, tenantReport } from '../../shared/identity/commands.ts'
import { contactReport } from '../../shared/contacts/commands.ts'
import { conversationReport } from '../../shared/conversations/commands.ts'
import { inboxReport } from '../../shared/inboxes/commands.ts'
import { given } from '../support/given.ts'

const now = Date.UTC(2026, 10, 20, 12)
const setup = trustedContext({ kind: 'system', id: 'setup' }, now)
const joined: AgentFact = {
  type: 'agent.joined',
  at: now,
  by: setup.by,
  cause: 'c0',
  name: 'Ana',
  email: 'ana@x.test',
  role: 'agent'
}
const types = (schema: { options: readonly { entries: { type: { literal: string } } }[] }): string[] =>
  schema.options.map(option => option.entries.type.literal)

describe('permissions', () => {
  test('no role, however high, may give what only the server reports', () => {
    const reports = [conversationReport, contactReport, inboxReport, agentReport, tenantReport].flatMap(types)
    expect(reports.length).toBeGreaterThanOrEqual(10)
    for (const report of reports) expect(may('admin', report), report).toBe(false)
  })

  test('what the server reports cannot even be read from a frame', () => {
    const pushable = clientCommand.options.flatMap(types)
    expect(pushable).toContain('conversation.reply')
    for (const report of types(conversationReport)) expect(pushable).not.toContain(report)
  })

  test('an agent answers, a supervisor reassigns, an admin arranges', () => {
    expect(may('agent', 'conversation.reply')).toBe(true)
    expect(may('agent', 'conversation.reassign')).toBe(false)
    expect(may('supervisor', 'conversation.reassign')).toBe(true)
    expect(may('supervisor', 'inbox.add-member')).toBe(false)
    expect(may('admin', 'inbox.add-member')).toBe(true)
    expect(may('agent', 'constructor')).toBe(true)
  })

  test('an admin works in every inbox, others in theirs', () => {
    expect(agentContext({ id: 'a', role: 'admin', inboxes: [] }, now, () => true).reaches('shop')).toBe(true)
    expect(agentContext({ id: 'a', role: 'supervisor', inboxes: ['other'] }, now, () => true).reaches('shop')).toBe(
      false
    )
  })
})

describe('an agent', () => {
  const rename = { type: 'agent.rename', id: 'c1', at: now, agent: 'ana', name: 'Ana B' } as const

  test('may change their own name, and nobody else’s', () => {
    given(agentDecider, joined)
      .when(
        rename,
        agentContext({ id: 'ana', role: 'agent', inboxes: [] }, now, () => true)
      )
      .then({ type: 'agent.renamed' })
    given(agentDecider, joined)
      .when(
        rename,
        agentContext({ id: 'ben', role: 'supervisor', inboxes: [] }, now, () => true)
      )
      .thenRefused({ reason: 'not-allowed' })
  })

  test('joins once, and who has left is no agent', () => {
    const join = {
      type: 'agent.join',
      id: 'c1',
      at: now,
      agent: 'ana',
      name: 'Ana',
      email: 'ana@x.test',
      role: 'agent'
    } as const
    given(agentDecider).when(join, setup).then({ type: 'agent.joined' })
    given(agentDecider, joined).when(join, setup).thenRefused({ reason: 'already-joined' })
    const left: AgentFact = { type: 'agent.left', at: now, by: setup.by, cause: 'c2' }
    given(agentDecider, joined, left).when(rename, setup).thenRefused({ reason: 'no-such-agent' })
  })
})

test('a workspace is founded once', () => {
  const found = { type: 'tenant.found', id: 'c1', at: now, tenant: 't', name: 'Shop' } as const
  given(tenantDecider).when(found, setup).then({ type: 'tenant.founded', name: 'Shop' })
  given(tenantDecider, { type: 'tenant.founded', at: now, by: setup.by, cause: 'c0', name: 'Shop' })
    .when(found, setup)
    .thenRefused({ reason: 'already-founded' })
})
