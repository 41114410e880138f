import * as v from 'valibot'
import { emailAddress, personName } from '../../../shared/identity/events.ts'
import { newPassword } from '../../../shared/protocol/people.ts'
import { workspaceName } from '../../identity/routes.ts'
import { Refused } from '../refused.ts'
import { job } from './job.ts'

export const addTenant = job({
  input: v.object({ workspace: workspaceName, name: personName, email: emailAddress, password: newPassword }),
  async *run({ door }, { workspace, ...admin }) {
    const person = await door.foundAnother(workspace, admin)
    if (person === 'taken') throw new Refused(`${admin.email} signs in already, here or in another workspace.`)
    yield { item: person }
  }
})
