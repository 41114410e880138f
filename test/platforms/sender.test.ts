import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Actors } from '../../sync-server/actors/actors.ts'
import type { Outcome } from '../../sync-server/platforms/port.ts'
import { change, hook, sheena, status } from './payloads.ts'
import { pretended, sendingHouse, sent, until } from './sending-house.ts'

const { here, conversation, start } = sendingHouse()

/** Actors of a process that dies at a command, before or after it was durable: whatever it would still do, nobody does. */
function dyingAt(type: string, when: 'before' | 'after'): { actors: Actors; died: Promise<void> } {
  const died = Promise.withResolvers<void>()
  let dead = false
  const actors: Actors = {
    ...here.actors,
    async tell(...told) {
      if (dead) return new Promise(() => undefined)
      const hit = told[1].type === type
      if (hit && when === 'before') dead = true
      if (!dead) {
        const answer = await here.actors.tell(...told)
        if (!hit) return answer
        dead = true
      }
      died.resolve()
      return new Promise(() => undefined)
    }
  }
  return { actors, died: died.promise }
}

describe('a reply', () => {
  test('is asked for once, and carries what the agent wrote to the customer’s number', async () => {
    const talk = await conversation()
    const { platform, calls } = pretended()
    const sending = await start(talk.inbox, platform)
    const message = await talk.reply('hello back')
    await until(async () => (await talk.deliveries())[0] === 'sent')
    // Nothing is left to be looked at after a crash.
    const unfinished = () => here.sql.everywhere.query('select 1 from unfinished_send where tenant = $1', [talk.tenant])
    await until(async () => (await unfinished()).length === 0)
    await sending.stop()
    expect(calls).toEqual([
      {
        message,
        content: { kind: 'text', text: 'hello back' },
        handles: [{ platform: 'whatsapp', kind: 'wa_id', value: sheena.wa_id }],
        late: false
      }
    ])
  })

  test('that a program wrote says so to its platform', async () => {
    const talk = await conversation()
    const { platform, calls } = pretended()
    const sending = await start(talk.inbox, platform)
    const [id, wrote] = [`${talk.tenant}-away`, Date.now()]
    const asked = { id, at: wrote, conversation: talk.id, text: 'Back at nine', wrote, until: wrote + 3_600_000 }
    const by = { kind: 'system', id: 'away-message' } as const
    await here.actors.tell(talk.tenant, { ...asked, type: 'conversation.say-away' }, now => trustedContext(by, now))
    await until(async () => (await talk.deliveries())[0] === 'sent')
    await sending.stop()
    expect(calls).toMatchObject([{ message: id, automatic: true }])
  })

  test('written while the server was down goes out at the start', async () => {
    const talk = await conversation()
    await talk.reply('one')
    const { platform, said } = pretended()
    const sending = await start(talk.inbox, platform)
    await until(async () => (await talk.deliveries())[0] === 'sent')
    await sending.stop()
    expect(said()).toEqual(['one'])
  })

  test('is sent, whatever becomes of what is left to do after it, and the next one goes meanwhile', async () => {
    const talk = await conversation()
    const begun: AbortSignal[] = []
    const leaves = (message: string, run: (hurry: AbortSignal) => Promise<void>): Outcome => ({
      result: 'sent',
      platformId: `wamid.${message}`,
      afterwards: { bytes: 1, run }
    })
    const { platform } = pretended(({ message }, n) =>
      leaves(message, hurry => {
        begun.push(hurry)
        if (n === 1) return Promise.reject(new Error('the folder is not there'))
        // As long as it is not told to hurry.
        return new Promise(done => hurry.addEventListener('abort', () => done()))
      })
    )
    const sending = await start(talk.inbox, platform)
    for (const name of ['one', 'two', 'three']) await talk.reply(name)
    await until(async () => (await talk.deliveries()).every(delivery => delivery === 'sent'))
    await until(async () => begun.length === 2)
    await sending.stop()
    expect(begun).toHaveLength(3)
    expect(await talk.deliveries()).toEqual(['sent', 'sent', 'sent'])
  })

  test('and twenty more go in the order of writing, however slow the first ones are', async () => {
    const talk = await conversation()
    const { platform, said } = pretended(async (outgoing, n) => {
      await pause(n < 3 ? 30 : 0)
      return sent(outgoing)
    })
    const sending = await start(talk.inbox, platform)
    const names = Array.from({ length: 20 }, (_, n) => `reply ${n}`)
    for (const name of names) await talk.reply(name)
    await until(async () => (await talk.deliveries()).every(delivery => delivery === 'sent'))
    await sending.stop()
    expect(said()).toEqual(names)
  })

  test('of an inbox that is not connected any more fails with a reason', async () => {
    const talk = await conversation()
    const { platform, calls } = pretended()
    const sending = await start(talk.inbox, platform, { platformOf: () => undefined })
    await talk.reply('one')
    await until(async () => (await talk.deliveries())[0] === 'failed')
    await sending.stop()
    expect(calls).toEqual([])
    expect(await talk.failures()).toMatchObject([{ code: 'not-connected' }])
  })
})

