import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { clientCommand, knownFact } from '../../shared/shapes.ts'
import { conversationDecider as conversation } from '../../shared/conversations/decide.ts'
import { agentDecider } from '../../shared/identity/agent.ts'
import type { AgentCommand } from '../../shared/identity/commands.ts'
import type { AgentFact } from '../../shared/identity/events.ts'
import { agentContext, trustedContext } from '../../shared/identity/may.ts'
import type { InboxFact } from '../../shared/inboxes/events.ts'
import { inboxDecider as inbox } from '../../shared/inboxes/inbox.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { manual, type Why } from '../../shared/routing/content.ts'
import type { TeamFact } from '../../shared/routing/events.ts'
import { teamDecider as team } from '../../shared/routing/team.ts'
import { byAgent, fact, opened } from '../conversations/story.ts'
import { given } from '../support/given.ts'

const now = Date.UTC(2026, 10, 20, 12)
const server = trustedContext({ kind: 'system', id: 'router' }, now)
const story = { at: now, by: server.by, cause: 'c0' }
const as = (id: string, role: 'agent' | 'supervisor' | 'admin') =>
  agentContext({ id, role, inboxes: ['shop'] }, now, () => true)
const ana = as('ana', 'agent')

describe('availability, limits and skills', () => {
  const joined: AgentFact = { ...story, type: 'agent.joined', name: 'Ana', email: 'ana@x.test', role: 'agent' }
  const base = { id: 'c1', at: now, agent: 'ana' }
  const away = { ...base, type: 'agent.set-availability', availability: 'away', until: now + 1000 } as const

  test('everybody says where they are themselves; of others, a supervisor does', () => {
    given(agentDecider, joined)
      .when(away, ana)
      .then({ type: 'agent.availability-set', until: now + 1000 })
    given(agentDecider, joined).when(away, as('ben', 'agent')).thenRefused({ reason: 'not-allowed' })
    given(agentDecider, joined).when(away, as('sam', 'supervisor')).then({ type: 'agent.availability-set' })
  })

  test('a return that has passed before it was heard means: they are back', () => {
    const past = { ...away, until: now - 1 }
    given(agentDecider, joined).when(past, ana).thenNothing()
    const gone: AgentFact = { ...story, type: 'agent.availability-set', availability: 'away', until: null }
    given(agentDecider, joined, gone)
      .when(past, ana)
      .then({ type: 'agent.availability-set', availability: 'online', until: null })
  })

  test('only who is away comes back by themselves', () => {
    given(agentDecider, joined)
      .when({ ...away, availability: 'busy' }, ana)
      .then({ availability: 'busy', until: null })
    given(agentDecider, joined)
      .when({ ...away, availability: 'online' }, ana)
      .thenNothing()
  })

  test('nobody sets their own limit or skills, but a supervisor does', () => {
    const limit = { ...base, type: 'agent.set-limit', limit: 3 } as const
    const skills: AgentCommand = { ...base, type: 'agent.set-skills', skills: ['b', 'a', 'b'] }
    given(agentDecider, joined).when(limit, ana).thenRefused({ reason: 'not-allowed' })
    given(agentDecider, joined).when(skills, ana).thenRefused({ reason: 'not-allowed' })
    given(agentDecider, joined).when(limit, as('sam', 'supervisor')).then({ type: 'agent.limit-set', limit: 3 })
    given(agentDecider, joined)
      .when(skills, as('sam', 'supervisor'))
      .then({ type: 'agent.skills-set', skills: ['a', 'b'] })
    const set: AgentFact = { ...story, type: 'agent.skills-set', skills: ['a', 'b'] }
    given(agentDecider, joined, set).when(skills, as('sam', 'supervisor')).thenNothing()
  })
})

