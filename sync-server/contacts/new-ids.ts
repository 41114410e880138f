import type { Handle } from '../../shared/contacts/events.ts'
import type { Query } from '../db/sql.ts'
import { contactIdOf } from './derived-ids.ts'

/** A handle, and what it is stored as. */
export type Marked = Handle & { readonly mark: string }

/** What somebody is called who is met by one of these handles: nobody again who was erased. */
export async function newIds(
  query: Query,
  tenant: string,
  handles: readonly Marked[]
): Promise<(handle: Marked) => string> {
  const lives = new Map(handles.map(handle => [nameOf(handle), 0]))
  for (let asked = [...lives.keys()]; asked.length > 0;) {
    const ids = asked.map(name => contactIdOf(tenant, name, lives.get(name) ?? 0))
    const erased = await erasedOf(query, tenant, ids)
    asked = asked.filter((_, at) => erased.has(ids[at] ?? ''))
    for (const name of asked) lives.set(name, (lives.get(name) ?? 0) + 1)
  }
  return handle => contactIdOf(tenant, nameOf(handle), lives.get(nameOf(handle)) ?? 0)
}

/** Was whoever was met by one of these erased? */
export async function wereErased(query: Query, tenant: string, handles: readonly Marked[]): Promise<boolean> {
  const first = handles.map(handle => contactIdOf(tenant, nameOf(handle), 0))
  return (await erasedOf(query, tenant, first)).size > 0
}

async function erasedOf(query: Query, tenant: string, contacts: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await query<{ contact: string }>(
    `select contact from jsonb_array_elements_text($2::text::jsonb) as asked (contact)
     join erased_stream on erased_stream.tenant = $1 and stream = 'contact/' || contact`,
    [tenant, JSON.stringify(contacts)]
  )
  return new Set(rows.map(row => row.contact))
}

function nameOf({ platform, kind, mark }: Marked): string {
  return JSON.stringify([platform, kind, mark])
}
