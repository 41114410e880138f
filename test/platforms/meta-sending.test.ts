import { describe, expect, test } from 'vitest'
import { startSending } from '../../sync-server/platforms/sender.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { unfinishedSends } from '../../sync-server/platforms/unfinished.ts'
import { webhookRoutes } from '../../sync-server/platforms/webhook.ts'
import { vendorApi } from './contract/vendor-api.ts'
import { fb, ig } from './meta-events.ts'
import { signed } from './payloads.ts'
import { logger, world } from './world.ts'

const here = world()
const hour = 3_600_000

/** A customer who wrote `agoMs` ago, our answer on its way to a Graph API that takes it and breaks before it says so. */
async function lost(platform: 'messenger' | 'instagram', agoMs = 1000) {
  const vendor = platform === 'messenger' ? fb : ig
  const inbox = await here.connect(platform)
  const { tenant } = inbox
  const { log, actors, people, letters, news, secrets } = here
  const routes = webhookRoutes({ log, actors, people, letters, news, secrets, logger })
  const post = async (...items: readonly unknown[]) => {
    expect((await routes.request(`/${platform}/${inbox.inbox}`, signed(vendor.hook(...items)))).status).toBe(200)
  }
  const began = Date.now()
  await post(vendor.message('m1', { text: 'Is it in stock?' }, began - agoMs))
  const handle = { platform, kind: platform === 'messenger' ? 'psid' : 'igsid', value: vendor.customer }
  const [contact] = await people.find(tenant, [[handle]])
  const conversation = people.conversationOf(tenant, inbox.inbox, contact!)
  const graph = await vendorApi(request => request.socket.destroy())
  const message = `${tenant}-reply`
  const content = { kind: 'text', text: 'Yes, it is' } as const
  const reply = { type: 'conversation.reply', id: message, at: began, conversation, content, seen: 'm1' } as const
  expect((await here.tell(tenant, reply)).result).toBe('accepted')
  const baseUrlOf = () => graph.baseUrl
  const unfinished = unfinishedSends(here.sql)
  const job = { tenant, conversation, message, seq: 1, since: began }
  const only = { ...unfinished, all: () => Promise.resolve([job]), note: () => Promise.resolve([]) }
  const sending = await startSending({
    actors,
    follow: { ...log.follow, follower: () => ({ stop: () => Promise.resolve() }) as never },
    streams: log.streams,
    secrets,
    unfinished: only,
    openFile: () => Promise.resolve(undefined),
    platformOf,
    baseUrlOf,
    logger
  })
  const send = async () => {
    const [one] = (await actors.state(tenant, 'conversation', conversation)).sends
    return one
  }
  await expect.poll(async () => (await send())?.delivery, { timeout: 60_000 }).toBe('unknown')
  await sending.stop()
  await graph.close()
  const elsewhere = async () => {
    const facts = (await log.streams.all(tenant, `conversation/${conversation}`)).map(event => event.fact.type)
    return facts.filter(type => type === 'conversation.replied-elsewhere').length
  }
  return { vendor, post, message, send, elsewhere, asked: graph.asked, began }
}

describe('an answer whose fate nobody knows', () => {
  test('on Messenger is settled by its echo, which brings our own id back', async () => {
    const { vendor, post, message, send, elsewhere, asked, began } = await lost('messenger')
    expect(asked).toMatchObject([{ body: { message: { text: 'Yes, it is', metadata: message } } }])
    // Only the id tells whose it is: the words do not.
    await post(vendor.echo('m2', { text: 'Reworded on its way', metadata: message }, began))
    expect(await send()).toMatchObject({ delivery: 'sent', platformId: 'm2' })
    await post(vendor.event({ read: { watermark: Date.now() + hour } }, Date.now() + hour))
    expect(await send()).toMatchObject({ delivery: 'read' })
    expect(await elsewhere()).toBe(0)
  })

  test('on Instagram is settled by its echo, which is known by its words, and read by its id', async () => {
    const { vendor, post, send, elsewhere, asked, began } = await lost('instagram')
    expect(asked[0]?.body).not.toHaveProperty('message.metadata')
    await post(vendor.echo('m2', { text: 'Yes, it is' }, began))
    expect(await send()).toMatchObject({ delivery: 'sent', platformId: 'm2' })
    await post(vendor.event({ read: { mid: 'm2' } }, Date.now()))
    expect(await send()).toMatchObject({ delivery: 'read' })
    expect(await elsewhere()).toBe(0)
  })

  test.each(['messenger', 'instagram'] as const)('on %s is not settled by what another app said', async platform => {
    const { vendor, post, send, elsewhere, began } = await lost(platform)
    await post(vendor.echo('m2', { text: 'Something else', metadata: 'of-another-app' }, began))
    expect(await send()).toMatchObject({ delivery: 'unknown', platformId: null })
    expect(await elsewhere()).toBe(1)
  })
})

describe('the clock of the window', () => {
  test.each([
    [23 * hour, 'RESPONSE'],
    [25 * hour, 'MESSAGE_TAG'],
    [6 * 24 * hour, 'MESSAGE_TAG']
  ])('%i ms after the customer’s words it is a %s', async (agoMs, messaging_type) => {
    const { asked } = await lost('messenger', agoMs)
    expect(asked).toMatchObject([{ body: { messaging_type } }])
  })
})
