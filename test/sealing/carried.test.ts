import { expect, test } from 'vitest'
import type { StreamId } from '../../shared/kernel/message.ts'
import { carries } from '../../sync-server/log/carries.ts'
import { noColdDays } from '../../sync-server/log/cold.ts'
import type { Sealing } from '../../sync-server/log/sealing.ts'
import { states } from '../../sync-server/log/states.ts'
import { given, shop } from './given.ts'

const here = given()

/** The core's carries, where something happens after the events were read and before the state is kept. */
function carrying(meanwhile: () => Promise<void>) {
  const { sql, log, keyring } = here.core
  const beside: Sealing['beside'] = {
    ...keyring.log.beside,
    async seal(place, plain) {
      await meanwhile()
      return keyring.log.beside.seal(place, plain)
    }
  }
  const report = (error: unknown) => {
    throw error
  }
  return states(log.streams, carries(sql, beside), noColdDays, report)
}

async function said() {
  const ours = await shop(here)
  const { contact, conversation } = await ours.writes('name-ada', 'said-ada')
  const stream: StreamId = `conversation/${conversation}`
  const events = await here.core.log.streams.all(ours.tenant, stream)
  return { ours, contact, stream, ends: [{ stream, version: events.length }] }
}

test('a state that was folded before somebody was erased is not kept in the clear after it', async () => {
  const { ours, contact, ends } = await said()
  await carrying(() => ours.tell({ type: 'contact.erase', contact })).carry(ours.tenant, ends)
  expect(await ours.stored()).not.toContain('said-ada')
})

test('nor is it when it goes on from one that was kept before', async () => {
  const { ours, contact, stream, ends } = await said()
  const nothing = () => Promise.resolve()
  await carrying(nothing).carry(ours.tenant, ends)
  expect((await ours.stored()).includes('said-ada')).toBe(false)
  await ours.tell({ type: 'conversation.label', conversation: stream.slice('conversation/'.length), label: 'later' })
  const later = [{ stream, version: ends[0]!.version + 1 }]
  await carrying(() => ours.tell({ type: 'contact.erase', contact })).carry(ours.tenant, later)
  expect(await ours.stored()).not.toContain('said-ada')
})

test('what nobody personal is in, or no longer, is carried', async () => {
  const { ours, contact, stream } = await said()
  const nothing = () => Promise.resolve()
  const inbox: StreamId = `inbox/${ours.tenant}-webchat`
  await ours.tell({ type: 'contact.erase', contact })
  await ours
    .tell({ type: 'conversation.label', conversation: stream.slice('conversation/'.length), label: 'x' })
    .catch(() => undefined)
  await carrying(nothing).carry(ours.tenant, [{ stream: inbox, version: 1 }])
  await carrying(nothing).carry(ours.tenant, [{ stream: `contact/${contact}`, version: 2 }])
  const rows = await here.core.sql.of(ours.tenant).query<{ stream: string }>('select stream from carry order by stream')
  expect(rows.map(row => row.stream)).toEqual([`contact/${contact}`, inbox])
})
