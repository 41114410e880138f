import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { conversationOf } from './conversation-of.ts'
import { message, openConversation, reply, sitDown } from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites } from './meta.ts'

let server: RunningServer
let browser: Browser

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})

test('[T1] two tabs use one socket and show the same; when its owner goes, the other takes over', async () => {
  const customer = { id: 'wamid.TABS1', from: '4915550400001', name: 'Tia Tabs', text: 'One or two?' }
  await customerWrites(server, customer)
  const conversation = await conversationOf(server.dataDir, customer.name)
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  const second = await desk.context.newPage()
  const sockets = new Map<Page, number>([
    [desk.page, 0],
    [second, 0]
  ])
  for (const page of sockets.keys()) {
    page.on('websocket', socket => {
      if (!socket.url().endsWith('/sync')) return
      sockets.set(page, (sockets.get(page) ?? 0) + 1)
      socket.on('close', () => sockets.set(page, (sockets.get(page) ?? 0) - 1))
    })
  }
  const open = () => Promise.resolve([...sockets.values()].reduce((sum, count) => sum + count, 0))
  await openConversation(desk.page, conversation)
  await openConversation(second, conversation)
  await eventually(open, count => count === 1)

  await reply(second, 'Two tabs, one voice.')
  await message(desk.page, 'Two tabs, one voice.').waitFor()
  for (const page of sockets.keys()) {
    await eventually(
      () => message(page, 'Two tabs, one voice.').getAttribute('data-delivery'),
      rung => rung === 'delivered' || rung === 'read'
    )
    expect(await message(page, 'Two tabs, one voice.').count()).toBe(1)
  }

  const owner = [...sockets].find(([, count]) => count === 1)?.[0]
  const heir = [...sockets.keys()].find(page => page !== owner)
  await owner?.close()
  if (!heir) throw new Error('nobody is left')
  await eventually(
    () => Promise.resolve(sockets.get(heir)),
    count => count === 1
  )
  await reply(heir, 'And still one.')
  await eventually(
    () => message(heir, 'And still one.').getAttribute('data-delivery'),
    rung => rung === 'delivered' || rung === 'read'
  )
  await desk.context.close()
})
