// @module-tag long
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { axeComplaints, darkComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { asAtHome, composer, message, openConversation, reply, sitDown } from './desk.ts'
import { browser, server } from './opened.ts'

const bubble = (page: Page, words: string) => page.locator('.phone-bubble').filter({ hasText: words })

test('who writes to the owner’s Telegram account is answered there, and may change and take back their words', async () => {
  const context = await browser.newContext(asAtHome(server))
  const phone = await context.newPage()
  await phone.goto('/phone')
  await phone.getByLabel('Platform of the new customer').selectOption({ label: 'Telegram' })
  const called = phone.getByLabel('Name of a new customer')
  await called.fill('Olek Own')
  await called.press('Enter')
  const say = async (words: string) => {
    await phone.getByRole('textbox', { name: 'Write as Olek Own' }).fill(words)
    await phone.getByRole('button', { name: 'More than words' }).click()
    await phone.getByRole('button', { name: 'Write it to the owner’s account' }).click()
    await bubble(phone, words).getByText('To the owner’s account').waitFor()
    await bubble(phone, words).getByTitle('Delivered').waitFor()
  }
  await say('Are you there yourself?')
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(desk.page, await conversationOf(server.dataDir, 'Olek Own'))
  await message(desk.page, 'Are you there yourself?').waitFor()
  // Telegram lets a bot answer there for a day after the customer's last words.
  await composer(desk.page)
    .getByText(/^23 h \d+ min left$/)
    .waitFor()
  await reply(desk.page, 'I am, until six')
  await bubble(phone, 'I am, until six').getByText('From the owner’s account').waitFor()
  expect([...(await axeComplaints(phone)), ...(await darkComplaints(phone))]).toEqual([])

  await say('Then I come at five')
  await message(desk.page, 'Then I come at five').waitFor()
  await bubble(phone, 'Then I come at five').getByLabel('What can be done with this message').click()
  await phone.getByRole('button', { name: 'Unsend' }).click()
  // Telegram does not say who took it back.
  await message(desk.page, 'Message unsent').waitFor()
  expect(await message(desk.page, 'The customer unsent').count()).toBe(0)
  expect(desk.complaints).toEqual([])
  await desk.context.close()
  await context.close()
})
