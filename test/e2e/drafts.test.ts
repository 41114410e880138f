import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { conversationOf } from './conversation-of.ts'
import { composer, openConversation, sitDown, writes } from './desk.ts'
import { customerWrites } from './meta.ts'
import { browser, server } from './opened.ts'

const field = (page: Page) => composer(page).getByRole('textbox')

test('what is half-written stays with its conversation over a reload, a reply as a reply and a note as a note', async () => {
  const customers = [
    { id: 'wamid.DRAFT1', from: '4915550600001', name: 'Dana Draft', text: 'Is it in stock?' },
    { id: 'wamid.DRAFT2', from: '4915550600002', name: 'Nils Note', text: 'It broke again.' }
  ] as const
  for (const customer of customers) await customerWrites(server, customer)
  const [dana, nils] = [
    await conversationOf(server.dataDir, 'Dana Draft'),
    await conversationOf(server.dataDir, 'Nils Note')
  ]
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(desk.page, dana)
  await field(desk.page).fill('Yes, and')
  await openConversation(desk.page, nils)
  await composer(desk.page).getByRole('button', { name: 'Note', exact: true }).click()
  await desk.page.getByRole('textbox', { name: 'Note for your team' }).fill('Third time, offer')

  await openConversation(desk.page, dana)
  await writes(desk.page, 'Yes, and')
  await openConversation(desk.page, nils)
  await writes(desk.page, 'Third time, offer')
  await desk.page.getByRole('textbox', { name: 'Note for your team' }).waitFor()
  await composer(desk.page).getByRole('button', { name: 'Reply', exact: true }).click()
  await writes(desk.page, '')
  expect(desk.complaints).toEqual([])
  await desk.context.close()
})
