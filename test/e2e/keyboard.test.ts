import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { composer, message, openRow, reply, sitDown, writes } from './desk.ts'
import { browser, server } from './opened.ts'

const nameOfFocused = (page: Page) =>
  page.locator(':focus').evaluate(one => one.getAttribute('aria-label') ?? one.textContent)
const pressed = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().press('Enter')

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

test('a slash searches, also when search has been there before', async () => {
  const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test')
  const field = page.getByRole('searchbox', { name: 'Search people and messages' })
  await page.keyboard.press('/')
  await field.waitFor()
  await page.goBack()
  await field.waitFor({ state: 'detached' })
  // Its code is here by now, so it is drawn at once.
  await page.keyboard.press('/')
  await field.waitFor()
  await page.keyboard.type('order')
  await expect.poll(() => field.inputValue()).toBe('order')
  expect(complaints).toEqual([])
  await context.close()
})

test('in the editors the focus stays where the work is', async () => {
  const { page, context, complaints } = await sitDown(browser, server, 'admin@demo.test')
  await page.goto('/workflows')
  await page.getByRole('link', { name: 'Edit Support' }).press('Enter')
  await page.getByRole('textbox', { name: 'Name of New', exact: true }).waitFor()
  await expect.poll(() => page.locator(':focus').getAttribute('id')).toBe('main')
  await pressed(page, 'Move New down')
  await expect.poll(() => nameOfFocused(page)).toBe('Move New down')
  await page.keyboard.press('Enter')
  await expect.poll(() => nameOfFocused(page)).toBe('Move New down')
  await pressed(page, 'Remove New')
  await expect.poll(() => nameOfFocused(page)).toBe('Stages')
  await pressed(page, 'Discard these changes')

  await page.goto('/automations')
  await pressed(page, 'New automation')
  await expect.poll(() => page.locator(':focus').getAttribute('id')).toBe('main')
  await pressed(page, 'And then…')
  await page.getByRole('button', { name: 'Remove this step' }).nth(1).press('Enter')
  await expect.poll(() => nameOfFocused(page)).toMatch(/^Then/)
  expect(complaints).toEqual([])
  await context.close()
})
