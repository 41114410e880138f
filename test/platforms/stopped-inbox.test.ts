// @module-tag long
import { describe, expect, test } from 'vitest'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { pretended, sendingHouse, sent, until } from './sending-house.ts'

const { here, conversation, start } = sendingHouse()

describe('an inbox whose account the platform takes nothing from any more', () => {
  const failure = { code: '190', reason: 'The token is not accepted. An admin has to connect it again.' }
  const isStopped = async ({ tenant, inbox }: { tenant: string; inbox: InboxSecret }) =>
    (await here.actors.state(tenant, 'inbox', inbox.inbox)).stopped !== undefined
  const resume = ({ tenant, inbox }: { tenant: string; inbox: InboxSecret }) =>
    here.tell(tenant, { type: 'inbox.resume-sending', id: `resume-${tenant}`, at: Date.now(), inbox: inbox.inbox })

  test('sends nothing, loses nothing, and goes on where it was when it is let', async () => {
    const talk = await conversation()
    let isShut = true
    const { platform, said } = pretended(outgoing => (isShut ? { result: 'stopped', failure } : sent(outgoing)))
    const sending = await start(talk.inbox, platform)
    await talk.reply('one')
    await talk.reply('two')
    await until(() => isStopped(talk))
    await until(async () => (await talk.deliveries())[0] === 'waiting')
    expect(await talk.failures()).toEqual([failure, null])
    // Killed and begun again it is still stopped: nobody is asked.
    await sending.stop()
    isShut = false
    const next = await start(talk.inbox, platform)
    await talk.reply('three')
    expect(await talk.deliveries()).toEqual(['waiting', 'waiting', 'waiting'])
    expect(said()).toEqual(['one'])
    await resume(talk)
    await until(async () => (await talk.deliveries()).every(one => one === 'sent'))
    await next.stop()
    expect(said()).toEqual(['one', 'one', 'two', 'three'])
  })

  test('that is let too early stops again', async () => {
    const talk = await conversation()
    const { platform, calls } = pretended((outgoing, n) => (n < 3 ? { result: 'stopped', failure } : sent(outgoing)))
    const sending = await start(talk.inbox, platform)
    await talk.reply('one')
    await until(() => isStopped(talk))
    await resume(talk)
    await until(async () => calls.length === 2 && (await isStopped(talk)))
    await sending.stop()
    expect(await talk.deliveries()).toEqual(['waiting'])
  })

  test('tells the agent of what has waited for more than a day, and does not send it by itself', async () => {
    const talk = await conversation()
    let later = 0
    const { platform, calls } = pretended((outgoing, n) => (n === 1 ? { result: 'stopped', failure } : sent(outgoing)))
    const sending = await start(talk.inbox, platform, { now: () => Date.now() + later })
    await talk.reply('one')
    await until(() => isStopped(talk))
    later = 25 * 3_600_000
    await resume(talk)
    await until(async () => (await talk.deliveries())[0] === 'failed')
    await sending.stop()
    expect(await talk.failures()).toMatchObject([
      { reason: expect.stringMatching(/^It has waited for more than a day/) }
    ])
    expect(calls).toHaveLength(1)
  })
})
