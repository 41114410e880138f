import type { Sql } from '../db/sql.ts'
import type { LooseFile } from './loose.ts'
import type { Batch } from '../log/recorded.ts'
import { broughtIn, endIn, filesIn, type FileEnd, type FileJob, type KeptRow } from './names.ts'

/** Which files there are, and which are still to be fetched. */
export type FileRows = {
  /** What a start has to go on with. */
  toFetch(): Promise<readonly FileJob[]>
  /** Takes in what a batch says, and answers the files that it names. */
  note(batch: Batch): Promise<readonly FileJob[]>
  /** It is on the disk, and the log does not say so yet. */
  kept(job: FileJob, row: KeptRow): Promise<void>
  /** The log says what became of it. */
  ended(end: FileEnd): Promise<void>
  /** An agent brought it, for a reply that comes after it. Erased with its conversation, also when none ever comes. */
  brought(tenant: string, conversation: string, row: KeptRow): Promise<void>
  /** A file of this conversation; of any other it is none. */
  of(tenant: string, conversation: string, file: string): Promise<KeptRow | undefined>
  /** The files that no other conversation has. */
  onlyOf(tenant: string, conversation: string): Promise<readonly string[]>
  isNamed(tenant: string, file: string): Promise<boolean>
  forget(tenant: string, conversation: string): Promise<void>
}

/** `named`: told of each file that an event names. */
export function fileRows(sql: Sql, named: (of: LooseFile) => Promise<void>): FileRows {
  return { ...work(sql, named), ...files(sql) }
}

const key = '(tenant, conversation, message, edit, item)'
const mine = 'tenant = $1 and conversation = $2 and message = $3 and edit = $4 and item = $5'
const keyOf = (of: Omit<FileJob, 'seq' | 'since'>) => [of.tenant, of.conversation, of.message, of.edit, of.item]

function work(
  sql: Sql,
  named: (of: LooseFile) => Promise<void>
): Pick<FileRows, 'toFetch' | 'note' | 'kept' | 'ended' | 'brought'> {
  const ended = async (end: FileEnd) => {
    const { tenant, kept } = end
    if (!kept) return void (await sql.of(tenant).query(`delete from media_file where ${mine}`, keyOf(end)))
    // Copied from elsewhere, a workspace says so of files that nobody fetched here.
    await sql.of(tenant).query(
      `insert into media_file (tenant, conversation, message, edit, item, seq, since, file, mime, bytes, told)
       values ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8, true)
       on conflict ${key} do update set file = $6, mime = $7, bytes = $8, told = true`,
      [...keyOf(end), kept.file, kept.mime, kept.bytes]
    )
  }
  return {
    ended,
    brought: (tenant, conversation, kept) =>
      ended({ tenant, conversation, message: `brought:${kept.file}`, edit: '', item: 0, kept }),
    toFetch() {
      return sql.everywhere.query<FileJob>(
        `select tenant, conversation, message, edit, item, seq, since from media_file
         where not told order by tenant, seq, item`
      )
    },
    async note({ tenant, events }) {
      const jobs = events.flatMap(event => filesIn(tenant, event))
      if (jobs.length > 0) {
        await sql.of(tenant).query(
          `insert into media_file (tenant, conversation, message, edit, item, seq, since)
           select tenant, conversation, message, edit, item, seq, since
           from jsonb_to_recordset($1::text::jsonb) as job(tenant text, conversation text, message text, edit text,
             item int, seq bigint, since bigint)
           on conflict do nothing`,
          [JSON.stringify(jobs)]
        )
      }
      for (const event of events) {
        const [end, brought] = [endIn(tenant, event), broughtIn(tenant, event)]
        if (end ?? brought) await ended((end ?? brought)!)
        if (brought?.kept) await named({ ...brought, file: brought.kept.file })
      }
      return jobs
    },
    async kept(job, { file, mime, bytes }) {
      await sql
        .of(job.tenant)
        .query(`update media_file set file = $6, mime = $7, bytes = $8 where ${mine}`, [
          ...keyOf(job),
          file,
          mime,
          bytes
        ])
    }
  }
}

function files(sql: Sql): Pick<FileRows, 'of' | 'onlyOf' | 'isNamed' | 'forget'> {
  return {
    async of(tenant, conversation, file) {
      const [row] = await sql
        .of(tenant)
        .query<KeptRow>(
          'select file, mime, bytes from media_file where tenant = $1 and conversation = $2 and file = $3 limit 1',
          [tenant, conversation, file]
        )
      return row
    },
    async onlyOf(tenant, conversation) {
      const rows = await sql.of(tenant).query<{ file: string }>(
        `with mine as (
           select file from media_file where tenant = $1 and conversation = $2 and file is not null
           union select file from media_brought where tenant = $1 and conversation = $2
         ), others as (
           select file from media_file where tenant = $1 and conversation <> $2
           union all select file from media_brought where tenant = $1 and conversation <> $2
         )
         select file from mine where not exists (select from others where others.file = mine.file)`,
        [tenant, conversation]
      )
      return rows.map(row => row.file)
    },
    async isNamed(tenant, file) {
      const rows = await sql
        .of(tenant)
        .query('select from media_file where tenant = $1 and file = $2 limit 1', [tenant, file])
      return rows.length > 0
    },
    async forget(tenant, conversation) {
      await sql
        .of(tenant)
        .query('delete from media_file where tenant = $1 and conversation = $2', [tenant, conversation])
    }
  }
}
