// @module-tag long
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { browser, server } from './opened.ts'

/** A shop on an origin of its own, with the widget on its pages. */
const shop = createServer((_, answer) => {
  answer.setHeader('content-type', 'text/html')
  answer.end(`<!doctype html><title>Shop</title><h1>Shop</h1>
    <script src="${server.url}/widget.js" data-inbox="demo-webchat" async></script>`)
})
beforeAll(() => new Promise<void>(resolve => void shop.listen(0, '127.0.0.1', resolve)))
afterAll(() => void shop.close())

/** Browsers that keep nothing for who stands in a frame throw at the first touch. */
function keepNothingInFrames(): void {
  if (window === window.top) return
  Object.defineProperty(window, 'localStorage', {
    get() {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
  })
}

async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`)
  await page.getByRole('button', { name: /chat/i }).click()
  await field(page).waitFor()
  return page
}

const chat = (page: Page) => page.frameLocator('iframe')
const field = (page: Page) => chat(page).getByRole('textbox', { name: 'Your message' })
const lines = (page: Page) => chat(page).locator('.bubble-text').allTextContents()

test('two pages of a shop, in a browser that lets a frame keep nothing, are one conversation', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
  await context.addInitScript(keepNothingInFrames)
  const first = await open(context)
  const second = await open(context)
  await field(first).fill('Do you have it in green?')
  await field(first).press('Enter')
  await chat(first).getByText('Sent', { exact: true }).waitFor({ state: 'attached' })
  await field(second).fill('And in blue?')
  await field(second).press('Enter')
  const both = ['Do you have it in green?', 'And in blue?']
  for (const page of [second, first]) {
    expect(
      await eventually(
        () => lines(page),
        shown => shown.length === 2
      )
    ).toEqual(both)
  }
  await second.close()
  await first.reload()
  await first.getByRole('button', { name: /chat/i }).click()
  expect(
    await eventually(
      () => lines(first),
      shown => shown.length === 2
    )
  ).toEqual(both)
  await context.close()
})
