// @module-tag long
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { beyondTheEdge, cutOff } from './cut-off.ts'
import { asAtHome, sitDown } from './desk.ts'
import { browser, server } from './opened.ts'

/** As long as a name and an address may be, and nowhere to break them. */
const longName = 'Maximilian'.repeat(8)
const longAddress = `${'a'.repeat(60)}@${'b'.repeat(60)}.test`
const phone = { width: 390, height: 844 }

const overEdge = async (page: Page) => [await beyondTheEdge(page), ...(await cutOff(page))]

async function join(link: string): Promise<void> {
  const context = await browser.newContext({ ...asAtHome(server), viewport: phone })
  const page = await context.newPage()
  await page.goto(link)
  await page.getByLabel('Your name').fill(longName)
  expect(await overEdge(page)).toEqual([0])
  await page.getByLabel('Password').fill('ink on warm paper')
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('link', { name: 'Sign in' }).waitFor()
  await context.close()
}

test('a colleague whose name has no end is invited, joins and is looked after on a phone', async () => {
  const { page, context, complaints } = await sitDown(browser, server, 'admin@demo.test', { small: true })
  await page.goto('/people')
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.getByRole('textbox', { name: 'E-mail' }).fill(longAddress)
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = await page.getByText(/\/join#/).innerText()
  expect(await overEdge(page)).toEqual([0])
  await page.getByRole('button', { name: 'Done' }).click()
  await join(link)

  await page.getByRole('button', { name: `New password for ${longName}` }).click()
  const renewed = await page.getByText(/\/join#/).innerText()
  expect(await overEdge(page)).toEqual([0])
  const theirs = await context.newPage()
  await theirs.goto(renewed)
  await theirs.getByRole('heading', { name: longName }).waitFor()
  expect(await overEdge(theirs)).toEqual([0])
  await page.getByRole('button', { name: `Remove ${longName}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep them' }).waitFor()
  expect(await overEdge(page)).toEqual([0])
  await page.getByRole('button', { name: 'Keep them' }).click()

  for (const path of ['/routing', '/inboxes']) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText('Settings').evaluateAll(all => all.forEach(one => (one as HTMLElement).click()))
    await page.getByText(longName).first().waitFor()
    expect([path, ...(await overEdge(page))]).toEqual([path, 0])
  }
  expect(complaints).toEqual([])
  await context.close()
})
