import type { Locator, Page } from 'playwright-core'

export const stage = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
export const card = (place: Page | Locator, name: string) =>
  place.locator('.slot:not(.ghost)').filter({ hasText: name })
export const there = (page: Page, name: string, where: string) => card(stage(page, where), name).waitFor()

export async function look(page: Page, board = 'support'): Promise<void> {
  await page.goto(`/board/${board}`)
  await page.locator('.card').first().waitFor()
}

export async function stand(page: Page, name: string): Promise<void> {
  await card(page, name).locator('.card').focus()
  await page.keyboard.press('Home')
  for (;;) {
    const text = await page.locator('.card:focus').innerText()
    if (text.includes(name)) return
    await page.keyboard.press('ArrowDown')
  }
}

export async function moveTo(page: Page, name: string, where: string | RegExp): Promise<void> {
  await card(page, name)
    .getByRole('button', { name: /^Move / })
    .click()
  await page.getByRole('menuitemradio', { name: where }).click()
}

export const saying = (page: Page, words: string) => page.locator('.toast').filter({ hasText: words })
export const unfold = (page: Page, where: string) => page.getByTitle(`Show ${where}`, { exact: true }).click()
