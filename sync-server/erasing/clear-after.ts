import { streamKey } from '../../shared/kernel/message.ts'
import { isKnown } from '../../shared/shapes.ts'
import type { Recorded } from '../log/recorded.ts'
import { erasedBefore } from './again.ts'
import { allTried } from './all-tried.ts'
import { clearAway, eraseForGood, eraseLinked, erasePerson, type ErasingParts } from './erase-person.ts'

/** All that follows from one event, if it is about an erasure. Each step does nothing where it was done. */
export async function clearAfter(
  parts: ErasingParts,
  tenant: string,
  { stream, recordedAt, fact }: Recorded
): Promise<void> {
  if (!isKnown(fact)) return
  if (fact.type === 'contact.erased') {
    const person = { tenant, contact: streamKey(stream), at: recordedAt }
    await allTried([
      () => erasePerson(parts, person),
      async () => fact.by.id !== erasedBefore.id && eraseLinked(parts, person)
    ])
  }
  if (fact.type === 'conversation.erased') await clearAway(parts, tenant, streamKey(stream), fact.cause)
  if (fact.type !== 'conversation.opened' && fact.type !== 'conversation.history-begun') return
  // Their first words in an inbox may have been on the way when they were erased.
  const { erased } = await parts.actors.state(tenant, 'contact', fact.contact)
  if (erased) await eraseForGood(parts, tenant, streamKey(stream))
}
