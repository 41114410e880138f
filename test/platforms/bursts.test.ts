import { expect, test } from 'vitest'
import { whatsapp } from '../../shared/platforms/whatsapp.ts'
import type { Outcome } from '../../sync-server/platforms/port.ts'
import { pretended, sendingHouse, sent, until } from './sending-house.ts'

const { here, conversation, start } = sendingHouse()

/** At one moment, in which no bucket fills. */
const still = () => {
  const at = Date.now()
  return { now: () => at }
}

test('all that one person may be sent at once is sent at once: each reply takes one turn', async () => {
  const talk = await conversation()
  const { burst } = whatsapp.rates!.person
  const names = Array.from({ length: burst }, (_, n) => `reply ${n}`)
  const { platform, said } = pretended()
  const sending = await start(talk.inbox, platform, still())
  for (const name of names) await talk.reply(name)
  await until(async () => (await talk.deliveries()).every(delivery => delivery === 'sent'))
  await sending.stop()
  expect(said()).toEqual(names)
})

test('what a stopped inbox held up goes as fast as anything, however often it was looked at', async () => {
  const talk = await conversation()
  const failure = { code: '190', reason: 'The token is not accepted.' }
  let looks = 0
  const { platform, said } = pretended(sent)
  const actors = {
    ...here.actors,
    state: (async (tenant, kind, key) => {
      const state = await here.actors.state(tenant, kind, key)
      // Every look finds it stopped, and is over at once.
      return kind === 'inbox' && looks++ < whatsapp.rates!.person.burst
        ? { ...state, stopped: { failure, at: 0 } }
        : state
    }) as typeof here.actors.state
  }
  const sending = await start(talk.inbox, platform, { ...still(), actors, lookAgainAfterMs: 0 })
  await talk.reply('one')
  await until(async () => (await talk.deliveries())[0] === 'sent')
  await sending.stop()
  expect(said()).toEqual(['one'])
})

test('what is taken back while it waits is never asked for, and what stood behind it goes at once', async () => {
  const talk = await conversation()
  const busy: Outcome = { result: 'deferred', failure: { code: '131056', reason: 'busy' }, afterMs: 3_600_000 }
  const { platform, said } = pretended((outgoing, n) => (n === 1 ? busy : sent(outgoing)))
  const sending = await start(talk.inbox, platform)
  const [one, two] = [await talk.reply('one'), await talk.reply('two'), await talk.reply('three')]
  await until(async () => (await talk.failures())[0]?.code === '131056')
  const unfinished = () => here.sql.everywhere.query('select 1 from unfinished_send where tenant = $1', [talk.tenant])
  expect(await unfinished()).toHaveLength(3)
  expect(await talk.withdraw(two)).toMatchObject({ result: 'accepted' })
  // Who looks how many still have to go does not count it.
  await until(async () => (await unfinished()).length === 2)
  expect(await talk.withdraw(one)).toMatchObject({ result: 'accepted' })
  await until(async () => (await talk.deliveries())[0] === 'sent')
  await until(async () => (await unfinished()).length === 0)
  await sending.stop()
  expect(said()).toEqual(['one', 'three'])
  expect(await talk.deliveries()).toEqual(['sent'])
})
