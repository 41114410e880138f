import * as v from 'valibot'
import { inboxName } from '../../../shared/inboxes/events.ts'
import { id } from '../../../shared/kernel/message.ts'
import { channel } from '../../../shared/platforms/accounts.ts'
import { connectInbox as connect, NotConnected } from '../../wires/connect.ts'
import { Refused } from '../refused.ts'
import { job } from './job.ts'
import { theOperator } from './the-operator.ts'
import { demandWorkspace } from './workspace.ts'

const secret = v.pipe(v.string(), v.maxLength(1000))

/** A channel account. Its secrets never become facts. */
export const connectInbox = job({
  input: v.object({
    tenant: v.string(),
    inbox: id,
    platform: channel,
    name: inboxName,
    // Empty: its platform says it.
    account: v.union([v.literal(''), id]),
    business: v.optional(id),
    appSecret: secret,
    verifyToken: secret,
    accessToken: secret
  }),
  async *run(core, wanted) {
    await demandWorkspace(core, wanted.tenant)
    const { result, notAsked } = await connect(core, theOperator, wanted).catch((error: unknown) => {
      throw error instanceof NotConnected ? new Refused(error.message) : error
    })
    // `renewed`: it was connected before, and has the new secrets now.
    yield { item: { inbox: wanted.inbox, result, notAsked } }
  }
})
