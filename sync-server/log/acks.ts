import type { AnyRefusal } from '../../shared/catalog.ts'
import type { Sql } from '../db/sql.ts'
import { keyOf } from './arrange.ts'
import type { Committer } from './commit.ts'
import { latelyUsed } from './lately-used.ts'
import type { Ack, Ticket } from './recorded.ts'

export type Acks = {
  /** How this `n` was judged, if it was. */
  judged(tenant: string, ticket: Ticket): Promise<Ack | undefined>
  /** The acks of `from`..`to` that exist, in the order of `n`: for a client that pushes again what it lost the answers of. */
  between(tenant: string, client: string, from: number, to: number): Promise<readonly Ack[]>
  /** How the command of this id was judged, if this client pushed it before: for `after`. */
  ofCommand(tenant: string, client: string, command: string): Promise<Ack | undefined>
  /** The highest `n` up to which everything of this client was judged; 0 for a new client. */
  highest(tenant: string, client: string): Promise<number>
  /**
   * The highest `n` of this client that was ever judged, gaps or not: what is above is new. For the first command after
   * a hello, which asked for `highest`, it is as of then.
   */
  newest(tenant: string, client: string): Promise<number>
  /**
   * Judges a ticket that no aggregate decides on: withdrawn (`command` null), not understood, resting on a refused one.
   * Durable when it resolves. A ticket that was judged before keeps its first answer.
   */
  record(tenant: string, ticket: Ticket, answer: { command: string | null; refusal: AnyRefusal | null }): Promise<Ack>
  /** Deletes what was judged before `at`; how far each client had come is kept. */
  forgetBefore(at: number): Promise<void>
}

const columns = 'n, command, seq, refusal'
const mostClients = 10_000

export function acks(sql: Sql, committer: Pick<Committer, 'judge'>): Acks {
  /** What was found with `highest`, until it is asked for. */
  const foundNewest = latelyUsed<number>(mostClients)
  return {
    async judged(tenant, { client, n }) {
      const [ack] = await sql
        .of(tenant)
        .query<Ack>(`select ${columns} from ack where tenant = $1 and client = $2 and n = $3`, [tenant, client, n])
      return ack
    },
    between(tenant, client, from, to) {
      return sql
        .of(tenant)
        .query<Ack>(`select ${columns} from ack where tenant = $1 and client = $2 and n between $3 and $4 order by n`, [
          tenant,
          client,
          from,
          to
        ])
    },
    async ofCommand(tenant, client, command) {
      const [ack] = await sql
        .of(tenant)
        .query<Ack>(
          `select ${columns} from ack where tenant = $1 and client = $2 and command = $3 order by n limit 1`,
          [tenant, client, command]
        )
      return ack
    },
    async highest(tenant, client) {
      const [found] = await sql.of(tenant).query<{ n: number; newest: number }>(highestSql, [tenant, client])
      foundNewest.keep(keyOf(tenant, client), found?.newest ?? 0, 1)
      return found?.n ?? 0
    },
    async newest(tenant, client) {
      const key = keyOf(tenant, client)
      const known = foundNewest.recall(key)
      foundNewest.forget(key)
      if (known !== undefined) return known
      const [found] = await sql
        .of(tenant)
        .query<{ n: number }>(`with ${forgotten} select ${newestSql} as n from forgotten`, [tenant, client])
      return found?.n ?? 0
    },
    record: (tenant, ticket, { command, refusal }) => committer.judge({ tenant, ticket, command, refusal }),
    async forgetBefore(at) {
      await sql.everywhere.query(forgetSql, [at])
    }
  }
}

const forgotten = `forgotten as (
    select coalesce(max(n), 0) as n from ack_forgotten where tenant = $1 and client = $2
  )`
const newestSql = `greatest((select max(n) from ack where tenant = $1 and client = $2), forgotten.n)`

// Commands on different streams are judged side by side, so a crash may leave 7 judged and 6 not: then it is 5.
const highestSql = `
  with ${forgotten}
  select ${newestSql} as newest, coalesce(
    (select min(n) from ack
     where tenant = $1 and client = $2 and n > forgotten.n
       and exists (select from ack where tenant = $1 and client = $2 and n = forgotten.n + 1)
       and not exists (select from ack as next where next.tenant = $1 and next.client = $2 and next.n = ack.n + 1)),
    forgotten.n
  ) as n
  from forgotten`

// One that was forgotten may be judged anew, for whoever never heard of it: that is not how far its client has come.
const forgetSql = `
  with complete as (
    select ack.tenant, ack.client, min(ack.n) as n
    from ack left join ack_forgotten as forgotten using (tenant, client)
    where ack.n > coalesce(forgotten.n, 0)
      and exists (
        select from ack as first
        where first.tenant = ack.tenant and first.client = ack.client and first.n = coalesce(forgotten.n, 0) + 1)
      and not exists (
        select from ack as next where next.tenant = ack.tenant and next.client = ack.client and next.n = ack.n + 1)
    group by ack.tenant, ack.client
  ), gone as (
    delete from ack using complete
    where ack.tenant = complete.tenant and ack.client = complete.client and ack.n <= complete.n and ack.judged_at < $1
    returning ack.tenant, ack.client, ack.n
  )
  insert into ack_forgotten select tenant, client, max(n) from gone group by tenant, client
  on conflict (tenant, client) do update set n = greatest(ack_forgotten.n, excluded.n)`