describe('when the process is killed', () => {
  const crash = async (type: string, when: 'before' | 'after') => {
    const talk = await conversation()
    const { platform, calls } = pretended()
    const { actors, died } = dyingAt(type, when)
    await start(talk.inbox, platform, { actors })
    await talk.reply('one')
    await died
    const next = await start(talk.inbox, platform)
    return { talk, calls, next }
  }

  test('before the start was on record: it is sent by the next one, once', async () => {
    const { talk, calls, next } = await crash('conversation.start-sending', 'before')
    await until(async () => (await talk.deliveries())[0] === 'sent')
    await next.stop()
    expect(calls).toHaveLength(1)
  })

  test('after the start was on record and before the call: nobody knows, and it is not sent again by itself', async () => {
    const { talk, calls, next } = await crash('conversation.start-sending', 'after')
    await until(async () => (await talk.deliveries())[0] === 'unknown')
    await pause(50)
    await next.stop()
    expect(calls).toHaveLength(0)
  })

  test('after the call and before its end was on record: unknown, called once, and a receipt settles it', async () => {
    const { talk, calls, next } = await crash('conversation.end-sending', 'before')
    await until(async () => (await talk.deliveries())[0] === 'unknown')
    expect(calls).toHaveLength(1)
    const told = { biz_opaque_callback_data: calls[0]!.message }
    await talk.post(hook(change({ statuses: [status('its-id', 'delivered', 1_795_428_000, told)] })))
    expect(await talk.deliveries()).toEqual(['delivered'])
    await next.stop()
    expect(calls).toHaveLength(1)
  })

  test('after its end was on record: sent, and called once', async () => {
    const { talk, calls, next } = await crash('conversation.end-sending', 'after')
    await pause(50)
    await next.stop()
    expect([await talk.deliveries(), calls.length]).toEqual([['sent'], 1])
  })

  test('the planted kill really kills: nothing that is told afterwards happens', async () => {
    const { actors, died } = dyingAt('inbox.rename', 'before')
    const { inbox, tenant } = await here.connect('whatsapp')
    const judge = (now: number) => trustedContext({ kind: 'system', id: 'test' }, now)
    const rename = (name: string) => actors.tell(tenant, { type: 'inbox.rename', id: name, at: 0, inbox, name }, judge)
    const told = [rename('one'), rename('two')]
    await died
    expect(await Promise.race([...told, pause(20, 'dead')])).toBe('dead')
    expect((await here.actors.state(tenant, 'inbox', inbox)).name).toBe('The shop')
  })
})

