// @module-tag long
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { axeComplaints, darkComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { cutOff } from './cut-off.ts'
import { asAtHome, composer, message, openConversation, reply, sitDown, upToDate } from './desk.ts'
import { eventually } from './eventually.ts'
import { browser, server } from './opened.ts'

const photo = { name: 'green.png', mimeType: 'image/png', buffer: pictureOf('green') }

/** Somebody new, whose phone is then held. */
async function meet(page: Page, { small, on, name }: { small: boolean; on: string; name: string }): Promise<void> {
  if (small) await page.getByRole('button', { name: /^The phone of/ }).click()
  await page.getByLabel('Platform of the new customer').selectOption({ label: on })
  const called = page.getByLabel('Name of a new customer')
  await called.fill(name)
  await called.press('Enter')
  await page.getByRole('textbox', { name: `Write as ${name}` }).waitFor()
}

/** The chat on the phone that is held. */
const onThePhone = (page: Page, words: string) => page.getByRole('region', { name: 'Messages' }).getByText(words)

test('a customer on Telegram writes from the page of phones, is answered there, and blocks the bot', async () => {
  const context = await browser.newContext(asAtHome(server))
  const phone = await context.newPage()
  const complaints: string[] = []
  phone.on('pageerror', error => complaints.push(String(error)))
  await phone.goto('/phone')
  await phone.getByRole('button', { name: 'Telegram', exact: true }).click()
  expect(await phone.getByRole('button', { name: /on WhatsApp/ }).count()).toBe(0)
  await phone.getByRole('button', { name: /^Daria Petrenko on Telegram/ }).click()
  await phone.getByText('the business cannot write to you').waitFor()
  const write = phone.getByRole('textbox', { name: 'Write as Daria Petrenko' })
  await write.fill('Do you ship to Kyiv?')
  await write.press('Enter')
  await onThePhone(phone, 'Do you ship to Kyiv?').waitFor()

  const desk = await sitDown(browser, server, 'agent1@demo.test')
  const conversation = await conversationOf(server.dataDir, 'Daria Petrenko')
  await openConversation(desk.page, conversation)
  await message(desk.page, 'Do you ship to Kyiv?').waitFor()
  await message(desk.page, 'Do you ship to Kyiv?').hover()
  await message(desk.page, 'Do you ship to Kyiv?').getByRole('button', { name: 'Reply to this' }).click()
  await reply(desk.page, 'We do, within a week')
  await onThePhone(phone, 'We do, within a week').waitFor()
  await phone.locator('.phone-quote').getByText('Do you ship to Kyiv?').waitFor()
  await phone.getByRole('button', { name: 'React with 👍' }).click()
  await message(desk.page, 'We do, within a week')
    .getByRole('img', { name: /^Reactions/ })
    .getByText('👍')
    .waitFor()

  await phone
    .getByLabel('Answer every send with an error')
    .selectOption({ label: '403/blocked: the customer has blocked the bot' })
  await phone.getByText('Storm: nothing that agents send on Telegram gets through.').waitFor()
  await reply(desk.page, 'One more thing')
  await message(desk.page, 'One more thing').getByText('The customer has blocked the bot.').waitFor()
  await phone.getByRole('button', { name: 'Clear up' }).click()
  await phone.getByText('Clear sky: Telegram does what it should.').waitFor()
  // The weather of one platform is nobody else's, and neither is its traffic.
  await phone.getByText('sendMessage').first().waitFor()
  await phone.getByRole('button', { name: 'All', exact: true }).click()
  await phone.getByRole('button', { name: /^Ruth Abrams on SMS/ }).click()
  await phone.getByText('Write something, and see here what SMS would tell Daybook.').waitFor()
  expect([...complaints, ...desk.complaints]).toEqual([])
  await desk.context.close()
  await context.close()
})

test.each([{ small: true }, { small: false }])(
  'words for SMS say in how many they go, and which character makes them more, small $small',
  async ({ small }) => {
    const question = `How long may it be, ${small ? 'on a phone' : 'at a desk'}?`
    const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test', { small })
    const phone = await context.newPage()
    await phone.setViewportSize({ width: 1280, height: 800 })
    await phone.goto('/phone')
    await phone.getByRole('button', { name: /^Ruth Abrams on SMS/ }).click()
    const write = phone.getByRole('textbox', { name: 'Write as Ruth Abrams' })
    await write.fill(question)
    await write.press('Enter')
    await onThePhone(phone, question).waitFor()
    await phone.close()
    await page.goto('/inbox/all')
    await page.getByRole('option').filter({ hasText: question }).click()
    const field = composer(page).getByRole('textbox')
    const counted = composer(page).getByRole('status').filter({ hasText: 'SMS' })
    await field.fill('Yes')
    await counted.getByText('1 SMS', { exact: true }).waitFor()
    await field.fill('We have it here. '.repeat(10))
    await counted.getByText('2 SMS', { exact: true }).waitFor()
    expect(await counted.getByText('less room').count()).toBe(0)
    await field.fill(`${'We have it here. '.repeat(10)}Łódź, 😀`)
    await counted.getByText('3 SMS').waitFor()
    await counted.getByText('less room with “Ł”').waitFor()
    const seen = [...(await axeComplaints(page)), ...(await darkComplaints(page)), ...(await cutOff(page))]
    expect([seen, complaints]).toEqual([[], []])
    // Under a picture they are one message, however long.
    await composer(page).locator('input[type=file]').setInputFiles(photo)
    await counted.waitFor({ state: 'detached' })
    await composer(page).getByRole('button', { name: 'Remove green.png' }).click()
    await counted.waitFor()
    await field.fill('')
    await counted.waitFor({ state: 'detached' })
    await context.close()
  }
)

test('a photo goes to platforms that fetch it from here, also where the world does not reach this server', async () => {
  const context = await browser.newContext(asAtHome(server))
  const phone = await context.newPage()
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  for (const [name, platform] of [
    ['Ruth Abrams', 'SMS'],
    ['Nadia El Amrani', 'Instagram'],
    ['Yuki Tanaka', 'LINE']
  ] as const) {
    await phone.goto('/phone')
    await phone.getByRole('button', { name: new RegExp(`^${name} on ${platform}`) }).click()
    const write = phone.getByRole('textbox', { name: `Write as ${name}` })
    await write.fill(`A picture by ${platform}, please`)
    await write.press('Enter')
    await desk.page.goto('/inbox/all')
    await desk.page.getByRole('option', { name: new RegExp(`A picture by ${platform}`) }).click()
    await composer(desk.page).locator('input[type=file]').setInputFiles(photo)
    await composer(desk.page).getByText('green.png', { exact: true }).waitFor()
    await composer(desk.page).getByRole('textbox').press('Enter')
    const shown = phone.getByRole('region', { name: 'Messages' }).getByRole('img', { name: 'green.png' })
    await shown.waitFor()
    await eventually(
      () => shown.evaluate(one => (one as HTMLImageElement).naturalWidth),
      width => width > 0
    )
  }
  expect(desk.complaints).toEqual([])
  await desk.context.close()
  await context.close()
})

test.each([{ small: true }, { small: false }])(
  'somebody new on every platform, with the keys, and axe finds nothing, small $small',
  { timeout: 300_000 },
  async ({ small }) => {
    const viewport = small ? { width: 390, height: 844 } : { width: 1280, height: 800 }
    const context = await browser.newContext({ ...asAtHome(server), viewport })
    const page = await context.newPage()
    await page.goto('/phone')
    const found: Record<string, string[]> = {}
    for (const name of ['WhatsApp', 'Telegram', 'Messenger', 'Instagram', 'SMS', 'LINE']) {
      await meet(page, { small, on: name, name: `Nora ${name}` })
      const write = page.getByRole('textbox', { name: `Write as Nora ${name}` })
      await write.fill(`Hello from ${name}`)
      await write.press('Enter')
      await onThePhone(page, `Hello from ${name}`).waitFor()
      await page.getByRole('region', { name: 'Messages' }).getByText('Delivered').waitFor({ state: 'attached' })
      const complaints = [...(await axeComplaints(page)), ...(await darkComplaints(page)), ...(await cutOff(page))]
      if (complaints.length > 0) found[name] = complaints
    }
    expect(found).toEqual({})
    await context.close()
  }
)

test.each([{ small: true }, { small: false }])(
  'a customer changes what they said and takes it back, where their platform tells of it, with the keys, small $small',
  { timeout: 300_000 },
  async ({ small }) => {
    const viewport = small ? { width: 390, height: 844 } : { width: 1280, height: 800 }
    const context = await browser.newContext({ ...asAtHome(server), viewport })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', error => complaints.push(String(error)))
    const seen = async () => [...(await axeComplaints(page)), ...(await darkComplaints(page)), ...(await cutOff(page))]
    const name = `Olga ${small ? 'Small' : 'Large'}`
    await page.goto('/phone')
    await meet(page, { small, on: 'WhatsApp', name })
    const write = page.getByRole('textbox', { name: `Write as ${name}` })
    const say = async (words: string) => {
      await write.fill(words)
      await write.press('Enter')
      await onThePhone(page, words).waitFor()
      await page.getByRole('region', { name: 'Messages' }).getByText('Delivered').last().waitFor({ state: 'attached' })
    }
    const more = page.getByRole('button', { name: 'What can be done with this message' })
    await say('Is it in stok?')
    const desk = await sitDown(browser, server, 'agent1@demo.test')
    await openConversation(desk.page, await conversationOf(server.dataDir, name))
    await message(desk.page, 'Is it in stok?').waitFor()

    // Half a thought waits while what was said is changed.
    await write.fill('And also')
    await more.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Edit', exact: true }).waitFor()
    expect(await seen()).toEqual([])
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    const field = page.getByRole('textbox', { name: 'Change the message' })
    expect(await field.inputValue()).toBe('Is it in stok?')
    expect(await seen()).toEqual([])
    await page.keyboard.press('Escape')
    await eventually(
      () => write.evaluate(one => [one === document.activeElement, (one as HTMLTextAreaElement).value]),
      is => is[0] === true && is[1] === 'And also'
    )
    await more.click()
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await field.fill('Is it in stock?')
    await field.press('Enter')
    await onThePhone(page, 'Is it in stock?').waitFor()
    await page.getByRole('region', { name: 'Messages' }).getByText('Edited').waitFor()
    await message(desk.page, 'Is it in stock?').getByText('edited').waitFor()
    await desk.page.getByTitle(/Is it in stok\?/).waitFor()

    await say('Forget it')
    await message(desk.page, 'Forget it').waitFor()
    await more.last().click()
    await page.getByRole('button', { name: 'Unsend' }).click()
    await onThePhone(page, 'You took this message back').waitFor()
    expect(await onThePhone(page, 'Forget it').count()).toBe(0)
    await eventually(
      () => page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
      label => label === 'Messages'
    )
    await message(desk.page, 'The customer unsent this message').waitFor()
    expect(await message(desk.page, 'Forget it').count()).toBe(0)
    expect(await seen()).toEqual([])

    await write.fill('Hello all')
    await page.getByRole('button', { name: 'More than words' }).click()
    expect(await seen()).toEqual([])
    await page.getByRole('button', { name: 'Write it in a group' }).click()
    await onThePhone(page, 'In the group').waitFor()
    await message(desk.page, 'Hello all').waitFor()
    // It is no message of this chat: nothing can be put on it, and nothing answers it.
    await message(desk.page, 'Hello all').hover()
    expect(
      await message(desk.page, 'Hello all')
        .getByRole('button', { name: /Reply to this|React/ })
        .count()
    ).toBe(0)
    expect(await message(desk.page, 'Is it in stock?').getByRole('button', { name: 'Reply to this' }).count()).toBe(1)

    // A bot is told of no message that is taken back, and nobody of what becomes of an SMS.
    for (const [on, offered] of [
      ['Telegram', ['Edit']],
      ['LINE', ['Unsend']],
      ['SMS', []]
    ] as const) {
      await meet(page, { small, on, name: `Olga ${on}` })
      const there = page.getByRole('textbox', { name: `Write as Olga ${on}` })
      await there.fill('Hello')
      await there.press('Enter')
      await onThePhone(page, 'Hello').waitFor()
      expect(await more.count()).toBe(Math.min(offered.length, 1))
      if (offered.length > 0) await more.click()
      expect(await page.locator('.phone-later .button').allTextContents()).toEqual(offered)
    }
    expect([...complaints, ...desk.complaints]).toEqual([])
    await desk.context.close()
    await context.close()
  }
)

test('who writes first on every platform is there for the agents', async () => {
  const { page, context } = await sitDown(browser, server, 'agent1@demo.test')
  await page.goto('/inbox/all')
  await upToDate(page)
  for (const name of ['WhatsApp', 'Telegram', 'LINE']) {
    await eventually(
      () => page.getByRole('option', { name: new RegExp(`Hello from ${name}`) }).count(),
      count => count > 0
    )
  }
  await context.close()
})
