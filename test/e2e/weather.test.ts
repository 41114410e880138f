// @module-tag long
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { patience } from '../../web/sync/engine/line-state.ts'
import { launchBrowser } from '../support/browser.ts'
import { startProxy, type Proxy } from '../support/proxy.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { conversationOf } from './conversation-of.ts'
import { message, openConversation, reply, sitDown, upToDate, type Desk } from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites } from './meta.ts'
import { exported } from './operator.ts'

let server: RunningServer
let proxy: Proxy
let browser: Browser
let desk: Desk

beforeAll(async () => {
  server = await startServer()
  proxy = await startProxy(server.port)
  browser = await launchBrowser()
  desk = await sitDown(browser, { ...server, url: proxy.url }, 'agent1@demo.test')
  // Before the page whose timers are to be hurried is opened.
  await desk.page.clock.install()
})
afterAll(async () => {
  await browser.close()
  await proxy.stop()
  await server.stop()
})

let customers = 0

async function aCustomer() {
  const number = ++customers
  const customer = { from: `49155508000${number}`, name: `Wes Weather ${number}` }
  let said = 0
  const says = (text: string) => customerWrites(server, { ...customer, id: `wamid.WEATHER${number}.${++said}`, text })
  await says('How is the weather?')
  const conversation = await conversationOf(server.dataDir, customer.name)
  await openConversation(desk.page, conversation)
  return { conversation, says }
}

/** Our words in the log, in its order. */
async function repliedTo(conversation: string): Promise<string[]> {
  const events = await exported(server.dataDir)
  return events.flatMap(({ stream, fact }) =>
    stream === `conversation/${conversation}` && 'content' in fact && fact.type === 'conversation.replied'
      ? [(fact.content as { text: string }).text]
      : []
  )
}

async function arrived(words: string): Promise<void> {
  await eventually(
    () => message(desk.page, words).getAttribute('data-delivery'),
    rung => rung === 'delivered' || rung === 'read'
  )
}

test('[P2] [R2] a slow line that is cut again and again brings everything once and in order', async () => {
  const { conversation } = await aCustomer()
  proxy.delayMs = 120
  const words = Array.from({ length: 12 }, (_, index) => `Through the storm ${index + 1}`)
  let cuts = 0
  for (const [index, one] of words.entries()) {
    await reply(desk.page, one)
    if (index % 3 < 2) continue
    // Each time a little later: while it goes up, while it is written, while its answer comes down.
    await pause(index * 30)
    cuts += proxy.cut()
  }
  proxy.delayMs = 0
  expect(cuts).toBeGreaterThan(0)
  await arrived(words.at(-1)!)
  expect(await repliedTo(conversation)).toEqual(words)
})

for (const dead of [['down'], ['up'], ['up', 'down']] as const) {
  test(`[R2] a line that is dead without a word (${dead.join(' and ')}) is noticed, and another one taken`, async () => {
    const { conversation, says } = await aCustomer()
    await upToDate(desk.page)
    proxy.deaden(...dead)
    await reply(desk.page, 'Into the void')
    const dialled: string[] = []
    desk.page.on('websocket', one => one.url().includes('/sync') && dialled.push(one.url()))
    // Others go on all the while: what still comes down must not hide that nothing goes up.
    const mostSteps = (2 * (patience.pingAfterMs + patience.deafAfterMs)) / 5_000
    for (let step = 0; step < mostSteps && dialled.length === 0; step++) {
      await says(`Are you there? ${step}`)
      await desk.page.clock.fastForward(5_000)
      await pause(100)
    }
    expect(dialled.length).toBeGreaterThan(0)
    await arrived('Into the void')
    expect(await repliedTo(conversation)).toEqual(['Into the void'])
  })
}

test('no page of these complained', () => {
  expect(desk.complaints).toEqual([])
})
