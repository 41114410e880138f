import { expect, test } from 'vitest'
import { conversationOf } from './conversation-of.ts'
import { message, openConversation, sitDown } from './desk.ts'
import { payloadOf, post, type Inbound } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

const received = async (prefix: string) =>
  (await exported(server.dataDir)).filter(
    ({ fact }) =>
      fact.type === 'conversation.message-received' && 'message' in fact && String(fact.message).includes(prefix)
  )

test('a signed payload appears on two agents’ screens and in the export exactly once, however often and in whatever order', async () => {
  // Of the past: the server takes no time of tomorrow, and two messages cut down to one moment keep the order they came in.
  const at = Date.now() - 60_000
  const said = ['First the pen,', 'then the ink,', 'and the paper last.']
  const messages = said.map((text, i): Inbound => ({
    id: `wamid.ONCE${i}`,
    from: '4915550300001',
    name: 'Ola Once',
    text,
    at: at + i * 1000
  }))
  for (const order of [
    [2, 0, 1],
    [1, 2, 0],
    [0, 1, 2],
    [2, 2, 0]
  ]) {
    const answers = await Promise.all(order.map(i => post(server, payloadOf(messages[i]!))))
    expect(answers.map(answer => answer.status)).toEqual([200, 200, 200])
  }
  expect(await received('ONCE')).toHaveLength(3)
  const conversation = await conversationOf(server.dataDir, 'Ola Once')
  for (const email of ['agent1@demo.test', 'agent2@demo.test']) {
    const desk = await sitDown(browser, server, email)
    await openConversation(desk.page, conversation)
    await message(desk.page, 'and the paper last.').waitFor()
    const shown = await desk.page.locator('[data-message]').allInnerTexts()
    expect(shown.map(text => text.trim())).toEqual(said)
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  }
})

test('a wrong signature gets 401 and leaves nothing', async () => {
  const body = payloadOf({ id: 'wamid.FORGED', from: '4915550300009', name: 'Eve', text: 'Pay me', at: Date.now() })
  expect((await post(server, body, 'another-secret')).status).toBe(401)
  // Only what was forged: agents' read marks and receipts of earlier messages may still arrive meanwhile.
  const said = JSON.stringify(await exported(server.dataDir))
  expect(said).toContain('wamid.ONCE0')
  for (const trace of ['wamid.FORGED', '4915550300009', 'Pay me']) expect(said).not.toContain(trace)
})

test('a batch of 1000 loses none, with the server killed and Meta trying again', { tags: 'long' }, async () => {
  const at = Date.now()
  const batch = Array.from({ length: 1000 }, (_, i): Inbound => ({
    id: `wamid.BATCH${i}`,
    from: `4915560${String(i % 40).padStart(6, '0')}`,
    name: `Crowd ${i % 40}`,
    text: `number ${i}`,
    at: at + i
  }))
  const body = payloadOf(...batch)
  const first = post(server, body).then(
    answer => answer.status,
    () => 0
  )
  await new Promise(resolve => setTimeout(resolve, 60))
  await server.kill('SIGKILL')
  await first
  await server.restart()
  expect((await post(server, body)).status).toBe(200)
  const kept = await received('BATCH')
  expect(kept).toHaveLength(1000)
  expect(new Set(kept.map(({ fact }) => 'message' in fact && fact.message)).size).toBe(1000)
})

test('the log is gapless: every event is in the export once, in the order of seq', async () => {
  const events = await exported(server.dataDir)
  expect(events.length).toBeGreaterThan(1000)
  expect(events.map(event => event.seq)).toEqual(events.map((_, i) => i + 1))
})
