import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Actors } from '../../sync-server/actors/actors.ts'
import type { Outcome, Outgoing, Platform } from '../../sync-server/platforms/port.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { startSending, type Sending, type SendingParts } from '../../sync-server/platforms/sender.ts'
import { unfinishedSends } from '../../sync-server/platforms/unfinished.ts'
import { webhookRoutes } from '../../sync-server/platforms/webhook.ts'
import { change, hook, sheena, signed, status, text } from './payloads.ts'
import { logger, world } from './world.ts'

const here = world()
const sent = (outgoing: Outgoing): Outcome => ({ result: 'sent', platformId: `wamid.of-${outgoing.message}` })

/** A platform that answers as told, and remembers what it was asked. */
function pretended(answer: (outgoing: Outgoing, calls: number) => Outcome | Promise<Outcome> = sent) {
  const calls: Outgoing[] = []
  const platform: Platform = {
    platform: 'whatsapp',
    hook: null,
    pull: null,
    openSurface: null,
    findFile: null,
    send: async outgoing => answer(outgoing, calls.push(outgoing))
  }
  return {
    calls,
    platform,
    said: () => calls.map(({ content }) => (content.kind === 'text' ? content.text : content.kind))
  }
}

async function conversation() {
  const inbox = await here.connect('whatsapp')
  const routes = webhookRoutes({
    actors: here.actors,
    people: here.people,
    letters: here.letters,
    secrets: here.secrets,
    logger
  })
  const post = async (payload: unknown) => {
    expect((await routes.request(`/whatsapp/${inbox.inbox}`, signed(payload))).status).toBe(200)
  }
  const { tenant } = inbox
  await post(hook(change({ contacts: [sheena], messages: [text('A', 'hello', Math.floor(Date.now() / 1000))] })))
  const [contact] = await here.people.find(tenant, [[{ platform: 'whatsapp', kind: 'wa_id', value: sheena.wa_id }]])
  const id = here.people.conversationOf(tenant, inbox.inbox, contact!)
  return {
    inbox,
    tenant,
    post,
    async reply(name: string) {
      const content = { kind: 'text' as const, text: name }
      const message = `${tenant}-${name.replaceAll(' ', '-')}`
      const reply = {
        type: 'conversation.reply' as const,
        id: message,
        at: Date.now(),
        conversation: id,
        content,
        seen: 'wamid.A'
      }
      expect((await here.tell(tenant, reply)).result).toBe('accepted')
      return message
    },
    retry: (message: string) =>
      here.tell(tenant, {
        type: 'conversation.retry',
        id: `retry-${message}`,
        at: Date.now(),
        conversation: id,
        message
      }),
    async deliveries() {
      const { sends } = await here.actors.state(tenant, 'conversation', id)
      return sends.map(send => send.delivery)
    },
    async failures() {
      const { sends } = await here.actors.state(tenant, 'conversation', id)
      return sends.map(send => send.failure)
    }
  }
}

/** The sender as it starts for real, over one tenant's events only: other tests have theirs. */
async function start(inbox: InboxSecret, platform: Platform, over: Partial<SendingParts> = {}): Promise<Sending> {
  const unfinished = unfinishedSends(here.sql)
  return startSending({
    actors: here.actors,
    follow: {
      ...here.log.follow,
      follower: (name, handle) =>
        here.log.follow.follower(`${name}-${inbox.tenant}`, async batch =>
          batch.tenant === inbox.tenant ? handle(batch) : undefined
        )
    },
    streams: here.log.streams,
    secrets: here.secrets,
    openFile: () => Promise.resolve(undefined),
    unfinished: { ...unfinished, all: async () => (await unfinished.all()).filter(job => job.tenant === inbox.tenant) },
    platformOf: () => platform,
    baseUrlOf: () => 'http://platform.invalid',
    logger,
    ...over
  })
}

async function until(what: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 60_000
  while (!(await what())) {
    if (Date.now() > giveUpAt) throw new Error('it never came to that')
    await pause(5)
  }
}

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

  test('written while the server was down goes out at the start', async () => {
    const talk = await conversation()
    await talk.reply('one')
    const { platform, said } = pretended()
    const sending = await start(talk.inbox, platform)
    await until(async () => (await talk.deliveries())[0] === 'sent')
    await sending.stop()
    expect(said()).toEqual(['one'])
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
