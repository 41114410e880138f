import type { Page } from 'playwright-core'
import { afterEach } from 'vitest'
import { openPages } from '../support/browser.ts'

/** Set up for every flow: the reader of one that failed was not there. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  const screens = await Promise.all(openPages().map(screenOf))
  console.error(`Where they stood:\n${screens.join('\n\n')}`)
})

/** Enough for a list and a conversation. */
const mostCharacters = 4000

/** What the page shows, as a screen reader would say it. */
async function screenOf(page: Page): Promise<string> {
  const shown = await page
    .locator('body')
    .ariaSnapshot({ timeout: 10_000 })
    .catch((error: unknown) => `cannot be read: ${String(error)}`)
  return `${page.url()}\n${shown.slice(0, mostCharacters)}`
}
