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
  /** Keeps the jobs in a batch and answers them; those whose reply was taken back are no more. */
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
      const gone = withdrawnIn(batch).map(({ message }) => message)
      const jobs = jobsIn(batch).filter(({ message }) => !gone.includes(message))
      if (gone.length > 0) {
        const which = 'delete from unfinished_send where tenant = $1 and message = any($2::text[])'
        await sql.of(batch.tenant).query(which, [batch.tenant, gone])
      }
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

/** The replies of a batch that were taken back. */
export function withdrawnIn({ events }: Batch): readonly { readonly conversation: string; readonly message: string }[] {
  return events.flatMap(({ stream, fact }) =>
    isKnown(fact) && fact.type === 'conversation.reply-withdrawn'
      ? [{ conversation: streamKey(stream), message: fact.message }]
      : []
  )
}

const asking: ReadonlySet<string> = new Set([
  'conversation.replied',
  'conversation.reaction-put',
  'conversation.send-retried'
])

/** The reply, or the reaction, that an event asks to be sent. */
function asked({ seq, stream, recordedAt, fact }: Recorded): Asked | undefined {
  // To look closely at a fact takes longer than to fold it.
  if (!asking.has(fact.type) || !isKnown(fact)) return undefined
  switch (fact.type) {
    case 'conversation.replied':
    case 'conversation.reaction-put':
    case 'conversation.send-retried':
      return { conversation: streamKey(stream), message: fact.message, seq, since: recordedAt }
    default:
      return undefined
  }
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
    const waiting = new Map<string, Waiting>()
    return {
      take(event, state) {
        if (state === undefined) return []
        const { sends } = state as StateOf<'conversation'>
        const { jobs, seen } = waiting.get(event.stream) ?? { jobs: new Map<string, Asked>() }
        const job = asked(event)
        // Nearly all that happens changes no send. A job that goes on waiting is drawn already.
        if (!job && (jobs.size === 0 || seen === sends)) return []
        if (job) jobs.set(job.message, job)
        const still = unfinishedOf(sends)
        const gone = [...jobs.values()].filter(one => !still.has(one.message))
        for (const { message } of gone) jobs.delete(message)
        if (jobs.size > 0) waiting.set(event.stream, { jobs, seen: sends })
        else waiting.delete(event.stream)
        const drawn = gone.map(one => ({ key: keyOf(one), row: undefined }))
        return job && still.has(job.message) ? [...drawn, { key: keyOf(job), row: job }] : drawn
      }
    }
  }
}

type Asked = Omit<Job, 'tenant'>
type Sends = StateOf<'conversation'>['sends']
/** The jobs of a conversation, and the sends by which they were judged. */
type Waiting = { readonly jobs: Map<string, Asked>; readonly seen?: Sends }

function keyOf({ conversation, message }: Asked) {
  return { conversation, message }
}

function unfinishedOf(sends: Sends): ReadonlySet<string> {
  return new Set(
    sends.filter(({ delivery }) => delivery === 'waiting' || delivery === 'sending').map(one => one.message)
  )
}
