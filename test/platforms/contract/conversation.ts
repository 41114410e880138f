import type { Handle } from '../../../shared/contacts/events.ts'
import type { ConversationFact } from '../../../shared/conversations/events.ts'
import { emptyPage, turnPage } from '../../../shared/conversations/page.ts'
import type { InboxSecret } from '../../../sync-server/platforms/secrets.ts'
import type { World } from '../world.ts'

/** A conversation as people see it, without anything that two inboxes cannot have in common. */
export async function conversationOf(here: World, { tenant, inbox }: InboxSecret, customer: Handle) {
  const [contact] = await here.people.find(tenant, [[customer]])
  if (contact === undefined) throw new Error('nobody has written')
  const conversation = here.people.conversationOf(tenant, inbox, contact)
  const events = await here.log.streams.all(tenant, `conversation/${conversation}`)
  const { items, early, upTo } = turnPage(
    emptyPage,
    events.map(event => event.fact as ConversationFact)
  )
  // When it was opened is when we first heard of it, whatever that was.
  const seen = items
    .filter(item => item.kind !== 'moment' || item.fact.type !== 'conversation.opened')
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const state = await here.actors.state(tenant, 'conversation', conversation)
  const { received, lastReceivedAt, waitingSince, last, receivedUpTo, strays, status } = state
  const receipts = strays.toSorted((a, b) => (a.platformId < b.platformId ? -1 : 1))
  const all = {
    seen,
    early: [...early].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    upTo,
    received,
    lastReceivedAt,
    waitingSince,
    receivedUpTo,
    receipts,
    status
  }
  const whole = JSON.stringify({ ...all, last: last?.text })
    .replaceAll(contact, 'the customer')
    .replaceAll(conversation, 'the conversation')
    .replaceAll(inbox, 'the inbox')
  const spoken = items.flatMap(item => (item.kind === 'received' ? [item] : []))
  const texts = spoken.flatMap(({ content }) => (content.kind === 'text' ? [content.text] : []))
  return { whole, texts, messages: spoken.length }
}
