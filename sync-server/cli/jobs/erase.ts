import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { trustedContext } from '../../../shared/identity/may.ts'
import { id, type StreamId } from '../../../shared/kernel/message.ts'
import type { Core } from '../../core.ts'
import { allTried } from '../../erasing/all-tried.ts'
import { conversationsOf, eraseLinked, erasePerson } from '../../erasing/erase-person.ts'
import { rewriteKeys } from '../../erasing/rewrite-keys.ts'
import { Refused } from '../refused.ts'
import { job } from './job.ts'
import { theOperator } from './the-operator.ts'
import { demandWorkspace } from './workspace.ts'

const input = v.object({ tenant: v.string(), contact: id })

/** Who it is that would be erased, with all that was merged with them. */
export const whoIs = job({
  input,
  async *run(core, { tenant, contact }) {
    await demandWorkspace(core, tenant)
    const { known, name } = await core.actors.state(tenant, 'contact', contact)
    if (!known) throw new Refused(`There is nobody called ${contact} in ${tenant}.`)
    const all = await core.links.linkedWith(tenant, [contact])
    const parts = await Promise.all(all.map(one => core.actors.state(tenant, 'contact', one)))
    const conversations = await Promise.all(all.map(one => conversationsOf(core.erasing, tenant, one)))
    const counted = await eventsOf(core, tenant, [
      ...conversations.flat().map((one): StreamId => `conversation/${one}`),
      ...all.map((one): StreamId => `contact/${one}`)
    ])
    const handles = parts.flatMap(part => part.handles)
    const attributes = parts.flatMap(part => part.attributes).length
    yield { item: { contact, name, mergedWith: all.filter(one => one !== contact), handles, attributes, ...counted } }
  }
})

/** For good. Everything that follows has happened when it says so. */
export const erase = job({
  input,
  async *run(core, { tenant, contact }) {
    await demandWorkspace(core, tenant)
    const command = { type: 'contact.erase', id: randomUUID(), at: Date.now(), contact } as const
    const told = await core.actors.tell(tenant, command, now => trustedContext(theOperator, now))
    if (told.result === 'refused') throw new Refused(`There is nobody called ${contact} in ${tenant}.`)
    const others = await eraseLinked(core.erasing, { tenant, contact })
    try {
      await allTried(
        [contact, ...others].map(one => () => erasePerson(core.erasing, { tenant, contact: one, at: Date.now() }))
      )
    } catch (error) {
      throw leftOf(contact, error)
    } finally {
      await rewriteKeys(core.sql)
    }
    yield { item: { contact, mergedWith: others, erased: true } }
  }
})

/** The fact is on record, and the keys went with it. */
function leftOf(contact: string, error: unknown): Refused {
  return new Refused(
    `${contact} is erased, and nothing of theirs can be read. Not all that follows could be done yet (${(error as Error).message}). ` +
      'It is tried again by the server, at each start and every hour; doctor tells while something is left.'
  )
}

/** `inTheClear`: recorded by a version that sealed nothing. Their bytes stay, for the log never changes. */
async function eventsOf({ sql }: Core, tenant: string, streams: readonly StreamId[]) {
  const [row] = await sql.of(tenant).query<{ conversations: number; events: number; inTheClear: number }>(
    `select count(distinct stream) filter (where stream like 'conversation/%') as conversations, count(*) as events,
       count(*) filter (where not exists (
         select from sealing_key where sealing_key.tenant = $1 and sealing_key.stream = event.stream
           and since <= event.version)) as "inTheClear"
     from event where tenant = $1 and stream in (select jsonb_array_elements_text($2::text::jsonb))`,
    [tenant, JSON.stringify(streams)]
  )
  return row ?? { conversations: 0, events: 0, inTheClear: 0 }
}
