import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import type { Actors, StateOf } from '../actors/actors.ts'
import type { Sql } from '../db/sql.ts'
import { unsynced } from '../db/unsynced.ts'
import type { Follow, Follower } from '../log/follow.ts'
import type { Projection } from '../rebuild/projection.ts'

/** A conversation's row, as little of it as the server itself asks for. */
export type ThreadRow = { readonly conversation: string; readonly inbox: string; readonly contact: string }
export type Snoozed = { readonly tenant: string; readonly conversation: string; readonly until: number }

/** Open or put off, and somebody's. */
export type HeldThread = { readonly conversation: string; readonly inbox: string; readonly assignee: string }

export type Threads = {
  /**
   * What an agent has at hand: everything open or snoozed, what is theirs, and what changed since `resolvedSince`.
   * First what is theirs to answer, then the newest; never older than what was committed before the call.
   */
  hot(tenant: string, agent: string, resolvedSince: number): Promise<readonly ThreadRow[]>
  /** What somebody has, of these conversations or (`null`) of all; never older than what was committed before the call. */
  held(tenant: string, conversations: readonly string[] | null): Promise<readonly HeldThread[]>
  /** Whoever is to be woken by `now`, and when the next is after that. */
  dueBy(now: number): Promise<readonly Snoozed[]>
  nextDue(): Promise<number | null>
  /** Of every conversation that is found snoozed: until when. */
  onSnoozed(listener: (until: number) => void): void
  /** Resolves when everything committed up to this call is drawn: of one tenant, or of all. */
  caughtUp(tenant?: string): Promise<void>
  stop(): Promise<void>
}

/** Whoever asks for a row ends the wait, and nobody is woken to the half second. */
const gatherMs = 500

export function openThreads(sql: Sql, actors: Actors, follow: Follow): Threads {
  const listeners: ((until: number) => void)[] = []
  const follower: Follower = follow.follower(
    'threads',
    async ({ tenant, events }) => {
      const streams = events.map(event => event.stream).filter(stream => streamKind(stream) === 'conversation')
      if (streams.length === 0) return
      const rows = await draw(sql, actors, tenant, [...new Set(streams)].map(streamKey))
      const until = Math.min(...rows.flatMap(row => row.snoozed_until ?? []))
      if (until < Infinity) for (const listener of listeners) listener(until)
    },
    gatherMs
  )
  return {
    async hot(tenant, agent, resolvedSince) {
      await follower.caughtUp(tenant)
      return sql.of(tenant).query<ThreadRow>(
        `select conversation, inbox, contact from thread
         where tenant = $1 and (status in ('open', 'snoozed') or assignee = $2 or changed_at >= $3)
         order by (status in ('open', 'snoozed') and assignee is not distinct from $2) desc, changed_at desc, conversation`,
        [tenant, agent, resolvedSince]
      )
    },
    async held(tenant, conversations) {
      await follower.caughtUp(tenant)
      return sql.of(tenant).query<HeldThread>(
        `select conversation, inbox, assignee from thread
         where tenant = $1 and status in ('open', 'snoozed') and assignee is not null
           and ($2::text is null or conversation in (select jsonb_array_elements_text($2::text::jsonb)))
         order by changed_at, conversation`,
        [tenant, conversations && JSON.stringify(conversations)]
      )
    },
    dueBy(now) {
      return sql.everywhere.query<Snoozed>(
        `select tenant, conversation, snoozed_until as until from thread
         where status = 'snoozed' and snoozed_until <= $1 order by snoozed_until limit 500`,
        [now]
      )
    },
    async nextDue() {
      const [row] = await sql.everywhere.query<{ until: number | null }>(
        `select min(snoozed_until) as until from thread where status = 'snoozed'`
      )
      return row?.until ?? null
    },
    onSnoozed(listener) {
      listeners.push(listener)
    },
    caughtUp: tenant => follower.caughtUp(tenant),
    stop: () => follower.stop()
  }
}

/** Rows are drawn from the state, never patched: drawing one twice, or from a newer state, does no harm. */
async function draw(sql: Sql, actors: Actors, tenant: string, conversations: readonly string[]) {
  const drawn = conversations.map(async conversation =>
    rowOf(conversation, await actors.state(tenant, 'conversation', conversation))
  )
  const all = await Promise.all(drawn)
  const rows = all.filter(row => row !== undefined)
  // What was erased is no conversation any more, until somebody writes again.
  const gone = conversations.filter((_, at) => all[at] === undefined)
  if (gone.length > 0) await undraw(sql, tenant, gone)
  await sql.of(tenant).query(
    `insert into thread (tenant, conversation, inbox, contact, status, assignee, snoozed_until, changed_at,
       resolved_at)
     select $1, conversation, inbox, contact, status, assignee, snoozed_until, changed_at, resolved_at
     from ${unsynced}, jsonb_to_recordset($2::text::jsonb) as drawn(conversation text, inbox text, contact text, status text,
       assignee text, snoozed_until bigint, changed_at bigint, resolved_at bigint)
     on conflict (tenant, conversation) do update set inbox = excluded.inbox, contact = excluded.contact,
       status = excluded.status, assignee = excluded.assignee, snoozed_until = excluded.snoozed_until,
       changed_at = excluded.changed_at, resolved_at = excluded.resolved_at`,
    [tenant, JSON.stringify(rows)]
  )
  return rows
}

/** There is no row before the conversation was opened. */
function rowOf(conversation: string, state: StateOf<'conversation'>) {
  const { inbox, contact, status, assignee } = state
  if (status === 'unknown') return undefined
  const times = { snoozed_until: state.snoozedUntil, changed_at: state.changedAt, resolved_at: state.resolvedAt }
  return { conversation, inbox, contact, status, assignee, ...times }
}

export const threadProjection: Projection = {
  table: 'thread',
  follower: 'threads',
  from: 'conversation',
  key: ['conversation'],
  mayHaveMore: false,
  part: row => String(row['conversation']),
  draw: () => ({
    take({ stream }, state) {
      if (state === undefined) return []
      const conversation = streamKey(stream)
      return [{ key: { conversation }, row: rowOf(conversation, state as StateOf<'conversation'>) }]
    }
  })
}

async function undraw(sql: Sql, tenant: string, conversations: readonly string[]): Promise<void> {
  await sql.of(tenant).query(
    `delete from thread using ${unsynced}
       where tenant = $1 and conversation in (select jsonb_array_elements_text($2::text::jsonb))`,
    [tenant, JSON.stringify(conversations)]
  )
}
