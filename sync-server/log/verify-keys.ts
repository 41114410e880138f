import { erasedBy } from '../../shared/catalog.ts'
import type { Fact, StreamId } from '../../shared/kernel/message.ts'
import type { Query } from '../db/sql.ts'
import type { NewKey } from './arrange.ts'
import type { StoredRow } from './stored-row.ts'
import type { Fault } from './verify.ts'

export type KeyRow = Pick<NewKey, 'tenant' | 'stream' | 'since' | 'wrapped'>

/** Can the words be opened that the events hold sealed? The chain says only that they are what was sealed. */
export type SealedWords = {
  take(row: StoredRow): void
  /** Answers the first event whose key is gone, and nobody was erased; or a key that does not open, as far as `opens` can say. */
  fault(query: Query, opens?: (key: KeyRow) => boolean): Promise<Fault | null>
}

const keysAtOnce = 5_000

export function sealedWords(tenant: string): SealedWords {
  const under = new Map<string, { readonly seq: number; readonly stream: StreamId; readonly since: number }>()
  const people = new Map<StreamId, string>()
  const erasedUpTo = new Map<StreamId, number>()
  const erased = new Set<string>()

  const isErased = ({ stream, since }: { stream: StreamId; since: number }) =>
    since <= (erasedUpTo.get(stream) ?? 0) || erased.has(people.get(stream) ?? '')

  return {
    take({ seq, stream, version, type, data }) {
      if (!people.has(stream)) {
        const person = personIn(stream, data)
        if (person !== undefined) people.set(stream, person)
      }
      const since = /"sealed":"(\d+)\./.exec(data)?.[1]
      const name = keyOf(stream, Number(since))
      if (since !== undefined && !under.has(name)) under.set(name, { seq, stream, since: Number(since) })
      const end = erasedBy({ type } as Fact)
      if (end !== null) erasedUpTo.set(stream, version)
      if (end === 'person') erased.add(people.get(stream) ?? '')
    },
    async fault(query, opens = () => true) {
      const there = new Set<string>()
      for await (const key of storedKeys(query, tenant)) {
        there.add(keyOf(key.stream, key.since))
        if (!opens(key))
          return { seq: null, what: `the key of ${key.stream} from version ${key.since} on does not open` }
      }
      for (const [name, one] of under) {
        if (there.has(name) || isErased(one)) continue
        return { seq: one.seq, what: 'says something that cannot be opened: its key is gone, and nobody was erased' }
      }
      return null
    }
  }
}

function personIn(stream: StreamId, data: string): string | undefined {
  if (stream.startsWith('contact/')) return stream.slice('contact/'.length)
  if (!data.includes('"contact":')) return undefined
  const { contact } = JSON.parse(data) as { readonly contact?: unknown }
  return typeof contact === 'string' ? contact : undefined
}

async function* storedKeys(query: Query, tenant: string): AsyncGenerator<KeyRow> {
  for (let last: Pick<KeyRow, 'stream' | 'since'> = { stream: '' as StreamId, since: 0 }; ;) {
    const rows = await query<KeyRow>(
      `select tenant, stream, since, wrapped from sealing_key
       where tenant = $1 and (stream, since) > ($2, $3) order by stream, since limit $4`,
      [tenant, last.stream, last.since, keysAtOnce]
    )
    yield* rows
    const end = rows.at(-1)
    if (!end) return
    last = end
  }
}

const keyOf = (stream: StreamId, since: number) => `${since} ${stream}`
