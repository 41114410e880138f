import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Board } from '../../shared/workflow/board.ts'
import type { Card } from '../../shared/workflow/card.ts'
import type { Sql } from '../db/sql.ts'
import { unsynced } from '../db/unsynced.ts'
import type { Follower } from '../log/follow.ts'
import type { Log } from '../log/log.ts'
import type { Projection } from '../rebuild/projection.ts'

export type CardRow = { readonly card: string; readonly inbox: string; readonly contact: string }

/** Which cards there are and where they stand. Every answer knows all that was committed before it was asked for. */
export type Cards = {
  /** The open cards of a workflow. */
  board(tenant: string, workflow: string): Promise<Board>
  /** One card as the log has it, also where a commit was never heard of because its answer was lost. */
  inLog(tenant: string, card: string): Promise<Card>
  /** What an agent has at hand: everything open, and what changed since `closedSince`. */
  hot(tenant: string, closedSince: number): Promise<readonly CardRow[]>
  ofContact(tenant: string, contact: string): Promise<readonly { readonly card: string; readonly workflow: string }[]>
  ofConversation(
    tenant: string,
    conversation: string
  ): Promise<readonly { readonly card: string; readonly workflow: string }[]>
  /** Follows the log from now on. Whoever asks first starts it too. */
  start(): void
  stop(): Promise<void>
}

/** Drawn from the log itself and not through actors: these ask here, in the turn of a command, how full a stage is. */
export function openCards(sql: Sql, { follow, states }: Pick<Log, 'follow' | 'states'>): Cards {
  let follower: Follower | undefined
  const started = () =>
    (follower ??= follow.follower('cards', async ({ tenant, events }) => {
      const changed = events.flatMap(({ stream, recordedAt }) =>
        streamKind(stream) === 'card' ? [[stream, recordedAt] as const] : []
      )
      if (changed.length > 0) await draw(sql, states, tenant, new Map(changed))
    }))

  async function rows<T>(
    tenant: string,
    columns: string,
    where: string,
    value: string | number
  ): Promise<readonly T[]> {
    await started().caughtUp(tenant)
    return sql.of(tenant).query<T>(`select ${columns} from card where tenant = $1 and ${where}`, [tenant, value])
  }

  return {
    async board(tenant, workflow) {
      const open = await rows<{ card: string; stage: string }>(
        tenant,
        'card, stage',
        `status = 'open' and workflow = $2`,
        workflow
      )
      return new Map(open.map(({ card, stage }) => [card, stage]))
    },
    inLog: async (tenant, card) => (await states.newest(tenant, `card/${card}`)).state as Card,
    hot: (tenant, closedSince) =>
      rows(
        tenant,
        'card, inbox, contact',
        `(status = 'open' or changed_at >= $2) order by changed_at desc, card`,
        closedSince
      ),
    ofContact: (tenant, contact) => rows(tenant, 'card, workflow', 'contact = $2', contact),
    ofConversation: (tenant, conversation) => rows(tenant, 'card, workflow', 'conversation = $2', conversation),
    start: () => void started(),
    async stop() {
      await follower?.stop()
    }
  }
}

/** Rows are drawn from the state, never patched: drawing one twice, or from a newer state, does no harm. */
async function draw(
  sql: Sql,
  states: Log['states'],
  tenant: string,
  changed: ReadonlyMap<StreamId, number>
): Promise<void> {
  const drawn = await Promise.all(
    [...changed].map(async ([stream, recordedAt]) => {
      const { state } = await states.newest(tenant, stream)
      return { card: streamKey(stream), row: rowOf(streamKey(stream), state as Card, recordedAt) }
    })
  )
  const gone = drawn.flatMap(({ card, row }) => (row ? [] : [card]))
  const rows = drawn.flatMap(({ row }) => (row ? [row] : []))
  const { query } = sql.of(tenant)
  if (gone.length > 0) {
    await query(
      `delete from card using ${unsynced} where tenant = $1 and card in (select jsonb_array_elements_text($2::text::jsonb))`,
      [tenant, JSON.stringify(gone)]
    )
  }
  await query(
    `insert into card (tenant, card, workflow, inbox, contact, conversation, status, stage, changed_at)
     select $1, card, workflow, inbox, contact, conversation, status, stage, changed_at
     from ${unsynced}, jsonb_to_recordset($2::text::jsonb) as drawn(card text, workflow text, inbox text,
       contact text, conversation text, status text, stage text, changed_at bigint)
     on conflict (tenant, card) do update set workflow = excluded.workflow, inbox = excluded.inbox,
       contact = excluded.contact, conversation = excluded.conversation, status = excluded.status,
       stage = excluded.stage, changed_at = excluded.changed_at`,
    [tenant, JSON.stringify(rows)]
  )
}

/** What was erased is on no board. It changed when we heard of it: a device's clock may be a year late. */
function rowOf(card: string, state: Card, recordedAt: number) {
  const { status, workflow, inbox, contact, conversation, stage } = state
  if (status === 'unknown' || status === 'erased') return undefined
  return { card, workflow, inbox, contact, conversation, status, stage, changed_at: recordedAt }
}

export const cardProjection: Projection = {
  table: 'card',
  follower: 'cards',
  from: 'card',
  key: ['card'],
  mayHaveMore: false,
  part: row => String(row['card']),
  draw: () => ({
    take({ stream, recordedAt }, state) {
      if (state === undefined) return []
      const card = streamKey(stream)
      return [{ key: { card }, row: rowOf(card, state as Card, recordedAt) }]
    }
  })
}
