import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Outcome, Outgoing, Platform } from '../../sync-server/platforms/port.ts'
import { startSending, type Sending, type SendingParts } from '../../sync-server/platforms/sender.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { unfinishedSends } from '../../sync-server/platforms/unfinished.ts'
import { webhookRoutes } from '../../sync-server/platforms/webhook.ts'
import { change, hook, sheena, signed, text } from './payloads.ts'
import { logger, world, type World } from './world.ts'

/** A world whose replies are sent by a platform that answers as told. */
export function sendingHouse() {
  const here = world()
  return { here, conversation: () => conversation(here), start: startIn(here) }
}

export const sent = (outgoing: Outgoing): Outcome => ({ result: 'sent', platformId: `wamid.of-${outgoing.message}` })

/** A platform that answers as told, and remembers what it was asked. */
export function pretended(answer: (outgoing: Outgoing, calls: number) => Outcome | Promise<Outcome> = sent) {
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

async function conversation(here: World) {
  const inbox = await here.connect('whatsapp')
  const routes = webhookRoutes({
    log: here.log,
    actors: here.actors,
    people: here.people,
    letters: here.letters,
    news: here.news,
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
    id,
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
    withdraw: (message: string) =>
      here.tell(tenant, {
        type: 'conversation.withdraw-reply',
        id: `withdraw-${message}`,
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
const startIn =
  (here: World) =>
  (inbox: InboxSecret, platform: Platform, over: Partial<SendingParts> = {}): Promise<Sending> => {
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
      unfinished: {
        ...unfinished,
        all: async () => (await unfinished.all()).filter(job => job.tenant === inbox.tenant)
      },
      platformOf: () => platform,
      baseUrlOf: () => 'http://platform.invalid',
      logger,
      ...over
    })
  }

export async function until(what: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 60_000
  while (!(await what())) {
    if (Date.now() > giveUpAt) throw new Error('it never came to that')
    await pause(5)
  }
}
