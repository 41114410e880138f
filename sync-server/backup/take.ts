import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Query, Sql } from '../db/sql.ts'
import type { Log } from '../log/log.ts'
import type { WorkspaceKeys } from '../sealing/workspace-keys.ts'
import { formatVersion, type CopyLine, type Extent, type Header, type OpenKey } from './record.ts'

export type TakeOptions = {
  /** Sign-ins and invitations open doors: a move takes them along, a backup does not. */
  readonly signIns?: boolean
  readonly progress?: (events: number, of: number) => void
  readonly eventsAtOnce?: number
}

const rowsAtOnce = 1000

/** Where the rows are, warm or cold, and everything beside them. */
export type Source = {
  readonly sql: Sql
  readonly log: Pick<Log, 'stored'>
  readonly keyring: { readonly workspaces: Pick<WorkspaceKeys, 'of'> }
}

/** Drawn from the events, made with the schema, or wrapped for this place alone. */
const leftOut = [
  'head',
  'heard',
  'tenant_head',
  'tenant_day',
  'closed_day',
  'carry',
  'routing_picture',
  'routing_past',
  'migration',
  'workspace_key'
]

/**
 * Everything there is, as of one moment, while others go on writing. The small tables are read in one view of the
 * database, together with where each log stood; events never change, so they are read up to there afterwards,
 * and nobody waits for them.
 */
export async function* takeCopy({ sql, log, keyring }: Source, options: TakeOptions = {}): AsyncGenerator<string> {
  const { signIns = false, progress = () => {}, eventsAtOnce = 500 } = options
  const without = signIns ? leftOut : [...leftOut, 'sign_in', 'invitation']
  const { header, pages, owners } = await sql.everywhere.transaction(async query => {
    await query('set transaction isolation level repeatable read, read only')
    const owners = await query<{ tenant: string }>('select tenant from workspace_key order by tenant')
    return { header: await headerOf(query), pages: await tablePages(query, without), owners }
  })
  yield JSON.stringify(header)
  const keys = owners.map(({ tenant }) => openKey(keyring, tenant))
  yield JSON.stringify({ keys: await Promise.all(keys) } satisfies CopyLine)
  for (const page of pages) yield zstdDecompressSync(page).toString()

  const of = header.tenants.reduce((sum, { seq }) => sum + seq, 0)
  let done = 0
  for (const { tenant, seq: end } of header.tenants) {
    for (let seq = 0; seq < end;) {
      const rows = await log.stored(tenant, seq, Math.min(eventsAtOnce, end - seq))
      const last = rows.at(-1)
      if (!last) throw new Error(`the log of ${tenant} ends at ${seq}, before ${end}`)
      yield JSON.stringify({ events: tenant, rows } satisfies CopyLine)
      done += rows.length
      seq = last.seq
      progress(done, of)
    }
  }
}

export async function openKey({ workspaces }: Source['keyring'], tenant: string): Promise<OpenKey> {
  return { tenant, key: (await workspaces.of(tenant)).toString('base64') }
}

async function headerOf(query: Query): Promise<Header> {
  const tenants = await query<Extent>(
    `select tenant, seq, encode(hash, 'hex') as hash from tenant_head where seq > 0 order by tenant`
  )
  const steps = await query<{ name: string }>('select name from migration order by name')
  const [meta] = await query<{ value: string }>(`select value from meta where key = 'incarnation'`)
  if (!meta) throw new Error('the log has no incarnation')
  const schema = steps.map(step => step.name)
  return { daybook: formatVersion, at: Date.now(), incarnation: meta.value, schema, tenants }
}

/** Lines of the small tables, packed: until they are written somewhere they wait in memory. */
async function tablePages(query: Query, without: readonly string[]): Promise<Buffer[]> {
  const tables = await query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = current_schema()::regnamespace and relkind = 'r' and not relispartition
       and relname not in (select jsonb_array_elements_text($1::text::jsonb)) order by relname`,
    [JSON.stringify(without)]
  )
  const pages: Buffer[] = []
  for (const { name } of tables) {
    await query(`declare copied no scroll cursor for select row_to_json(copied)::text as row from "${name}" copied`)
    for (;;) {
      const rows = await query<{ row: string }>(`fetch ${rowsAtOnce} from copied`)
      if (rows.length === 0) break
      // The database's own text of a row: what stands in a `json` column is not to be written anew.
      pages.push(zstdCompressSync(`{"table":${JSON.stringify(name)},"rows":[${rows.map(one => one.row).join(',')}]}`))
    }
    await query('close copied')
  }
  return pages
}
