import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { composer, readyForOffline, sitDown, writes } from './desk.ts'

const inRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const worker = inRoot('dist/service-worker.js')
const built = readFileSync(worker)

/** Each file at one stroke: other flows start their servers on these pages meanwhile. */
function publish(body: Buffer): void {
  const beside = inRoot('node_modules/.cache/service-worker.next')
  mkdirSync(inRoot('node_modules/.cache'), { recursive: true })
  for (const [ending, bytes] of [
    ['', body],
    ['.br', brotliCompressSync(body)],
    ['.gz', gzipSync(body)]
  ] as const) {
    writeFileSync(beside, bytes)
    renameSync(beside, `${worker}${ending}`)
  }
}

let server: RunningServer
let browser: Browser

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  publish(built)
  await browser.close()
  await server.stop()
})

test('a new version asks first, and a half-written reply outlives it', async () => {
  const { context, page, complaints } = await sitDown(browser, server, 'agent1@demo.test')
  await readyForOffline(page)
  await page.goto('/inbox/all')
  await page.getByRole('option').first().click()
  const words = 'Half a thought, from before the update'
  const field = composer(page).getByRole('textbox')
  await field.fill(words)

  publish(Buffer.concat([built, Buffer.from('\n// a newer build\n')]))
  await server.restart()
  await page.evaluate(async () => {
    Object.assign(globalThis, { stillTheSamePage: true })
    const registration = await navigator.serviceWorker.ready
    await registration.update()
  })
  const chip = page.getByRole('button', { name: /update|new version/i }).first()
  await chip.waitFor()
  // It waits for as long as the agent likes.
  await new Promise(resolve => setTimeout(resolve, 1500))
  expect(await page.evaluate(() => 'stillTheSamePage' in globalThis)).toBe(true)
  expect(await field.inputValue()).toBe(words)

  await Promise.all([page.waitForEvent('load'), chip.click()])
  await composer(page).waitFor()
  expect(await page.evaluate(() => 'stillTheSamePage' in globalThis)).toBe(false)
  await writes(page, words)
  expect(await chip.count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
})
