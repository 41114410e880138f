import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { trustedContext } from '../../../shared/identity/may.ts'
import { retentionDays } from '../../../shared/inboxes/events.ts'
import { id } from '../../../shared/kernel/message.ts'
import { Refused } from '../refused.ts'
import { job } from './job.ts'
import { theOperator } from './the-operator.ts'
import { demandWorkspace } from './workspace.ts'

export const setRetention = job({
  input: v.object({ tenant: v.string(), inbox: id, days: retentionDays }),
  async *run(core, { tenant, inbox, days }) {
    await demandWorkspace(core, tenant)
    const command = { type: 'inbox.set-retention', id: randomUUID(), at: Date.now(), inbox, days } as const
    const told = await core.actors.tell(tenant, command, now => trustedContext(theOperator, now))
    if (told.result === 'refused') throw new Refused(`There is no inbox ${inbox} in ${tenant}.`)
    yield { item: { inbox, days } }
  }
})
