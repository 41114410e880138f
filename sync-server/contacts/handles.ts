import { isKnown } from '../../shared/shapes.ts'
import type { Handle } from '../../shared/contacts/events.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { Query, Sql } from '../db/sql.ts'
import type { Batch, Recorded } from '../log/recorded.ts'
import type { People } from '../platforms/people.ts'
import type { Projection } from '../rebuild/projection.ts'
import type { WorkspaceKeys } from '../sealing/workspace-keys.ts'
import { conversationIdOf, historyIdOf } from './derived-ids.ts'
import { newIds, wereErased, type Marked } from './new-ids.ts'

/** Who is behind a handle, and what the log says of it. */
export type ContactHandles = People & {
  /** At most so many of those whom this platform knows. */
  contacts(tenant: string, platform: string, most: number): Promise<readonly string[]>
  /** What the log says of handles, for whatever met a contact without claiming: hand it to a durable follower. */
  learn(batch: Batch): Promise<void>
  /** The marks of what a contact is known by. */
  marksOf(tenant: string, contact: string): Promise<readonly string[]>
  /** Nobody is behind their handles any more. */
  forget(tenant: string, contact: string): Promise<void>
}

/** About 100 bytes each. */
const mostRemembered = 100_000

/**
 * Two first messages at once, a crash between a claim and what is told of it, or a second server:
 * all come to the same person, because the unique key of a claim decides, and the id is derived from the handle.
 */
export function contactHandles(sql: Sql, { markOf }: Pick<WorkspaceKeys, 'markOf'>): ContactHandles {
  const known = new Map<string, string>()
  const marked: Marks = (tenant, handles) =>
    Promise.all(handles.map(async handle => ({ ...handle, mark: await markOf(tenant, handle.value) })))
  const remember = (rows: readonly Row[]) => {
    for (const row of rows) known.set(keyOf(row.tenant, row), row.contact)
    for (const key of known.keys()) {
      if (known.size <= mostRemembered) break
      known.delete(key)
    }
  }
  const recall = (tenant: string, handles: readonly Handle[]) => handles.map(handle => known.get(keyOf(tenant, handle)))

  return {
    async claim(tenant, people) {
      const strange = people.flat().filter(handle => !known.has(keyOf(tenant, handle)))
      if (strange.length > 0) {
        const wanted = await Promise.all(people.map(handles => marked(tenant, handles)))
        remember(await sql.of(tenant).transaction(query => claimAll(query, tenant, wanted)))
      }
      return people.map(handles => {
        const contact = recall(tenant, handles).find(found => found !== undefined)
        if (contact === undefined) throw new Error('a claimed handle has no contact')
        return { contact, handles: handles.filter(handle => known.get(keyOf(tenant, handle)) === contact) }
      })
    },
    async find(tenant, people) {
      const strange = people.flat().filter(handle => !known.has(keyOf(tenant, handle)))
      if (strange.length > 0) remember(await stored(sql.of(tenant).query, tenant, await marked(tenant, strange)))
      return people.map(handles => recall(tenant, handles).find(contact => contact !== undefined))
    },
    async contacts(tenant, platform, most) {
      const rows = await sql
        .of(tenant)
        .query<{ contact: string }>(
          'select distinct contact from contact_handle where tenant = $1 and platform = $2 limit $3',
          [tenant, platform, most]
        )
      return rows.map(row => row.contact)
    },
    conversationOf: conversationIdOf,
    historyOf: historyIdOf,
    async learn({ tenant, events }) {
      const rows = learnedIn(events).map(async ({ handle, contact }) => {
        return { ...handle, mark: await markOf(tenant, handle.value), tenant, contact }
      })
      await insert(sql.of(tenant).query, await Promise.all(rows))
    },
    ...forgetting(sql, known, marked)
  }
}

type Marks = (tenant: string, handles: readonly Handle[]) => Promise<readonly Marked[]>
type Forgetting = Pick<ContactHandles, 'wasErased' | 'marksOf' | 'forget'>

function forgetting(sql: Sql, known: Map<string, string>, marked: Marks): Forgetting {
  return {
    async wasErased(tenant, handles) {
      return wereErased(sql.of(tenant).query, tenant, await marked(tenant, handles))
    },
    async marksOf(tenant, contact) {
      const rows = await sql
        .of(tenant)
        .query<{ mark: string }>('select value as mark from contact_handle where tenant = $1 and contact = $2', [
          tenant,
          contact
        ])
      return rows.map(row => row.mark)
    },
    async forget(tenant, contact) {
      await sql.of(tenant).query('delete from contact_handle where tenant = $1 and contact = $2', [tenant, contact])
      for (const [key, whose] of known) if (whose === contact && key.startsWith(`${tenant}\n`)) known.delete(key)
    }
  }
}

