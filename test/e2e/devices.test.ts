import 'fake-indexeddb/auto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createLive } from '../../web/app/live.ts'
import { openDevice } from '../../web/app/open-device.ts'
import { samplePassword, startServer, type RunningServer } from '../support/server.ts'
import { FakeLocks } from '../web/support/tab.ts'
import { until } from '../web/support/until.ts'

let server: RunningServer
const withinMs = 60_000
const open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  server = await startServer()
})
afterEach(async () => {
  for (const device of open.splice(0)) await device.close()
})
afterAll(() => server.stop())

/** A device of one of the sample people, on the real server's socket. */
async function deviceOf(email: string) {
  const headers = { 'content-type': 'application/json', origin: server.url }
  const answer = await fetch(`${server.url}/api/sign-in`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email, password: samplePassword })
  })
  const cookie = answer.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
  const me = await (await fetch(`${server.url}/api/me`, { headers: { cookie } })).json()
  const live = createLive()
  const device = await openDevice(me, {
    live,
    locks: new FakeLocks(),
    // Node's own WebSocket takes headers, which no browser's does.
    dial: () =>
      new WebSocket(server.url.replace('http', 'ws') + '/sync', { headers: { cookie, origin: server.url } } as never),
    now: () => Date.now(),
    isVisible: () => true,
    onWake: () => () => undefined,
    onDoubt: () => () => undefined,
    onTurnedAway: () => undefined,
    report(error) {
      throw error
    }
  })
  open.push(device)
  await until(() => live.connection.value.state === 'up-to-date', `${email} is up to date`, withinMs)
  return { device, live, agent: me.agent as string }
}

test('two devices and the real server: killed in between, everything arrives once, in order, at both', async () => {
  const one = await deviceOf('agent1@demo.test')
  const two = await deviceOf('agent2@demo.test')
  expect(one.live.threads.all.size).toBeGreaterThan(10)
  expect(one.live.inboxes.all.get('demo-webchat')?.platform).toBe('webchat')
  const thread = [...one.live.threads.all.values()].find(
    row => row.platform === 'webchat' && row.status === 'open' && row.assignee === null
  )
  const conversation = thread?.conversation ?? ''
  await server.kill('SIGKILL')
  await until(() => one.live.connection.value.state === 'offline', 'it noticed', withinMs)
  for (const text of ['first', 'second']) {
    const seen = (await one.device.seen(conversation)).ofOthers
    const told = await one.device.dispatch({
      type: 'conversation.reply',
      conversation,
      content: { kind: 'text', text },
      seen
    })
    expect(told.accepted).toBe(true)
  }
  await one.device.dispatch({ type: 'conversation.claim', conversation })
  expect(one.live.connection.value.waiting).toBe(3)
  await server.restart()
  for (const { live } of [one, two]) {
    await until(
      () =>
        live.threads.all.get(conversation)?.assignee === one.agent &&
        live.threads.all.get(conversation)?.last?.text === 'second',
      'it arrived',
      withinMs
    )
  }
  await until(() => one.live.outbox.value.length === 0, 'nothing waits', withinMs)
  const page = two.device.openConversation(conversation)
  await until(() => page.painted.value, 'it is painted', withinMs)
  const replies = page.items.value.flatMap(item =>
    item.kind === 'replied' && item.content.kind === 'text' ? [item.content.text] : []
  )
  expect(replies.slice(-2)).toEqual(['first', 'second'])
  expect(replies.filter(text => text === 'first')).toHaveLength(1)
  page.dispose()
})
