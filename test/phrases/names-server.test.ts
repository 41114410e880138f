import { afterEach, beforeEach, expect, test } from 'vitest'
import { agentContext } from '../../shared/identity/may.ts'
import { actors as openActors, type Actors } from '../../sync-server/actors/actors.ts'
import { nothingBeside } from '../../sync-server/actors/beside.ts'
import { openRoster } from '../../sync-server/identity/roster.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { namesBeside } from '../../sync-server/phrases/names-beside.ts'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
let tenant = ''
let log: Log
let actors: Actors
let ids = 0

beforeEach(async () => {
  tenant = freshTenant()
  await start()
})
afterEach(() => log.close())

async function start(): Promise<void> {
  log = await openLog(db.sql, { now: Date.now })
  const roster = openRoster(db.sql, log.streams, log.follow)
  actors = openActors(log, { beside: namesBeside(roster, nothingBeside) })
}

const judge = (now: number) => agentContext({ id: 'priya', role: 'admin', inboxes: [] }, now, () => true)
const saves = (phrase: string, name: string, onVersion = 0, text = `This is ${phrase}.`) =>
  actors.tell(tenant, { type: 'phrase.save', id: `k-${++ids}`, at: Date.now(), phrase, name, text, onVersion }, judge)
const taken = (name: string) => ({ result: 'refused', refusal: { reason: 'name-taken', name } })

test('of many who give the same name at once, one does', async () => {
  await saves('first', 'Welcome')
  const told = await Promise.all(Array.from({ length: 8 }, (_, at) => saves(`p${at}`, 'Hours')))
  expect(told.map(one => one.result).toSorted()).toEqual(['accepted', ...Array(7).fill('refused')])
  expect(told.find(one => one.result === 'refused')).toMatchObject(taken('Hours'))
  expect(await saves('other', 'HOURS')).toMatchObject(taken('HOURS'))
})

test('a name is free again when its phrase has another, or is gone; also after a restart', async () => {
  await saves('a', 'Hours')
  await saves('a', 'Opening', 1)
  expect(await saves('b', 'Hours')).toMatchObject({ result: 'accepted' })
  await log.close()
  await start()
  expect(await saves('c', 'Opening')).toMatchObject(taken('Opening'))
  await actors.tell(tenant, { type: 'phrase.remove', id: `k-${++ids}`, at: Date.now(), phrase: 'a' }, judge)
  expect(await saves('c', 'Opening')).toMatchObject({ result: 'accepted' })
  expect(await saves('c', 'Opening', 1, 'Other words.')).toMatchObject({ result: 'accepted' })
})
