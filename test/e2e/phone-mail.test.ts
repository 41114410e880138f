// @module-tag long
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { axeComplaints, darkComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { cutOff } from './cut-off.ts'
import { asAtHome, composer, message, openConversation, reply, sitDown } from './desk.ts'
import { eventually } from './eventually.ts'
import { browser, server } from './opened.ts'

const bill = { name: 'bill.png', mimeType: 'image/png', buffer: pictureOf('bill') }

const mails = (page: Page) => page.getByRole('region', { name: 'Messages' }).getByRole('article')
/** One that Daybook has. */
const taken = (page: Page, words: string) =>
  mails(page).filter({ hasText: words }).filter({ hasText: 'Delivered' }).first().waitFor()

test('a customer writes an e-mail on the page of phones, is answered in its thread, and is away', async () => {
  const context = await browser.newContext(asAtHome(server))
  const phone = await context.newPage()
  const complaints: string[] = []
  phone.on('pageerror', error => complaints.push(String(error)))
  await phone.goto('/phone')
  await phone.getByRole('button', { name: 'E-mail', exact: true }).click()
  await phone.getByRole('button', { name: /^Léa Fontaine on E-mail/ }).click()
  await phone.getByText('the business cannot write to you').waitFor()
  const write = phone.getByRole('textbox', { name: 'Write as Léa Fontaine' })
  await phone.getByRole('textbox', { name: 'Subject' }).fill('A torn page')
  await write.fill('Page 12 is torn.\n\nWhat now?')
  await phone.getByRole('button', { name: 'Attach a photo' }).click()
  await write.press('Control+Enter')
  await taken(phone, 'Page 12 is torn.')
  expect(await write.inputValue()).toBe('')

  const desk = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(desk.page, await conversationOf(server.dataDir, 'Léa Fontaine'))
  await message(desk.page, 'Page 12 is torn.').waitFor()
  await desk.page.getByRole('link', { name: /photo\.png/ }).waitFor()
  await composer(desk.page).locator('input[type=file]').setInputFiles(bill)
  await composer(desk.page).getByText('bill.png', { exact: true }).waitFor()
  await reply(desk.page, 'We send you another')
  const answer = mails(phone).filter({ hasText: 'We send you another' })
  await answer.getByRole('heading', { name: 'Re: A torn page' }).waitFor()
  const picture = answer.getByRole('img', { name: 'bill.png' })
  await eventually(
    () => picture.evaluate(one => (one as HTMLImageElement).naturalWidth),
    width => width > 0
  )

  // What is written now answers that, unless it is to be about something else.
  await phone.getByText('Answers Re: A torn page').waitFor()
  await phone.getByLabel('Customers are out of the office').check()
  await phone.getByText('Rain: everything arrives').waitFor()
  await write.fill('Thank you!')
  await phone.getByRole('button', { name: 'Send', exact: true }).click()
  await taken(phone, 'Thank you!')
  await message(desk.page, 'Thank you!').getByText('We send you another').waitFor()
  await reply(desk.page, 'It is on its way')
  await desk.page
    .getByText(/an automatic answer: Automatic reply: Re: A torn page/)
    .first()
    .waitFor()

  await phone
    .getByLabel('Answer every send with an error')
    .selectOption({ label: 'bounce/5.1.1: taken, and then it comes back: no such address' })
  await phone.getByText('Storm: nothing that agents send on E-mail gets through.').waitFor()
  await reply(desk.page, 'Are you still there?')
  await message(desk.page, 'Are you still there?').getByText('This e-mail address does not exist.').waitFor()
  await phone.getByText('failed · Léa Fontaine').waitFor()
  await phone.getByRole('button', { name: 'Clear up' }).click()
  await phone.getByRole('button', { name: 'New e-mail' }).click()
  await phone.getByRole('textbox', { name: 'Subject' }).fill('Opening hours')
  await write.fill('Are you open on Sunday?')
  await write.press('Control+Enter')
  await mails(phone).getByRole('heading', { name: 'Opening hours' }).waitFor()
  await message(desk.page, 'Are you open on Sunday?').getByText('Opening hours').waitFor()
  expect([...complaints, ...desk.complaints]).toEqual([])
  await desk.context.close()
  await context.close()
})

test.each([{ small: true }, { small: false }])(
  'somebody new writes e-mails with the keys, and axe finds nothing, small $small',
  async ({ small }) => {
    const viewport = small ? { width: 390, height: 844 } : { width: 1280, height: 800 }
    const context = await browser.newContext({ ...asAtHome(server), viewport })
    const page = await context.newPage()
    await page.goto('/phone')
    if (small) await page.getByRole('button', { name: /^The phone of/ }).click()
    await page.getByLabel('Platform of the new customer').selectOption({ label: 'E-mail' })
    const called = page.getByLabel('Name of a new customer')
    await called.fill('Nora Mail')
    await called.press('Enter')
    await page
      .getByRole('textbox', { name: 'Subject' })
      .fill('A subject that is a good deal longer than a telephone is wide')
    const write = page.getByRole('textbox', { name: 'Write as Nora Mail' })
    await write.fill('Hello by e-mail')
    await write.press('Control+Enter')
    await taken(page, 'Hello by e-mail')
    await page.getByText(/^Answers A subject/).waitFor()
    expect([...(await axeComplaints(page)), ...(await darkComplaints(page)), ...(await cutOff(page))]).toEqual([])
    await context.close()
  }
)
