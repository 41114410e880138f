import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { conversationOf } from './conversation-of.ts'
import { composer, offline, openConversation, reply, sitDown } from './desk.ts'
import { customerWrites } from './meta.ts'
import { browser, server } from './opened.ts'

const company = (page: Page, words: RegExp) => composer(page).getByRole('status').filter({ hasText: words })

test('two agents on one conversation see each other before they collide', async () => {
  const customer = { id: 'wamid.COMPANY1', from: '4915550500001', name: 'Cora Company', text: 'Anybody?' }
  await customerWrites(server, customer)
  const conversation = await conversationOf(server.dataDir, customer.name)
  const [one, two] = await Promise.all([
    sitDown(browser, server, 'agent1@demo.test'),
    sitDown(browser, server, 'agent2@demo.test')
  ])
  await openConversation(one.page, conversation)
  await openConversation(two.page, conversation)
  await company(one.page, /has this open too/).waitFor()
  await company(two.page, /has this open too/).waitFor()

  await composer(one.page).getByRole('textbox').pressSequentially('Good mor')
  await company(two.page, /is answering/).waitFor()
  await reply(one.page, 'Good morning, Cora!')
  await company(two.page, /has this open too/).waitFor()

  await server.kill('SIGKILL')
  await offline(two.page)
  await company(two.page, /open too/).waitFor({ state: 'detached' })
  await reply(two.page, 'Written alone.')
  await server.restart()
  await company(one.page, /has this open too/).waitFor()

  await one.context.close()
  await company(two.page, /open too/).waitFor({ state: 'detached' })
  expect([...one.complaints, ...two.complaints]).toEqual([])
  await two.context.close()
})