describe('what the platform answers', () => {
  test('nothing in time: unknown, never asked again by itself, and the next reply goes on', async () => {
    const talk = await conversation()
    const { platform, said } = pretended((outgoing, n) => (n === 1 ? { result: 'unknown' } : sent(outgoing)))
    const sending = await start(talk.inbox, platform)
    await talk.reply('one')
    await talk.reply('two')
    await until(async () => (await talk.deliveries())[1] === 'sent')
    await sending.stop()
    expect(await talk.deliveries()).toEqual(['unknown', 'sent'])
    expect(said()).toEqual(['one', 'two'])
  })

  test('unknown, and the agent retries: then it is asked once more', async () => {
    const talk = await conversation()
    const { platform, said } = pretended((outgoing, n) => (n === 1 ? { result: 'unknown' } : sent(outgoing)))
    const sending = await start(talk.inbox, platform)
    const message = await talk.reply('one')
    await until(async () => (await talk.deliveries())[0] === 'unknown')
    expect(await talk.retry(message)).toMatchObject({ result: 'accepted' })
    await until(async () => (await talk.deliveries())[0] === 'sent')
    await sending.stop()
    expect(said()).toEqual(['one', 'one'])
  })

  test('later: it is tried again when the time has come, and what follows it waits', async () => {
    const talk = await conversation()
    const busy: Outcome = { result: 'deferred', failure: { code: '130429', reason: 'busy' }, afterMs: 60 }
    const { platform, said } = pretended((outgoing, n) => (n < 3 ? busy : sent(outgoing)))
    const sending = await start(talk.inbox, platform)
    await talk.reply('one')
    await talk.reply('two')
    await until(async () => (await talk.deliveries()).every(delivery => delivery === 'sent'))
    await sending.stop()
    expect(said()).toEqual(['one', 'one', 'one', 'two'])
  })

  test('later, and the server starts again in between: still tried, not before its time', async () => {
    const talk = await conversation()
    const busy: Outcome = { result: 'deferred', failure: { code: '2', reason: 'busy' }, afterMs: 300 }
    const first = pretended(() => busy)
    const sending = await start(talk.inbox, first.platform)
    const repliedAt = Date.now()
    await talk.reply('one')
    await until(async () => (await talk.failures())[0]?.code === '2')
    await sending.stop()
    let calledAt = 0
    const second = pretended(outgoing => {
      calledAt = Date.now()
      return sent(outgoing)
    })
    const next = await start(talk.inbox, second.platform)
    await until(async () => (await talk.deliveries())[0] === 'sent')
    await next.stop()
    // Timers and the clock may disagree by a millisecond.
    expect(calledAt - repliedAt).toBeGreaterThan(290)
    expect([first.calls.length, second.calls.length]).toEqual([1, 1])
  })

  test('later, for a whole day: it fails, with what the platform said', async () => {
    const talk = await conversation()
    const { platform } = pretended(() => ({
      result: 'deferred',
      failure: { code: '2', reason: 'Down.' },
      afterMs: 60_000
    }))
    const sending = await start(talk.inbox, platform, { now: () => Date.now() + 25 * 3_600_000 })
    await talk.reply('one')
    await until(async () => (await talk.deliveries())[0] === 'failed')
    await sending.stop()
    expect(await talk.failures()).toEqual([{ code: '2', reason: 'Tried for a day. Down.' }])
  })

  test('no: failed with its reason, and the next reply goes on', async () => {
    const talk = await conversation()
    const no: Outcome = { result: 'failed', failure: { code: '131026', reason: 'Cannot.' } }
    const { platform } = pretended((outgoing, n) => (n === 1 ? no : sent(outgoing)))
    const sending = await start(talk.inbox, platform)
    await talk.reply('one')
    await talk.reply('two')
    await until(async () => (await talk.deliveries())[1] === 'sent')
    await sending.stop()
    expect(await talk.failures()).toMatchObject([{ code: '131026', reason: 'Cannot.' }, null])
  })
})

test('a database that is busy when the platform has answered does not lose the answer', async () => {
  const talk = await conversation()
  const { platform, calls } = pretended()
  let failures = 3
  const tell: Actors['tell'] = async (...told) => {
    if (told[1].type === 'conversation.end-sending' && failures-- > 0) throw new Error('busy')
    return here.actors.tell(...told)
  }
  const sending = await start(talk.inbox, platform, { actors: { ...here.actors, tell } })
  await talk.reply('one')
  await until(async () => (await talk.deliveries())[0] === 'sent')
  await sending.stop()
  expect([failures, calls.length]).toEqual([-1, 1])
})
