import { isKnown } from '../../shared/shapes.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { Follow, Follower } from '../log/follow.ts'
import { erasedBefore } from './again.ts'
import { clearAway, eraseForGood, eraseLinked, erasePerson, type ErasingParts } from './erase-person.ts'

/** After a crash it goes on with the event it was at: each step does nothing where it was done. */
export function whenContactErased(parts: ErasingParts, follow: Follow): Follower {
  const { actors } = parts
  return follow.follower('erasing', async ({ tenant, events }) => {
    for (const { stream, recordedAt, fact } of events) {
      if (!isKnown(fact)) continue
      if (fact.type === 'contact.erased') {
        const person = { tenant, contact: streamKey(stream), at: recordedAt }
        await erasePerson(parts, person)
        if (fact.by.id !== erasedBefore.id) await eraseLinked(parts, person)
      }
      if (fact.type === 'conversation.erased') await clearAway(parts, tenant, streamKey(stream), fact.cause)
      if (fact.type !== 'conversation.opened' && fact.type !== 'conversation.history-begun') continue
      // Their first words in an inbox may have been on the way when they were erased.
      const { erased } = await actors.state(tenant, 'contact', fact.contact)
      if (erased) await eraseForGood(parts, tenant, streamKey(stream))
    }
  })
}
