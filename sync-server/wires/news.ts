import type { AccountNews } from '../../shared/protocol/inboxes.ts'
import type { Sql } from '../db/sql.ts'

/** What platforms told of the accounts behind the inboxes: for whoever looks after them. */
export type KeptNews = {
  /** The same news again is none: a platform tells at least once. */
  keep(tenant: string, inbox: string, news: readonly AccountNews[]): Promise<void>
  /** By inbox, the latest first. */
  of(tenant: string): Promise<ReadonlyMap<string, readonly AccountNews[]>>
}

type Row = AccountNews & { readonly inbox: string }

/** Of each inbox so many of its account, and as many of its templates: a hundred rejected ones hide no restriction. */
const mostKept = 10

export function keptNews(sql: Sql): KeptNews {
  return {
    async keep(tenant, inbox, news) {
      if (news.length === 0) return
      await sql.of(tenant).query(
        `insert into account_news (tenant, inbox, id, at, about, trouble, sentence, words)
         select $1, $2, id, at, about, trouble, sentence, words
         from jsonb_to_recordset($3::text::jsonb)
           as told(id text, at bigint, about text, trouble boolean, sentence text, words text)
         on conflict (tenant, inbox, id) do nothing`,
        [tenant, inbox, JSON.stringify(news)]
      )
      await sql.of(tenant).query(
        `delete from account_news where tenant = $1 and inbox = $2 and id in (
           select id from (
             select id, row_number() over (partition by about order by at desc, id) as place
             from account_news where tenant = $1 and inbox = $2
           ) as told where place > $3)`,
        [tenant, inbox, mostKept]
      )
    },
    async of(tenant) {
      const rows = await sql.of(tenant).query<Row>(
        `select inbox, id, at, about, trouble, sentence, words from account_news where tenant = $1
           order by inbox, at desc, id`,
        [tenant]
      )
      const by = Map.groupBy(rows, row => row.inbox)
      return new Map([...by].map(([inbox, all]) => [inbox, all.map(({ inbox: _inbox, ...news }) => news)]))
    }
  }
}
