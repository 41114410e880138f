import { createHash } from 'node:crypto'
import { trustedContext } from '../../shared/identity/may.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { Actors } from '../actors/actors.ts'
import { historyIdOf } from '../contacts/derived-ids.ts'
import type { ContactHandles } from '../contacts/handles.ts'
import type { ContactLinks } from '../contacts/links.ts'
import type { Sql } from '../db/sql.ts'
import type { Log } from '../log/log.ts'
import type { Roster } from '../identity/roster.ts'
import type { Files } from '../media/files.ts'
import type { DeadLetters } from '../platforms/dead-letters.ts'
import type { Cards } from '../workflow/cards.ts'
import { allTried } from './all-tried.ts'
import type { ErasedPerson, Erasures } from './erasures.ts'

export type ErasingParts = {
  readonly sql: Sql
  readonly log: Pick<Log, 'carries' | 'follow'>
  readonly actors: Actors
  readonly cards: Pick<Cards, 'ofContact' | 'ofConversation'>
  readonly roster: Roster
  readonly handles: ContactHandles
  readonly links: Pick<ContactLinks, 'linkedWith'>
  readonly letters: DeadLetters
  readonly files: Pick<Files, 'forget'>
  readonly erasures: Erasures
}

/**
 * All that follows when somebody was erased. Their keys went with `contact.erased` itself, so nothing can be read any
 * more; this ends their conversations and takes away what stands beside the log. Whatever it dies of, it is done again,
 * and what cannot be read holds up nothing else:
 *
 *     note outside the database ─ conversations ─ cards ─ letters nobody could read ─ web chat visitor ─ handles
 *
 * The handles come last: by their marks the letters are found.
 */
export async function erasePerson(parts: ErasingParts, person: ErasedPerson): Promise<void> {
  const { sql, log, cards, handles, letters, erasures } = parts
  const { tenant, contact } = person
  erasures.note(person)
  const conversations = await conversationsOf(parts, tenant, contact)
  await allTried([
    () => log.carries.forget(tenant, `contact/${contact}`),
    ...conversations.map(conversation => () => eraseForGood(parts, tenant, conversation)),
    async () => eraseCards(parts, tenant, await cards.ofContact(tenant, contact), 'for good'),
    () => sql.of(tenant).query('delete from visitor where tenant = $1 and contact = $2', [tenant, contact]),
    async () => {
      await letters.forget(tenant, await handles.marksOf(tenant, contact))
      await handles.forget(tenant, contact)
    }
  ])
}

/** The other parts of the same person: who asks to be forgotten does not ask by handle. Each is erased as if asked for alone. */
export async function eraseLinked(
  parts: ErasingParts,
  { tenant, contact }: Pick<ErasedPerson, 'tenant' | 'contact'>
): Promise<readonly string[]> {
  const others = (await parts.links.linkedWith(tenant, [contact])).filter(other => other !== contact)
  for (const other of others) {
    const id = `erase:${createHash('sha256').update(`contact ${other}`).digest('hex').slice(0, 32)}`
    const command = { type: 'contact.erase', id, at: Date.now(), contact: other } as const
    await parts.actors.tell(tenant, command, now => trustedContext({ kind: 'system', id: 'erasing' }, now))
  }
  return others
}

/** The conversation of somebody who was erased ends, whatever it is in the middle of. */
export async function eraseForGood(parts: ErasingParts, tenant: string, conversation: string): Promise<void> {
  const { actors } = parts
  const id = `erase:${createHash('sha256').update(conversation).digest('hex').slice(0, 32)}`
  const command = { type: 'conversation.erase', id, at: Date.now(), conversation, resolvedBy: null } as const
  await allTried([
    () => actors.tell(tenant, command, now => trustedContext({ kind: 'system', id: 'erasing' }, now)),
    () => clearAway(parts, tenant, conversation, 'for good')
  ])
}

/**
 * What is kept of a conversation beside its own stream: on boards, beside the log, and in files. `because` tells one
 * erasure from the next: whoever writes on has a card again, and an erasure that is gone through twice must not take it.
 */
export async function clearAway(
  parts: Pick<ErasingParts, 'sql' | 'log' | 'actors' | 'cards' | 'files'>,
  tenant: string,
  conversation: string,
  because: string
): Promise<void> {
  const { sql, log, cards, files } = parts
  await allTried([
    async () => eraseCards(parts, tenant, await cards.ofConversation(tenant, conversation), because),
    () => log.carries.forget(tenant, `conversation/${conversation}`),
    () => files.forget(tenant, conversation),
    ...['shared_draft', 'unfinished_send'].map(
      table => () =>
        sql.of(tenant).query(`delete from ${table} where tenant = $1 and conversation = $2`, [tenant, conversation])
    )
  ])
}

async function eraseCards(
  { actors, log }: Pick<ErasingParts, 'actors' | 'log'>,
  tenant: string,
  cards: Awaited<ReturnType<Cards['ofContact']>>,
  because: string
): Promise<void> {
  await allTried(
    cards.map(({ card, workflow }) => async () => {
      const id = `erase:${createHash('sha256').update(`card ${card} ${because}`).digest('hex').slice(0, 32)}`
      await actors.tell(tenant, { type: 'card.erase', id, at: Date.now(), card, workflow }, now =>
        trustedContext({ kind: 'system', id: 'erasing' }, now)
      )
      await log.carries.forget(tenant, `card/${card}`)
    })
  )
}

/** Those that can be, one an inbox, and those that the list knows under other names. */
export async function conversationsOf(
  { sql, roster, handles }: ErasingParts,
  tenant: string,
  contact: string
): Promise<readonly string[]> {
  const { streams } = await roster.of(tenant)
  const inboxes = streams.filter(stream => stream.startsWith('inbox/')).map(streamKey)
  const listed = await sql
    .of(tenant)
    .query<{ conversation: string }>('select conversation from thread where tenant = $1 and contact = $2', [
      tenant,
      contact
    ])
  const derived = inboxes.flatMap(inbox => [
    handles.conversationOf(tenant, inbox, contact),
    historyIdOf(tenant, inbox, contact)
  ])
  return [...new Set([...derived, ...listed.map(row => row.conversation)])]
}