function learnedIn(events: readonly Recorded[]): readonly { handle: Handle; contact: string }[] {
  return events.flatMap(({ stream, fact }) => {
    // To look closely at a fact takes longer than to fold it.
    if (!learning.has(fact.type) || !isKnown(fact)) return []
    if (fact.type !== 'contact.met' && fact.type !== 'contact.handle-learned') return []
    return fact.handle ? [{ handle: fact.handle, contact: streamKey(stream) }] : []
  })
}

const learning: ReadonlySet<string> = new Set(['contact.met', 'contact.handle-learned'])

type Row = Handle & { readonly tenant: string; readonly contact: string }
type Claim = Marked & { readonly tenant: string; readonly contact: string }

/** One at a time in each tenant: otherwise a number and a user id of one person could be claimed for two. */
async function claimAll(query: Query, tenant: string, people: readonly (readonly Marked[])[]): Promise<readonly Row[]> {
  await query(`select pg_advisory_xact_lock(hashtextextended($1, 7))`, [`contact-handle:${tenant}`])
  const rows = [...(await stored(query, tenant, people.flat()))]
  const owner = new Map(rows.map(row => [keyOf(tenant, row), row.contact]))
  const ids = await newIds(
    query,
    tenant,
    people.flatMap(handles => handles.slice(0, 1))
  )
  const claims: Claim[] = []
  for (const handles of people) {
    const [first] = handles
    if (!first) throw new Error('a person has no handle')
    const met = handles.map(handle => owner.get(keyOf(tenant, handle))).find(contact => contact !== undefined)
    const contact = met ?? ids(first)
    for (const handle of handles) {
      if (owner.has(keyOf(tenant, handle))) continue
      owner.set(keyOf(tenant, handle), contact)
      claims.push({ ...handle, tenant, contact })
    }
  }
  await insert(query, claims)
  return [...rows, ...claims]
}

function stored(query: Query, tenant: string, handles: readonly Marked[]): Promise<readonly Row[]> {
  return query<Row>(
    `select h.tenant, h.platform, h.kind, asked.value, h.contact
     from jsonb_to_recordset($2::text::jsonb) as asked(platform text, kind text, value text, mark text)
     join contact_handle h on h.tenant = $1 and h.platform = asked.platform
       and h.kind = asked.kind and h.value = asked.mark`,
    [tenant, JSON.stringify(handles)]
  )
}

/** Never for somebody who was erased: what is learned of them is read late. */
async function insert(query: Query, rows: readonly Claim[]): Promise<void> {
  if (rows.length === 0) return
  await query(
    `insert into contact_handle (tenant, platform, kind, value, contact)
     select tenant, platform, kind, mark, contact from jsonb_to_recordset($1::text::jsonb)
       as claimed(tenant text, platform text, kind text, mark text, contact text)
     where not exists (select from erased_stream
       where erased_stream.tenant = claimed.tenant and stream = 'contact/' || claimed.contact)
     on conflict do nothing`,
    [JSON.stringify(rows.map(({ value: _value, ...row }) => row))]
  )
}

function keyOf(tenant: string, { platform, kind, value }: Handle): string {
  return `${tenant}\n${platform}\n${kind}\n${value}`
}

/**
 * Who came first has it. A claim is there before its fact, and for good if the fact never comes. `markOf`: what the
 * workspace's key makes of a handle.
 */
export function contactHandleProjection(markOf: (value: string) => string): Projection {
  return {
    table: 'contact_handle',
    follower: 'contact-handles',
    from: 'contact',
    key: ['platform', 'kind', 'value'],
    mayHaveMore: true,
    part: row => `${row['platform']} ${row['value']}`,
    draw() {
      const taken = new Set<string>()
      return {
        take(event) {
          const [learned] = learnedIn([event])
          if (!learned || taken.has(keyOf('', learned.handle))) return []
          taken.add(keyOf('', learned.handle))
          const row = { ...learned.handle, value: markOf(learned.handle.value), contact: learned.contact }
          return [{ key: row, row }]
        }
      }
    }
  }
}
