import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { emailAddress, personName, role } from '../../../shared/identity/events.ts'
import { trustedContext } from '../../../shared/identity/may.ts'
import { id } from '../../../shared/kernel/message.ts'
import { newPassword } from '../../../shared/protocol/people.ts'
import { Refused } from '../refused.ts'
import { job } from './job.ts'
import { theOperator } from './the-operator.ts'
import { demandWorkspace } from './workspace.ts'

export const addUser = job({
  input: v.object({
    tenant: v.string(),
    name: personName,
    email: emailAddress,
    role,
    password: newPassword,
    /** Those the newcomer works in from the start. */
    inboxes: v.array(id)
  }),
  async *run(core, { tenant, inboxes, ...newcomer }) {
    await demandWorkspace(core, tenant)
    const states = await Promise.all(inboxes.map(inbox => core.actors.state(tenant, 'inbox', inbox)))
    if (states.some(state => state.platform === null)) {
      throw new Refused(`There is no inbox ${inboxes.join(' or ')} in ${tenant}.`)
    }
    const person = await core.door.join(tenant, newcomer)
    if (person === 'taken') throw new Refused(`${newcomer.email} signs in already, here or in another workspace.`)
    for (const inbox of inboxes) {
      const command = {
        type: 'inbox.add-member',
        id: randomUUID(),
        at: Date.now(),
        inbox,
        agent: person.agent
      } as const
      await core.actors.tell(tenant, command, now => trustedContext(theOperator, now))
    }
    yield { item: { agent: person.agent } }
  }
})
