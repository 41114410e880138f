import type { Browser, Page } from 'playwright-core'

/** Enough for a list and a conversation. */
const mostCharacters = 4000

/** What every open page shows, as a screen reader would say it: the reader of a failed run was not there. */
export async function screensOf(browser: Browser): Promise<string> {
  const pages = browser.contexts().flatMap(context => context.pages())
  return (await Promise.all(pages.map(screenOf))).join('\n\n')
}

async function screenOf(page: Page): Promise<string> {
  const shown = await page
    .locator('body')
    .ariaSnapshot({ timeout: 10_000 })
    .catch((error: unknown) => `cannot be read: ${String(error)}`)
  return `${page.url()}\n${shown.slice(0, mostCharacters)}`
}
