import { isKnown } from '../../shared/catalog.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import type { Batch } from '../log/recorded.ts'

/** A reply that may still have to go. What has become of it, its conversation knows; this only says where to look. */
export type Job = {
  readonly tenant: string
  readonly conversation: string
  readonly message: string
  /** Where it was asked for: a retry is a job of its own. */
  readonly seq: number
  /** When it was asked for, epoch milliseconds. */
  readonly since: number
}

/** The jobs that a start after a crash has to look at again. */
export type Unfinished = {
  all(): Promise<readonly Job[]>
  /** Keeps the jobs in a batch and answers them. */
  note(batch: Batch): Promise<readonly Job[]>
  done(job: Job): Promise<void>
}

export function unfinishedSends(sql: Sql): Unfinished {
  return {
    all() {
      return sql.everywhere.query<Job>(
        'select tenant, conversation, message, seq, since from unfinished_send order by tenant, seq'
      )
    },
    async note(batch) {
      const jobs = jobsIn(batch)
      if (jobs.length === 0) return jobs
      await sql.of(batch.tenant).query(
        `insert into unfinished_send (tenant, conversation, message, seq, since)
         select distinct on (message) tenant, conversation, message, seq, since
         from jsonb_to_recordset($1::text::jsonb)
           as job(tenant text, conversation text, message text, seq bigint, since bigint)
         order by message, seq desc
         on conflict (tenant, message) do update set seq = excluded.seq, since = excluded.since`,
        [JSON.stringify(jobs)]
      )
      return jobs
    },
    async done({ tenant, message, seq }) {
      // Not the retry that came in the meantime.
      await sql
        .of(tenant)
        .query('delete from unfinished_send where tenant = $1 and message = $2 and seq <= $3', [tenant, message, seq])
    }
  }
}

function jobsIn({ tenant, events }: Batch): readonly Job[] {
  return events.flatMap(({ seq, stream, recordedAt, fact }) => {
    if (!isKnown(fact) || (fact.type !== 'conversation.replied' && fact.type !== 'conversation.send-retried')) return []
    return [{ tenant, conversation: streamKey(stream), message: fact.message, seq, since: recordedAt }]
  })
}
