import { expect, test } from 'vitest'
import type { Actors } from '../../sync-server/actors/actors.ts'
import { retryAfter, waitMs } from '../../sync-server/platforms/reaching.ts'
import { outcomeOf } from '../../sync-server/platforms/telegram/client.ts'
import { pretended, sendingHouse, sent, until } from './sending-house.ts'

const { here, conversation, start } = sendingHouse()
const hour = 3_600_000

test('a platform that says “later” and means now is not asked at once again and again', () => {
  expect(waitMs(retryAfter(new Headers({ 'retry-after': '0' })), 0)).toBe(2000)
  expect(waitMs(0, 3)).toBe(16_000)
  const told = { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 0 } }
  expect(outcomeOf('1', 429, told, 1)).toMatchObject({ result: 'deferred', afterMs: 4000 })
})

test('a platform that says “in eleven days” holds a reply for a day: then its agent is told', async () => {
  const talk = await conversation()
  const failure = { code: '429', reason: 'Too often.' }
  const { platform } = pretended(() => ({ result: 'deferred', failure, afterMs: 999_999_000 }))
  const sending = await start(talk.inbox, platform)
  await talk.reply('one')
  const send = async () => (await here.actors.state(talk.tenant, 'conversation', talk.id)).sends[0]
  await until(async () => (await send())?.until !== null)
  await sending.stop()
  expect((await send())?.until).toBeLessThan(Date.now() + 24 * hour + 2)
})

test('a database that is busy when the platform has shut us out neither loses that nor makes a riddle of the reply', async () => {
  const talk = await conversation()
  const failure = { code: '190', reason: 'The token is not accepted.' }
  const { platform, calls } = pretended((outgoing, n) => (n === 1 ? { result: 'stopped', failure } : sent(outgoing)))
  let failures = 2
  const tell: Actors['tell'] = async (...told) => {
    if (told[1].type === 'inbox.stop-sending' && failures-- > 0) throw new Error('busy')
    return here.actors.tell(...told)
  }
  const sending = await start(talk.inbox, platform, { actors: { ...here.actors, tell } })
  await talk.reply('one')
  await until(async () => calls.length > 0 && ['waiting', 'unknown'].includes((await talk.deliveries())[0] ?? ''))
  await until(async () => {
    const { stopped } = await here.actors.state(talk.tenant, 'inbox', talk.inbox.inbox)
    return stopped !== undefined || (await talk.deliveries())[0] === 'unknown'
  })
  await sending.stop()
  expect([await talk.deliveries(), calls.length]).toEqual([['waiting'], 1])
})
