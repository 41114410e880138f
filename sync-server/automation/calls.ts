import type { Outcome } from '../../shared/protocol/automations.ts'
import type { Sql } from '../db/sql.ts'

/** An address that an automation is to call. It holds ids: what is told there is read when it is called. */
export type Call = {
  readonly tenant: string
  /** The id of the step: the same however often it is decided, and what the other end knows a repetition by. */
  readonly id: string
  readonly automation: string
  /** Of the run, with the place of the step in it. */
  readonly cause: string
  readonly step: number
  readonly url: string
  readonly conversation: string | null
  /** When that happened which it is about. */
  readonly at: number
}
export type CallTried = Call & { readonly tries: number }

export type Calls = {
  /** Durable when it resolves. One that is known is none any more. */
  want(call: Call): Promise<void>
  /** The first few of each automation, so that a thousand calls of one stand before no other's. */
  due(now: number, ofEach: number): Promise<readonly CallTried[]>
  /** When the next is due, after `now`. */
  next(now: number): Promise<number | undefined>
  later(call: Call, dueAt: number, why: string): Promise<void>
  ended(call: Call, as: 'called' | 'given-up', words: string): Promise<void>
  /** Those of an automation that wait are made no more, if what they are about was there by `until`. */
  stop(tenant: string, automation: string, until: number, words: string): Promise<void>
  /** How the calls of an automation stand, by run and step. */
  outcomes(tenant: string, automation: string): Promise<ReadonlyMap<string, Outcome>>
  /** Forgets what ended before. */
  forget(before: number): Promise<void>
}

const lookedAtAtOnce = 200

export const callKey = (cause: string, step: number) => `${step} ${cause}`

/** From one automation that waits to the next, and of each the first few: a backlog is not read to find what stands behind it. */
const dueOfEach = `
  with recursive calling as (
    (select tenant, automation from automation_call where state = 'waiting' order by tenant, automation limit 1)
    union all
    select next.tenant, next.automation from calling, lateral
      (select tenant, automation from automation_call
       where state = 'waiting' and (tenant, automation) > (calling.tenant, calling.automation)
       order by tenant, automation limit 1) as next
  )
  select call.tenant, call.id, call.automation, cause, step, url, conversation, at, tries from calling, lateral
    (select * from automation_call
     where state = 'waiting' and tenant = calling.tenant and automation = calling.automation and due_at <= $1
     order by due_at, id limit $2) as call
  order by due_at, id limit $3
`

export function openCalls(sql: Sql): Calls {
  const moved = async (
    { tenant, id }: Call,
    state: 'waiting' | 'called' | 'given-up',
    dueAt: number,
    words: string
  ) => {
    await sql.of(tenant).query(
      `update automation_call set tries = tries + 1, state = $3, due_at = $4, words = $5
       where tenant = $1 and id = $2`,
      [tenant, id, state, dueAt, words]
    )
  }
  return {
    async want({ tenant, id, automation, cause, step, url, conversation, at }) {
      await sql.of(tenant).query(
        `insert into automation_call (tenant, id, automation, cause, step, url, conversation, at, due_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict (tenant, id) do nothing`,
        [tenant, id, automation, cause, step, url, conversation, at]
      )
    },
    due: (now, ofEach) => sql.everywhere.query<CallTried>(dueOfEach, [now, ofEach, lookedAtAtOnce]),
    async next(now) {
      const [row] = await sql.everywhere.query<{ at: number | null }>(
        `select min(due_at) as at from automation_call where state = 'waiting' and due_at > $1`,
        [now]
      )
      return row?.at ?? undefined
    },
    later: (call, dueAt, why) => moved(call, 'waiting', dueAt, why),
    ended: (call, as, words) => moved(call, as, 0, words),
    async stop(tenant, automation, until, words) {
      await sql.of(tenant).query(
        `update automation_call set state = 'given-up', due_at = 0, words = $4
         where tenant = $1 and automation = $2 and state = 'waiting' and at <= $3`,
        [tenant, automation, until, words]
      )
    },
    async outcomes(tenant, automation) {
      const rows = await sql.of(tenant).query<{
        cause: string
        step: number
        state: 'waiting' | 'called' | 'given-up'
        tries: number
        words: string
      }>('select cause, step, state, tries, words from automation_call where tenant = $1 and automation = $2', [tenant, automation])
      return new Map(
        rows.map(({ cause, step, state, tries, words }) => [
          callKey(cause, step),
          { result: 'call', state, tries, words }
        ])
      )
    },
    async forget(before) {
      await sql.everywhere.query(`delete from automation_call where state <> 'waiting' and at < $1`, [before])
    }
  }
}
