import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { startServer, type RunningServer } from '../support/server.ts'

/**
 * A server with the sample workspace, and a browser. They begin and end with the tests of the file that imports this:
 * every file has a copy of this module to itself.
 */
export let server: RunningServer
export let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchBrowser()])
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})
