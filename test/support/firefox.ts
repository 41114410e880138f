import { existsSync } from 'node:fs'
import type { LaunchOptions } from 'playwright-core'

/** Set by `npm run test:firefox`: the flows run in Firefox, which is driven over WebDriver BiDi. */
export const isFirefox = process.env['TEST_BROWSER'] === 'firefox'

const places: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/snap/bin/firefox'],
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: ['C:\\Program Files\\Mozilla Firefox\\firefox.exe']
}

/** The Firefox of this machine; FIREFOX_PATH wins. */
export function findFirefox(): string | undefined {
  const told = process.env['FIREFOX_PATH']
  if (told) return existsSync(told) ? told : undefined
  return places[process.platform]?.find(path => existsSync(path))
}

/** @throws where there is none: these tests install nothing */
export function firefoxOptions(): LaunchOptions {
  const executablePath = findFirefox()
  if (!executablePath)
    throw new Error('These flows need Firefox: install it (firefox-esr), or say where it is in FIREFOX_PATH.')
  // Playwright's own name for a Firefox that it has not built itself.
  return { channel: 'moz-firefox', executablePath, headless: true }
}
