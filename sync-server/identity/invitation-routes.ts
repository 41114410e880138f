import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { accepted, held, type Looked } from '../../shared/protocol/people.ts'
import type { Acceptance } from './acceptance.ts'
import type { Roster } from './roster.ts'

/**
 * `/api/invitation`: for whoever has a link. Nobody is signed in by one: a browser that somebody else works in stays
 * theirs. A token has 256 bits of chance, so nothing is won by trying, and nothing dear is done before it is known.
 */
export function invitationRoutes(acceptance: Acceptance, roster: Roster): Hono {
  const routes = new Hono()
  routes.use(bodyLimit({ maxSize: 4096 }))

  routes.post('/look', async context => {
    const asked = v.safeParse(held, await context.req.json().catch(() => null))
    if (!asked.success) return context.json({ error: 'bad-request' }, 400)
    const invitation = await acceptance.invitationOf(asked.output.token)
    if (!invitation) return context.json({ error: 'no-longer-valid' }, 410)
    const { tenant, agent, email, role, by } = invitation
    const workspace = await roster.of(tenant)
    const looked: Looked = {
      workspace: workspace.name,
      email,
      role,
      name: role === null ? (workspace.agent(agent)?.name ?? null) : null,
      by: by === null ? null : (workspace.agent(by)?.name ?? null)
    }
    return context.json(looked)
  })

  routes.post('/accept', async context => {
    const form = v.safeParse(accepted, await context.req.json().catch(() => null))
    if (!form.success) return context.json({ error: 'bad-request' }, 400)
    const { token, name, password } = form.output
    const person = await acceptance.accept(token, { name, password })
    if (person === 'gone') return context.json({ error: 'no-longer-valid' }, 410)
    if (person === 'taken') return context.json({ error: 'email-taken' }, 409)
    if (person === 'unnamed') return context.json({ error: 'bad-request' }, 400)
    return context.json({})
  })
  return routes
}