describe('an inbox', () => {
  const connected: InboxFact = { ...story, type: 'inbox.connected', platform: 'whatsapp', name: 'Shop' }
  const policy = { ...manual, method: 'round-robin' } as const
  const publish = { type: 'inbox.set-routing', id: 'c1', at: now, inbox: 'shop', policy } as const

  test('has its policy published by an admin; the same again is nothing new', () => {
    given(inbox, connected).when(publish, as('sam', 'supervisor')).thenRefused({ reason: 'not-allowed' })
    given(inbox, connected).when(publish, as('ada', 'admin')).then({ type: 'inbox.routing-set', policy })
    given(inbox, connected, { ...story, type: 'inbox.routing-set', policy })
      .when(publish, as('ada', 'admin'))
      .thenNothing()
    given(inbox).when(publish, as('ada', 'admin')).thenRefused({ reason: 'no-such-inbox' })
  })

  describe('counts its policies', () => {
    const other = { ...policy, sticky: true }
    const fair = { ...story, type: 'inbox.routing-set', policy, version: 1 } as const
    const sticky = { ...story, type: 'inbox.routing-set', policy: other, version: 2, at: now - 5 } as const
    const ada = as('ada', 'admin')

    test('each is a version, and to go back is to publish an older one again', () => {
      given(inbox, connected)
        .when({ ...publish, onVersion: 0 }, ada)
        .then({ type: 'inbox.routing-set', version: 1 })
      given(inbox, connected, fair, sticky)
        .when({ ...publish, onVersion: 2 }, ada)
        .then({ type: 'inbox.routing-set', policy, version: 3 })
      const { policies } = replay(inbox, [connected, fair, sticky])
      expect(policies).toMatchObject([
        { version: 2, policy: other, by: story.by },
        { version: 1, policy }
      ])
    })

    test('is not published over a version its author has not seen: they are told who published, and when', () => {
      given(inbox, connected, fair, sticky)
        .when({ ...publish, onVersion: 1 }, ada)
        .thenRefused({ reason: 'changed-meanwhile', by: story.by, at: now - 5 })
      // The same as what is there overwrites nobody.
      given(inbox, connected, fair)
        .when({ ...publish, onVersion: 0 }, ada)
        .thenNothing()
    })

    test('goes on counting over facts that say no version, and hears devices that know none', () => {
      const { version: _version, ...old } = fair
      const { version: _other, ...alsoOld } = sticky
      given(inbox, connected, old, alsoOld).when(publish, ada).then({ version: 3 })
    })

    test('keeps twenty to go back to', () => {
      const many = Array.from({ length: 25 }, (_, i) => ({ ...fair, policy: { ...policy, limit: i }, version: i + 1 }))
      expect(replay(inbox, [connected, ...many]).policies?.map(one => one.version)).toEqual(
        Array.from({ length: 20 }, (_, i) => 25 - i)
      )
    })
  })

  test('has its business hours set by an admin, and taken away', () => {
    const hours = { zone: 'Europe/Berlin', week: Array.from({ length: 7 }, () => [{ from: 540, to: 1020 }]) }
    const open = { type: 'inbox.set-hours', id: 'c1', at: now, inbox: 'shop', hours } as const
    given(inbox, connected).when(open, ana).thenRefused({ reason: 'not-allowed' })
    given(inbox, connected).when(open, as('ada', 'admin')).then({ type: 'inbox.hours-set', hours })
    given(inbox, connected, { ...story, type: 'inbox.hours-set', hours })
      .when({ ...open, hours: null }, as('ada', 'admin'))
      .then({ type: 'inbox.hours-set', hours: null })
  })
})

describe('a team', () => {
  const formed: TeamFact = { ...story, type: 'team.formed', name: 'Sales' }
  const base = { id: 'c1', at: now, team: 't1' }
  const ada = as('ada', 'admin')

  test('is formed once, by an admin', () => {
    const form = { ...base, type: 'team.form', name: 'Sales' } as const
    given(team).when(form, ana).thenRefused({ reason: 'not-allowed' })
    given(team).when(form, ada).then({ type: 'team.formed', name: 'Sales' })
    given(team, formed).when(form, ada).thenRefused({ reason: 'already-formed' })
  })

  test('takes members and lets them go, each once, until it is disbanded', () => {
    const add = { ...base, type: 'team.add-member', agent: 'ana' } as const
    const remove = { ...base, type: 'team.remove-member', agent: 'ana' } as const
    const added: TeamFact = { ...story, type: 'team.member-added', agent: 'ana' }
    given(team, formed).when(add, ada).then({ type: 'team.member-added' })
    given(team, formed, added).when(add, ada).thenNothing()
    given(team, formed, added).when(remove, ada).then({ type: 'team.member-removed' })
    given(team, formed).when(remove, ada).thenNothing()
    given(team, formed, { ...story, type: 'team.disbanded' })
      .when(add, ada)
      .thenRefused({ reason: 'no-such-team' })
    given(team, formed)
      .when({ ...base, type: 'team.rename', name: 'Shop' }, ada)
      .then({ type: 'team.renamed', name: 'Shop' })
    given(team, formed)
      .when({ ...base, type: 'team.disband' }, ada)
      .then({ type: 'team.disbanded' })
  })
})

describe('what the router says of a conversation', () => {
  const why: Why = {
    method: 'round-robin',
    decidedBy: 'only-one',
    candidates: [],
    others: 0,
    waitedMs: 0,
    decidedAt: now
  }
  const held = { by: null, at: 0 }
  const base = { type: 'conversation.route', id: 'r1', at: now, conversation: 'c1' } as const
  const route = { ...base, to: 'ben', why, held } as const

  test('becomes an assignment with its reasons', () => {
    given(conversation, opened).when(route, server).then({ type: 'conversation.assigned', to: 'ben', why })
  })

  test('comes too late where a person was faster, and nothing becomes of it', () => {
    given(conversation, opened, fact('conversation.claimed', { by: byAgent('ana') }))
      .when(route, server)
      .thenNothing()
    given(conversation, opened, fact('conversation.resolved', { by: byAgent('ana') }))
      .when(route, server)
      .thenNothing()
    const released = fact('conversation.unassigned', { by: byAgent('ana') })
    given(conversation, opened, fact('conversation.claimed', { by: byAgent('ana') }), released)
      .when(route, server)
      .thenNothing()
  })

  test('cannot be said by a person, whatever their role, nor read from a frame', () => {
    given(conversation, opened).when(route, as('ada', 'admin')).thenRefused({ reason: 'not-allowed' })
    expect(v.is(clientCommand, route)).toBe(false)
    expect(v.is(clientCommand, { ...base, type: 'conversation.assign', to: 'ben' })).toBe(true)
  })

  test('has an end: reasons that are longer than twelve candidates are not taken', () => {
    const candidate = { agent: 'a', standing: 'away', open: 1, limit: null } as const
    const assigned = (count: number) => ({
      ...story,
      type: 'conversation.assigned',
      to: 'ben',
      why: { ...why, candidates: Array.from({ length: count }, () => candidate) }
    })
    expect(v.is(knownFact, assigned(12))).toBe(true)
    expect(v.is(knownFact, assigned(13))).toBe(false)
  })
})
