import { expect, test } from 'vitest'
import { tenantLines } from '../../sync-server/backup/tenant-file.ts'
import { runJob } from '../../sync-server/cli/jobs/jobs.ts'
import { withDoors } from '../../sync-server/db/sql.ts'
import type { Verdict } from '../../sync-server/log/verify-stored.ts'
import { given, shop } from './given.ts'

const here = given()

/** As an operator is told it. */
async function verified(tenant: string): Promise<Verdict['fault']> {
  // A start that remembers no key: what is in memory proves nothing.
  const core = await here.again()
  try {
    for await (const word of runJob(core, 'verify', { tenant })) if ('item' in word) return (word.item as Verdict).fault
    throw new Error('verify said nothing')
  } finally {
    await core.log.close()
  }
}

const wounds: [string, string, string][] = [
  ['lost', 'delete from sealing_key where tenant = $1 and stream = $2', 'its key is gone, and nobody was erased'],
  [
    'bent',
    `update sealing_key set wrapped = overlay(wrapped placing case substr(wrapped, 30, 1) when 'A' then 'B' else 'A' end from 30 for 1)
     where tenant = $1 and stream = $2`,
    'does not open'
  ]
]
test.each(wounds)('a key that was %s is found: nobody can read what was said under it', async (_, wound, what) => {
  const ours = await shop(here)
  const [ada, ben] = [await ours.writes('Ada', 'hello'), await ours.writes('Ben', 'hello')]
  expect(await verified(ours.tenant)).toBe(null)
  await here.core.sql.of(ours.tenant).query(wound, [ours.tenant, `conversation/${ben.conversation}`])
  expect((await verified(ours.tenant))?.what).toContain(what)
  await here.core.sql.of(ours.tenant).query('delete from sealing_key where tenant = $1', [ours.tenant])
  expect((await verified(ours.tenant))?.seq).toBe(3)
  expect(ada.contact).not.toBe(ben.contact)
})

test('a key that was destroyed is missed by nobody, also before all that follows has happened', async () => {
  const ours = await shop(here)
  const { contact, conversation } = await ours.writes('Ada', 'hello')
  await ours.tell({ type: 'conversation.note', conversation, text: 'a note' })
  await ours.tell({ type: 'contact.erase', contact })
  expect(await verified(ours.tenant)).toBe(null)
  const other = await ours.writes('Ben', 'hello')
  const erase = { type: 'conversation.erase', conversation: other.conversation, resolvedBy: null } as const
  await ours.tell(erase)
  expect(await verified(ours.tenant)).toBe(null)
})

test('a workspace is written with the keys of its events and no others, whoever writes meanwhile', async () => {
  const ours = await shop(here)
  await ours.writes('Ada', 'hello')
  let more = 0
  const sql = withDoors(here.core.sql, door => ({
    ...door,
    async query(text, values) {
      const rows = await door.query(text, values)
      if (text.includes('from tenant_head')) await ours.writes(`somebody ${++more}`, 'hello')
      return rows as never
    }
  }))
  let file = ''
  for await (const lines of tenantLines({ ...here.core, sql }, ours.tenant)) file += lines
  const [head, ...rest] = file
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { seq?: number; keys?: number; stream: string; wrapped?: string })
  const streams = new Set(rest.filter(line => line.wrapped === undefined).map(line => line.stream))
  const keys = rest.filter(line => line.wrapped !== undefined)
  expect(keys).toHaveLength(head!.keys!)
  expect(keys.filter(key => !streams.has(key.stream))).toEqual([])
})
