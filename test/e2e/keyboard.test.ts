import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { composer, message, openRow, reply, sitDown, writes } from './desk.ts'
import { browser, server } from './opened.ts'

const nameOfFocused = (page: Page) =>
  page.locator(':focus').evaluate(one => one.getAttribute('aria-label') ?? one.textContent)

test('Escape leaves what is written, so that the next key is no word to the customer', async () => {
  const { page, context, complaints } = await sitDown(browser, server, 'admin@demo.test')
  await page.goto('/inbox/all')
  await openRow(page, 'Tom Whitfield')
  await composer(page).waitFor()
  await page.keyboard.press('r')
  await page.keyboard.type('Half a sentence')
  await page.keyboard.press('Escape')
  await expect.poll(() => nameOfFocused(page)).toBe('Messages')
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Note for your team' }).waitFor()
  await page.keyboard.type('He has called twice')
  await page.keyboard.press('Enter')
  await message(page, 'He has called twice').or(page.getByText('He has called twice')).first().waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('a')
  await page.getByRole('menuitemradio', { name: 'You' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('r')
  await writes(page, 'Half a sentence')
  await composer(page).getByRole('textbox').fill('')
  await reply(page, 'A whole one')
  expect(complaints).toEqual([])
  await context.close()
})
