import { isKnown } from '../../shared/shapes.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import type { StateOf } from '../actors/actors.ts'
import type { Batch, Recorded } from '../log/recorded.ts'
import type { Projection } from '../rebuild/projection.ts'

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
  return events.flatMap(event => {
    const row = asked(event)
    return row ? [{ tenant, ...row }] : []
  })
}

const asking: ReadonlySet<string> = new Set(['conversation.replied', 'conversation.send-retried'])

/** The reply that an event asks to be sent. */
function asked({ seq, stream, recordedAt, fact }: Recorded): Omit<Job, 'tenant'> | undefined {
  // To look closely at a fact takes longer than to fold it.
  if (!asking.has(fact.type) || !isKnown(fact)) return undefined
  if (fact.type !== 'conversation.replied' && fact.type !== 'conversation.send-retried') return undefined
  return { conversation: streamKey(stream), message: fact.message, seq, since: recordedAt }
}

/** A row goes a little after its reply went. One that is missing is a reply that would never go. */
export const unfinishedSendProjection: Projection = {
  table: 'unfinished_send',
  follower: 'sending',
  from: 'conversation',
  key: ['message'],
  mayHaveMore: true,
  part: row => String(row['conversation']),
  draw() {
    const waiting = new Map<string, Map<string, Omit<Job, 'tenant'>>>()
    return {
      take(event, state) {
        if (state === undefined) return []
        const jobs = waiting.get(event.stream) ?? new Map<string, Omit<Job, 'tenant'>>()
        const job = asked(event)
        if (job) jobs.set(job.message, job)
        const drawn = [...jobs.values()].map(row => ({
          key: { conversation: row.conversation, message: row.message },
          row: isUnfinished(state as StateOf<'conversation'>, row.message) ? row : undefined
        }))
        for (const { key, row } of drawn) if (!row) jobs.delete(key.message)
        if (jobs.size > 0) waiting.set(event.stream, jobs)
        else waiting.delete(event.stream)
        return drawn
      }
    }
  }
}

function isUnfinished({ sends }: StateOf<'conversation'>, message: string): boolean {
  const delivery = sends.find(one => one.message === message)?.delivery
  return delivery === 'waiting' || delivery === 'sending'
}
