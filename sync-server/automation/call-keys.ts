import { randomBytes } from 'node:crypto'
import type { Sql } from '../db/sql.ts'

/** What the calls of a workspace are signed with. Admins are shown it, to give it to the other end; nobody else is. */
export type CallKeys = {
  /** Made when it is first asked for. */
  of(tenant: string): Promise<string>
  /** A new one. That of before goes on signing beside it for a day: both ends cannot change in the same moment. */
  renew(tenant: string): Promise<string>
  /** All that sign now, the newest first. */
  signing(tenant: string): Promise<readonly string[]>
}

const formerForMs = 24 * 3_600_000
type Row = { key: string; former: string | null; former_until: number }

/** As the Standard Webhooks specification writes keys: base64 behind a prefix. */
const newKey = () => `whsec_${randomBytes(32).toString('base64')}`

export function openCallKeys(sql: Sql, now: () => number): CallKeys {
  async function row(tenant: string): Promise<Row> {
    const door = sql.of(tenant)
    await door.query('insert into automation_key (tenant, key) values ($1, $2) on conflict (tenant) do nothing', [
      tenant,
      newKey()
    ])
    const [found] = await door.query<Row>('select key, former, former_until from automation_key where tenant = $1', [
      tenant
    ])
    if (!found) throw new Error(`no key for the calls of ${tenant}`)
    return found
  }
  return {
    of: async tenant => (await row(tenant)).key,
    async renew(tenant) {
      await row(tenant)
      const key = newKey()
      await sql
        .of(tenant)
        .query('update automation_key set former = key, former_until = $2, key = $3 where tenant = $1', [
          tenant,
          now() + formerForMs,
          key
        ])
      return key
    },
    async signing(tenant) {
      const { key, former, former_until } = await row(tenant)
      return former !== null && former_until > now() ? [key, former] : [key]
    }
  }
}
