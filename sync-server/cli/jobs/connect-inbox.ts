import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { trustedContext } from '../../../shared/identity/may.ts'
import { inboxName } from '../../../shared/inboxes/events.ts'
import { id } from '../../../shared/kernel/message.ts'
import { platformOf } from '../../platforms/registry.ts'
import { Refused } from '../refused.ts'
import { job } from './job.ts'
import { theOperator } from './the-operator.ts'
import { demandWorkspace } from './workspace.ts'

const secret = v.pipe(v.string(), v.maxLength(1000))

const knockForMs = 30_000

/** A channel account. Its secrets never become facts. */
export const connectInbox = job({
  input: v.object({
    tenant: v.string(),
    inbox: id,
    platform: v.picklist(['whatsapp', 'instagram', 'messenger', 'telegram', 'sms', 'line', 'email', 'webchat']),
    name: inboxName,
    account: id,
    appSecret: secret,
    verifyToken: secret,
    accessToken: secret
  }),
  async *run(core, { tenant, name, ...account }) {
    await demandWorkspace(core, tenant)
    const { inbox, platform } = account
    const before = await core.actors.state(tenant, 'inbox', inbox)
    const owner = (await core.secrets.of(inbox))?.tenant ?? tenant
    if (owner !== tenant || (before.platform !== null && before.platform !== platform)) {
      throw new Refused(`The inbox id ${inbox} is taken.`)
    }
    const shut = await platformOf(platform)?.pull?.knock(
      { ...account, tenant, baseUrl: null },
      AbortSignal.timeout(knockForMs)
    )
    if (shut) throw new Refused(shut)
    // Secrets first: a crash in between leaves an inbox that nobody sees, and connecting again finishes it.
    await core.secrets.connect({ ...account, tenant, baseUrl: null })
    if (before.platform === null) {
      const command = { type: 'inbox.connect', id: randomUUID(), at: Date.now(), inbox, platform, name } as const
      await core.actors.tell(tenant, command, now => trustedContext(theOperator, now))
    }
    // Whatever stopped it is mended, or stops it again.
    if (before.stopped) {
      const command = { type: 'inbox.resume-sending', id: randomUUID(), at: Date.now(), inbox } as const
      await core.actors.tell(tenant, command, now => trustedContext(theOperator, now))
    }
    // `renewed`: it was connected before, and has the new secrets now.
    yield { item: { inbox, result: before.platform === null ? ('connected' as const) : ('renewed' as const) } }
  }
})
