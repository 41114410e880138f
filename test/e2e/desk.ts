import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { isFirefox } from '../support/firefox.ts'
import { samplePassword, type RunningServer } from '../support/server.ts'
import { eventually } from './eventually.ts'

/** A step that hangs shall say which one it is. [R2] To come back alone takes half a minute; a busy machine takes more. */
const stepWithinMs = 60_000

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
  context.setDefaultTimeout(stepWithinMs)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => isOnlyTheNetwork(String(error)) || complaints.push(String(error)))
  await page.goto('/')
  return { context, page, complaints }
}

/** Firefox tells as an error of the page what nobody but the network did, also where the page has an answer to it. */
function isOnlyTheNetwork(said: string): boolean {
  return isFirefox && /establish a connection|while the page was loading|loading dynamically imported/.test(said)
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

/** From the list, as somebody does who sees that it moved under the pointer: again, until it is the one with these words. */
export async function openRow(page: Page, words: string): Promise<void> {
  const row = page.getByRole('option').filter({ hasText: words }).first()
  await eventually(
    async () => {
      await row.click()
      return row.getAttribute('aria-selected')
    },
    selected => selected === 'true'
  )
}

export function composer(page: Page): Locator {
  return page.getByRole('region', { name: 'Write' })
}

export async function reply(page: Page, words: string): Promise<void> {
  const field = composer(page).getByRole('textbox')
  await field.fill(words)
  await field.press('Enter')
  await message(page, words).waitFor()
  // It is on the screen before it is on the disk; on the disk is when the words leave the field.
  await writes(page, '')
}

/** These words stand in the field: a draft comes from the disk, a moment after the field itself. */
export async function writes(page: Page, words: string): Promise<void> {
  await eventually(
    () => composer(page).getByRole('textbox').inputValue(),
    text => text === words
  )
}

/** The draft has reached the browser's database, and outlives its process. */
export async function draftIsStored(page: Page, words: string): Promise<void> {
  await eventually(
    () => page.evaluate(draftsOnDisk),
    drafts => drafts.includes(words)
  )
}

/** Runs in the page. */
async function draftsOnDisk(): Promise<string[]> {
  const readDrafts = (name: string) =>
    new Promise<string[]>((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.addEventListener('error', () => reject(new Error(`no ${name}`)))
      opening.addEventListener('success', () => {
        const db = opening.result
        if (!db.objectStoreNames.contains('drafts')) return (db.close(), resolve([]))
        const reading = db.transaction('drafts').objectStore('drafts').getAll()
        reading.addEventListener('success', () => {
          db.close()
          resolve(reading.result.map((draft: { text: string }) => draft.text))
        })
      })
    })
  const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? [])
  return (await Promise.all(names.map(readDrafts))).flat()
}

/** Our reply, or the customer's message, with these words. */
export function message(page: Page, words: string): Locator {
  return page.locator('[data-message]').filter({ hasText: words })
}

/** What one agent's screen says of a reply: the rung of the ladder. */
export async function deliveryOf(page: Page, words: string): Promise<string | null> {
  return message(page, words).getAttribute('data-delivery')
}
