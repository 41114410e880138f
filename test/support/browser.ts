import { existsSync } from 'node:fs'
import {
  chromium,
  firefox,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page
} from 'playwright-core'
import { firefoxOptions, isFirefox } from './firefox.ts'

const fromProgramFiles = (...path: string[]) =>
  ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
    .map(name => process.env[name])
    .filter(folder => folder !== undefined)
    .map(folder => [folder, ...path].join('\\'))

const places: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/opt/google/chrome/chrome',
    '/snap/bin/chromium'
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'
  ],
  win32: [
    ...fromProgramFiles('Google', 'Chrome', 'Application', 'chrome.exe'),
    ...fromProgramFiles('Microsoft', 'Edge', 'Application', 'msedge.exe')
  ]
}

export const whatToInstall =
  'The browser flows need Chromium or Chrome: install one, or say where it is in CHROME_PATH.'

/** The browser of this machine; CHROME_PATH wins. */
export function findBrowser(): string | undefined {
  const told = process.env['CHROME_PATH']
  if (told) return existsSync(told) ? told : undefined
  return places[process.platform]?.find(path => existsSync(path))
}

/** What these tests have launched: who reads of a failed flow wants to know what it showed. */
const launched: (() => BrowserContext[])[] = []

/** Every page that is open in a browser of these tests. */
export function openPages(): Page[] {
  return launched.flatMap(contexts => contexts().flatMap(context => context.pages()))
}

export async function launchBrowser(...more: readonly string[]): Promise<Browser> {
  const browser = await (isFirefox ? firefox.launch(firefoxOptions()) : chromium.launch(launchOptions(more)))
  launched.push(() => browser.contexts())
  return browser
}

/** A browser that keeps its data in `directory`, as an installed one does: it can be killed and opened again. */
export async function launchInstalled(directory: string, options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await (isFirefox
    ? firefox.launchPersistentContext(directory, { ...firefoxOptions(), ...options })
    : chromium.launchPersistentContext(directory, { ...launchOptions(), ...options }))
  launched.push(() => [context])
  return context
}

/**
 * For every new window Chromium draws the popup of its address bar as a page of its own, although nobody sees it: a third
 * of the work of a flow's sign-in. The switch replaces Playwright's, so what Playwright leaves out stands here too.
 */
const withoutFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'DialMediaRouteProvider',
  'GlobalMediaControls',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'Translate'
]

function launchOptions(more: readonly string[] = []) {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error(whatToInstall)
  const isRoot = process.getuid?.() === 0
  return {
    executablePath,
    headless: true,
    args: [
      // Chromium refuses its sandbox to root, and a CI machine runs as root.
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      `--disable-features=${withoutFeatures.join(',')}`,
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
      ...more
    ]
  }
}
