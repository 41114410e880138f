import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'
import { openShop, projections } from './given.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
let tenant = ''
let shop: Awaited<ReturnType<typeof openShop>>

beforeEach(async () => {
  tenant = freshTenant()
  shop = await openShop(db.sql, tenant)
  for (const name of ['ben', 'eva', 'kim', 'lou', 'noa']) await shop.writes(name)
  await shop.merges('contact-ben', 'contact-eva')
  await shop.merges('contact-kim', 'contact-lou')
  await shop.puts('ben', 'eva', 'kim')
  for (const name of ['ben', 'eva', 'kim']) await shop.replies(name)
  await shop.sends('ben', await shop.replies('ben'))
  await shop.claims('lou')
  await shop.caughtUp()
})
afterEach(() => shop.close())

const query = (text: string, ...values: unknown[]) => db.sql.of(tenant).query(text, [tenant, ...values])
const differing = async (options = {}) =>
  Object.values(await shop.rebuild(options)).flatMap(one => one.differences.map(({ what }) => `${one.table} ${what}`))

/** A row of each table gone, wrong or too much. */
async function plantFaults(): Promise<readonly string[]> {
  await query(`delete from thread where tenant = $1 and conversation = 'ben'`)
  await query(`update thread set assignee = 'kim', changed_at = 7 where tenant = $1 and conversation = 'lou'`)
  await query(`insert into thread select tenant, 'nobody', inbox, contact, status, assignee, snoozed_until, changed_at
               from thread where tenant = $1 and conversation = 'eva'`)
  await query(`update contact_handle set contact = 'contact-eva' where tenant = $1 and value = '49noa'`)
  await query(`delete from contact_handle where tenant = $1 and value = '49kim'`)
  await query(`delete from contact_link where tenant = $1 and contact = 'contact-ben'`)
  await query(`update contact_link set part_of = 'contact-noa' where tenant = $1 and contact = 'contact-kim'`)
  await query(`insert into contact_link (tenant, contact, part_of) values ($1, 'contact-noa', 'contact-lou')`)
  await query(`delete from unfinished_send where tenant = $1 and conversation = 'eva'`)
  await query(`delete from card where tenant = $1 and conversation = 'ben'`)
  await query(`update card set stage = 'talk' where tenant = $1 and conversation = 'eva'`)
  await query(`insert into card select tenant, 'nobody', workflow, inbox, contact, conversation, status, stage, changed_at
               from card where tenant = $1 and conversation = 'kim'`)
  return [
    'card differs in stage',
    'card is missing',
    'card should not be there',
    'contact_handle differs in contact',
    'contact_handle is missing',
    'contact_link differs in part_of',
    'contact_link is missing',
    'contact_link should not be there',
    'thread differs in assignee, changed_at',
    'thread is missing',
    'thread should not be there',
    'unfinished_send is missing'
  ]
}

describe('what is drawn from the first event on', () => {
  test('is what the followers drew, in one part or in many', async () => {
    const whole = await shop.rebuild()
    expect(Object.values(whole).map(({ table, rows, more }) => [table, rows, more])).toEqual([
      ['thread', 5, 0],
      ['contact_handle', 5, 0],
      ['contact_link', 2, 0],
      // The one that was sent is still there: nobody has sent for this shop.
      ['unfinished_send', 3, 1],
      ['card', 3, 0]
    ])
    for (const streamsAtOnce of [10, 3, 1]) expect(await shop.rebuild({ streamsAtOnce })).toEqual(whole)
    expect(await differing()).toEqual([])
  })

  test('tells every row that is missing, wrong or too much', async () => {
    const planted = await plantFaults()
    expect((await differing()).toSorted()).toEqual(planted)
    expect((await differing({ streamsAtOnce: 2 })).toSorted()).toEqual(planted)
    const { thread } = await shop.rebuild()
    expect(thread?.differences).toContainEqual({ key: { conversation: 'ben' }, what: 'is missing' })
  })

  test('takes the place of what differs, and leaves alone what may be ahead of the log', async () => {
    await query(`insert into contact_handle values ($1, 'whatsapp', 'wa_id', '49new', 'contact-new')`)
    const planted = await plantFaults()
    expect(await differing({ replace: true, streamsAtOnce: 3 })).toHaveLength(planted.length)
    expect(await differing()).toEqual([])
    expect((await shop.rebuild())['contact_handle']).toMatchObject({ rows: 5, more: 1 })
  })
})

describe('while the log goes on', () => {
  test('rows that are behind the log, or ahead of their follower, are no difference; what is wrong still is', async () => {
    await shop.close()
    shop = await openShop(db.sql, tenant, true)
    for (const name of ['noa', 'zoe']) await shop.writes(name)
    await shop.claims('noa')
    await shop.replies('noa')
    expect(await differing()).toEqual([])
    await query('update follower set seq = seq - 5 where tenant = $1')
    expect(await differing()).toEqual([])
    const planted = await plantFaults()
    expect((await differing()).toSorted()).toEqual(planted)
  })

  test('rows that an update has drawn again are no difference until they are, and what nobody draws is one', async () => {
    await shop.close()
    shop = await openShop(db.sql, tenant, true)
    // What they said before the update, and a position from which all of them are drawn.
    await query('update card set changed_at = 7 where tenant = $1')
    await query(`update thread set changed_at = 7 where tenant = $1 and conversation = 'ben'`)
    await query(`delete from follower where tenant = $1 and name in ('cards', 'threads')`)
    expect(await differing()).toEqual([])
    await query(`insert into card select tenant, 'nobody', workflow, inbox, contact, conversation, status, stage, 7
                 from card where tenant = $1 and conversation = 'kim'`)
    expect(await differing()).toEqual(['card should not be there'])
    await shop.close()
    shop = await openShop(db.sql, tenant)
    await shop.caughtUp()
    expect(await differing()).toEqual(['card should not be there'])
  })

  test('nothing differs while it is written, and what is put in place stays right', async () => {
    const names = ['ben', 'eva', 'kim', 'lou', 'noa', 'zoe', 'ada']
    const busy = async () => {
      for (let round = 0; round < 4; round++) for (const name of names) await shop.writes(name)
    }
    const work = { over: false, looks: 0 }
    const looking = async () => {
      for (; !work.over; work.looks++) expect(await differing()).toEqual([])
    }
    await Promise.all([busy().finally(() => (work.over = true)), looking()])
    expect(work.looks).toBeGreaterThan(1)

    await plantFaults()
    await Promise.all([busy(), differing({ replace: true })])
    await shop.caughtUp()
    expect(await differing({ replace: true })).toEqual([])
  })
})

test('every follower that draws a table is among the projections', () => {
  const root = fileURLToPath(new URL('../../sync-server', import.meta.url))
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
  const found = files.flatMap(name =>
    [...readFileSync(join(root, name), 'utf8').matchAll(/\.follower\(\s*'([a-z-]+)'/g)].map(match => match[1])
  )
  // What follows an erasure clears away, what follows a customer's words tells cards, or them that it is closed: none draws. The router's picture
  // is compared as a whole, of files the bytes lie beside the log, when a run is looked at again says nothing, nor do automations.
  const others = ['erasing', 'workflows', 'routing', 'media', 'sla', 'automations', 'away-messages', 'left-alone']
  expect(new Set(found)).toEqual(new Set([...projections.map(one => one.follower), ...others]))
})
