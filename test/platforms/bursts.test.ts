import { expect, test } from 'vitest'
import { whatsapp } from '../../shared/platforms/whatsapp.ts'
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
