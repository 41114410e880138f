import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openThreads } from '../../sync-server/conversations/threads.ts'
import { whenContactErased } from '../../sync-server/erasing/when-contact-erased.ts'
import { given, inboxOf, shop } from './given.ts'

const here = given()

test('who is erased the moment after they wrote under a name of its own is erased there too', async () => {
  const { sql, actors, erasing: parts, log } = here.core
  const threads = openThreads(sql, actors, log.follow)
  const erasing = whenContactErased(parts, threads, log.follow)
  const ours = await shop(here)
  const { contact } = await ours.writes('ada', 'Hello')
  await threads.caughtUp()
  const at = { inbox: inboxOf(ours.tenant), contact }
  const said = { message: randomUUID(), content: { kind: 'text', text: 'Hello again' } } as const
  await ours.tell({ type: 'conversation.receive', conversation: 'elsewhere', platform: 'webchat', ...at, ...said })
  await ours.tell({ type: 'contact.erase', contact })
  await erasing.caughtUp()
  const facts = await log.streams.all(ours.tenant, 'conversation/elsewhere')
  expect(facts.at(-1)?.fact.type).toBe('conversation.erased')
  await erasing.stop()
  await threads.stop()
})
