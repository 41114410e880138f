import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { samplePassword, type RunningServer } from '../support/server.ts'

const phone = { width: 390, height: 844 }
const desktop = { width: 1280, height: 800 }

export type Desk = {
  readonly context: BrowserContext
  readonly page: Page
  /** The browser's own complaints: a page error is a failure even when the screen looks right. */
  readonly complaints: string[]
}

/** An agent at a device of their own, signed in, with everything up to date. */
export async function sitDown(
  browser: Browser,
  server: RunningServer,
  email: string,
  options: { small?: boolean; scheme?: 'light' | 'dark' } = {}
): Promise<Desk> {
  const context = await browser.newContext({
    ...asAtHome(server),
    viewport: options.small ? phone : desktop,
    hasTouch: options.small ?? false,
    colorScheme: options.scheme ?? 'light'
  })
  const desk = await deskIn(context)
  await signIn(desk.page, email)
  return desk
}

/** What every browser of these tests has: the place it opens, one language, one zone. */
export function asAtHome(server: RunningServer): BrowserContextOptions {
  return { viewport: desktop, locale: 'en-GB', timezoneId: 'UTC', baseURL: server.url }
}

export async function deskIn(context: BrowserContext): Promise<Desk> {
  // A step that hangs shall say which one it is.
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(String(error)))
  await page.goto('/')
  return { context, page, complaints }
}

export async function signIn(page: Page, email: string, password = samplePassword): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await upToDate(page)
}

/** The chip says so. On a phone it is an icon, and says it to those who cannot see it. */
export async function upToDate(page: Page): Promise<void> {
  await page.getByText('Up to date').first().waitFor({ state: 'attached' })
}

/** The app has noticed that nothing answers. */
export async function offline(page: Page): Promise<void> {
  await page
    .getByText(/^Offline/)
    .first()
    .waitFor()
}

/** The service worker has everything the app needs to open without a server. */
export async function readyForOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
}

export async function openConversation(page: Page, conversation: string, view = 'all'): Promise<void> {
  await page.goto(`/inbox/${view}/${encodeURIComponent(conversation)}`)
  await composer(page).waitFor()
}

export function composer(page: Page): Locator {
  return page.getByRole('region', { name: 'Write' })
}

export async function reply(page: Page, words: string): Promise<void> {
  const field = composer(page).getByRole('textbox')
  await field.fill(words)
  await field.press('Enter')
  await message(page, words).waitFor()
}

/** Our reply, or the customer's message, with these words. */
export function message(page: Page, words: string): Locator {
  return page.locator('[data-message]').filter({ hasText: words })
}

/** What one agent's screen says of a reply: the rung of the ladder. */
export async function deliveryOf(page: Page, words: string): Promise<string | null> {
  return message(page, words).getAttribute('data-delivery')
}
