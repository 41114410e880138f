import { expect, test } from 'vitest'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { axeComplaints, darkComplaints } from './axe.ts'
import { cutOff } from './cut-off.ts'
import { composer, message, openRow, reply, sitDown } from './desk.ts'
import { eventually } from './eventually.ts'
import { browser, server } from './opened.ts'

async function visit() {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: 'en-GB' })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  await page.goto(`${server.url}/chat/demo-webchat`)
  return { context, page }
}

test('a customer writes on the web chat, the agent answers, and a reload, a cut and a crash of the server cost nothing', async () => {
  const { context, page } = await visit()
  const field = page.getByRole('textbox', { name: /message|write/i })
  await field.fill('Do you sell fountain pens?')
  await field.press('Enter')
  await page.getByText('Do you sell fountain pens?').waitFor()

  const desk = await sitDown(browser, server, 'agent1@demo.test')
  await desk.page.goto(`${server.url}/inbox/unassigned`)
  await openRow(desk.page, 'Do you sell fountain pens?')
  await reply(desk.page, 'We do: from twelve euros.')
  await page.getByText('We do: from twelve euros.').waitFor()
  await eventually(
    () => message(desk.page, 'We do: from twelve euros.').getAttribute('data-delivery'),
    rung => rung === 'read'
  )

  await page.reload()
  await page.getByText('We do: from twelve euros.').waitFor()
  await server.kill('SIGKILL')
  await field.fill('And blue ink?')
  await field.press('Enter')
  await page.getByText('And blue ink?').waitFor()
  await server.restart()
  await message(desk.page, 'And blue ink?').waitFor()
  expect(await message(desk.page, 'And blue ink?').count()).toBe(1)
  await context.close()
  await desk.context.close()
})

const photo = (name: string) => ({ name: `${name}.png`, mimeType: 'image/png', buffer: pictureOf(name) })
/** Runs in the page. */
const drawn = (name: string) =>
  [...document.querySelectorAll<HTMLImageElement>(`a[aria-label$="${name}"] img`)].some(img => img.naturalWidth > 0)

const isPreparingHere = () => performance.getEntriesByType('resource').some(({ name }) => name.includes('prepare-file'))

test('a photo goes from the agent to the customer and another one back, which was chosen offline', async () => {
  const { context, page } = await visit()
  const field = page.getByRole('textbox', { name: /message|write/i })
  await field.fill('Could I see the green one?')
  await field.press('Enter')
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  await desk.page.goto(`${server.url}/inbox/unassigned`)
  await openRow(desk.page, 'the green one?')
  await desk.page.locator('.composer input[type=file]').setInputFiles(photo('green'))
  await composer(desk.page).getByRole('textbox').fill('This is it.')
  await composer(desk.page).getByText('green.png', { exact: true }).waitFor()
  await composer(desk.page).getByRole('textbox').press('Enter')
  await page.getByText('This is it.').waitFor()
  await page.waitForFunction(drawn, 'green.png')
  expect(await axeComplaints(page)).toEqual([])

  await page.waitForFunction(isPreparingHere)
  await context.setOffline(true)
  await page.locator('.chat-composer input[type=file]').setInputFiles(photo('mine'))
  await page.getByText('mine.png', { exact: true }).waitFor()
  await context.setOffline(false)
  await page.waitForFunction(drawn, 'mine.png')
  await desk.page.waitForFunction(drawn, 'mine.png')
  await context.close()
  await desk.context.close()
})

test('what an answer is to stands over it, and leads there, with the keys', { tags: 'long' }, async () => {
  const { context, page } = await visit()
  const field = page.getByRole('textbox', { name: /message|write/i })
  const asked = 'Is the shop open on Sunday?'
  await field.fill(asked)
  await field.press('Enter')
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  await desk.page.goto(`${server.url}/inbox/unassigned`)
  await openRow(desk.page, asked)
  // So much that the question is out of sight.
  for (const at of Array.from({ length: 12 }, (_, n) => n + 1)) {
    await field.fill(`Thought ${at}`)
    await field.press('Enter')
  }
  await message(desk.page, 'Thought 12').waitFor()
  await message(desk.page, asked).hover()
  await message(desk.page, asked).getByRole('button', { name: 'Reply to this' }).click()
  await reply(desk.page, 'From noon')
  const quote = page.getByRole('button', { name: `Go to the answered message: ${asked}` })
  await quote.waitFor()
  const bubble = page.locator('.bubble').filter({ has: quote })
  expect(await bubble.locator('.bubble-text').textContent()).toBe('From noon')
  expect([...(await axeComplaints(page)), ...(await darkComplaints(page)), ...(await cutOff(page))]).toEqual([])
  await quote.focus()
  await page.keyboard.press('Enter')
  await eventually(
    () =>
      page.evaluate(() => {
        const { top = -1, bottom = -1 } = document.activeElement?.getBoundingClientRect() ?? {}
        const isMessage = document.activeElement?.matches('.mine .bubble')
        const isSeen = top >= 0 && bottom <= innerHeight
        return { words: document.activeElement?.textContent ?? '', isThere: isMessage && isSeen }
      }),
    ({ words, isThere }) => words.startsWith(asked) && isThere === true
  )
  // From right to left it is on the other side, and nothing sticks out.
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
  expect(await cutOff(page)).toEqual([])
  await context.close()
  await desk.context.close()
})

test('another visitor sees nothing of it', async () => {
  const { context, page } = await visit()
  const field = page.getByRole('textbox', { name: /message|write/i })
  await field.fill('Good evening')
  await field.press('Enter')
  // The server has heard this visitor, and sent all of their history before.
  await page.getByText('Sent', { exact: true }).waitFor({ state: 'attached' })
  expect(await page.getByText('fountain pens').count()).toBe(0)
  await context.close()
})

test('the widget opens the chat inside somebody else’s page', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(`${server.url}/embed-demo.html`)
  await page.getByRole('button', { name: /chat|write/i }).click()
  const chat = page.frameLocator('iframe')
  await chat.getByRole('textbox', { name: /message|write/i }).waitFor()
  await context.close()
})
