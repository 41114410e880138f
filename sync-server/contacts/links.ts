import type { Contact } from '../../shared/contacts/contact.ts'
import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import { unsynced } from '../db/unsynced.ts'
import type { Follower } from '../log/follow.ts'
import type { Log } from '../log/log.ts'
import type { Projection } from '../rebuild/projection.ts'

/** Which contacts are parts of one person. Every answer knows all that was committed before it was asked for. */
export type ContactLinks = {
  /** These and all that they are linked with, in whatever direction. */
  linkedWith(tenant: string, contacts: readonly string[]): Promise<readonly string[]>
  /** Follows the log from now on. Whoever asks first starts it too. */
  start(): void
  stop(): Promise<void>
}

/** Drawn from the log itself: who is asked here asks in the turn of other followers. */
export function openContactLinks(sql: Sql, { follow, states }: Pick<Log, 'follow' | 'states'>): ContactLinks {
  let follower: Follower | undefined
  const started = () =>
    (follower ??= follow.follower('contact-links', async ({ tenant, events }) => {
      const linked = events.filter(({ stream, fact }) => streamKind(stream) === 'contact' && isLinking(fact.type))
      if (linked.length > 0) await draw(sql, states, tenant, [...new Set(linked.map(event => event.stream))])
    }))

  return {
    async linkedWith(tenant, contacts) {
      await started().caughtUp(tenant)
      const { query } = sql.of(tenant)
      const found = new Set(contacts)
      for (let fresh = [...found]; fresh.length > 0;) {
        const rows = await query<{ contact: string; part_of: string }>(
          `select contact, part_of from jsonb_array_elements_text($2::text::jsonb) as asked (id)
           join contact_link on tenant = $1 and (contact = id or part_of = id)`,
          [tenant, JSON.stringify(fresh)]
        )
        fresh = [...new Set(rows.flatMap(row => [row.contact, row.part_of]))].filter(id => !found.has(id))
        for (const id of fresh) found.add(id)
      }
      return [...found]
    },
    start: () => void started(),
    async stop() {
      await follower?.stop()
    }
  }
}

function isLinking(type: string): boolean {
  return type === 'contact.merged' || type === 'contact.unmerged'
}

/** Rows are drawn from the state, never patched: drawing one twice, or from a newer state, does no harm. */
async function draw(sql: Sql, states: Log['states'], tenant: string, streams: readonly StreamId[]): Promise<void> {
  const drawn = await Promise.all(
    streams.map(async stream => {
      const { state } = await states.newest(tenant, stream)
      return { contact: streamKey(stream), row: rowOf(streamKey(stream), state as Contact) }
    })
  )
  const alone = drawn.flatMap(({ contact, row }) => (row ? [] : [contact]))
  const { query } = sql.of(tenant)
  await query(
    `delete from contact_link using ${unsynced}
     where tenant = $1 and contact in (select jsonb_array_elements_text($2::text::jsonb))`,
    [tenant, JSON.stringify(alone)]
  )
  await query(
    `insert into contact_link (tenant, contact, part_of)
     select $1, contact, part_of from ${unsynced}, jsonb_to_recordset($2::text::jsonb) as drawn(contact text, part_of text)
     on conflict (tenant, contact) do update set part_of = excluded.part_of`,
    [tenant, JSON.stringify(drawn.flatMap(({ row }) => (row ? [row] : [])))]
  )
}

/** Who was erased keeps the link: whoever is erased with them is found by it. */
function rowOf(contact: string, { merged }: Contact) {
  return merged && { contact, part_of: merged.into }
}

export const contactLinkProjection: Projection = {
  table: 'contact_link',
  follower: 'contact-links',
  from: 'contact',
  key: ['contact'],
  mayHaveMore: false,
  part: row => String(row['contact']),
  draw: () => ({
    take({ stream, fact }, state) {
      if (state === undefined || !isLinking(fact.type)) return []
      const contact = streamKey(stream)
      return [{ key: { contact }, row: rowOf(contact, state as Contact) }]
    }
  })
}
