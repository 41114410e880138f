import * as v from 'valibot'
import { emailAddress } from '../../../shared/identity/events.ts'
import { Refused } from '../refused.ts'
import { job } from './job.ts'
import { demandWorkspace } from './workspace.ts'

export const linkUser = job({
  input: v.object({ tenant: v.string(), email: emailAddress }),
  async *run(core, { tenant, email }) {
    await demandWorkspace(core, tenant)
    const workspace = await core.roster.of(tenant)
    const owner = await core.credentials.ownerOf(email)
    // Who came with a workspace from another machine has an address in its log, and no way in yet.
    const agent = owner?.tenant === tenant ? owner.agent : workspace.agentWith(email)
    if (agent === undefined || workspace.agent(agent)?.status !== 'active') {
      throw new Refused(`Nobody in ${tenant} signs in as ${email}.`)
    }
    const link = await core.invitations.make({ tenant, agent, email, role: null, inboxes: [], by: null })
    if (link === 'too-many') throw new Refused(`${tenant} has more open invitations than it may.`)
    yield { item: { agent, token: link.token, until: link.expiresAt } }
  }
})
