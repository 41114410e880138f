// @module-tag long
import { expect, test } from 'vitest'
import { axeComplaints, darkComplaints } from './axe.ts'
import { sitDown } from './desk.ts'
import { browser, server } from './opened.ts'

const chat = [
  'Exported by hand',
  '1/2/23, 9:00 AM - Quentin Quince: Is the blue dress back?',
  '1/2/23, 9:05 AM - The Shop: On Friday',
  '1/2/23, 9:06 AM - Quentin Quince: <Media omitted>'
].join('\n')
const file = { name: 'WhatsApp Chat with Quentin Quince.txt', mimeType: 'text/plain', buffer: Buffer.from(chat) }

test.each([{ small: true }, { small: false }])(
  'an admin looks at a chat, says what it does not say, brings it, reads it and takes it back; small $small',
  async ({ small }) => {
    const desk = await sitDown(browser, server, 'admin@demo.test', { small })
    const { page } = desk
    await page.goto(`${server.url}/me`)
    await page.getByRole('link', { name: 'Bring your history' }).click()
    const chooser = page.locator('input[type=file]')
    await chooser.setInputFiles({ name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from('Hello there') })
    await page.getByRole('alert').getByText('no chat').waitFor()

    await chooser.setInputFiles(file)
    await page.getByRole('heading', { name: 'with Quentin Quince' }).waitFor()
    await page.getByText('1 line could not be read').click()
    await page.getByText('stands before the first message').waitFor()
    expect(await axeComplaints(page)).toEqual([])
    expect(await darkComplaints(page)).toEqual([])
    if (process.env['SHOTS'])
      await page.screenshot({ path: `${process.env['SHOTS']}/plan-${small}.png`, fullPage: true })

    const bring = page.getByRole('button', { name: 'Bring it' })
    await bring.click()
    await page.getByRole('alert').getByText('Choose the inbox').waitFor()
    await page.getByLabel('Into the inbox').selectOption('demo-whatsapp')
    await desk.context.setOffline(true)
    await page.getByText('This needs the server').waitFor()
    await desk.context.setOffline(false)
    await page.getByText('This needs the server').waitFor({ state: 'detached' })
    await bring.click()
    await page.getByRole('alert').getByText('which of these people is you').waitFor()
    await page.getByLabel('The Shop').check()
    await bring.click()
    await page.getByRole('alert').getByText('the day or the month').waitFor()
    await page.getByRole('radio', { name: 'Month first' }).check()
    await bring.click()

    const entry = page.locator('[data-import]').first()
    await page.locator('[data-import][data-state=ended]').first().getByText('3 messages, 1 new person').waitFor()
    expect(await axeComplaints(page)).toEqual([])
    expect(await darkComplaints(page)).toEqual([])
    if (process.env['SHOTS'])
      await page.screenshot({ path: `${process.env['SHOTS']}/list-${small}.png`, fullPage: true })

    await page.goto(`${server.url}/inbox/resolved`)
    await page.getByRole('option', { name: 'Quentin Quince' }).click()
    await page.getByText('On Friday').last().waitFor()
    await page.getByText('This is what was said before').waitFor()
    expect(await axeComplaints(page)).toEqual([])
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/page-${small}.png` })

    await page.goto(`${server.url}/history`)
    await entry.getByRole('button', { name: 'Take it back' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click()
    await page.locator('[data-import][data-state=undone]').first().waitFor()
    await page.goto(`${server.url}/inbox/resolved`)
    await page.getByRole('option').first().waitFor()
    await page.getByRole('option', { name: 'Quentin Quince' }).waitFor({ state: 'detached' })
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  }
)

test('an agent is told that this is for admins', async () => {
  const desk = await sitDown(browser, server, 'agent1@demo.test', { small: true })
  await desk.page.goto(`${server.url}/me`)
  await desk.page.getByRole('button', { name: 'Sign out' }).waitFor()
  expect(await desk.page.getByRole('link', { name: 'Bring your history' }).count()).toBe(0)
  await desk.page.goto(`${server.url}/history`)
  await desk.page.getByText('Only an admin of this workspace can bring its history').waitFor()
  await desk.context.close()
})
