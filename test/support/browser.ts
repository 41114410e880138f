import { existsSync } from 'node:fs'
import { chromium, firefox, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core'
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

export function launchBrowser(...more: readonly string[]): Promise<Browser> {
  if (isFirefox) return firefox.launch(firefoxOptions())
  const { args, ...options } = launchOptions()
  return chromium.launch({ ...options, args: [...args, ...more] })
}

/** A browser that keeps its data in `directory`, as an installed one does: it can be killed and opened again. */
export function launchInstalled(directory: string, options: BrowserContextOptions): Promise<BrowserContext> {
  if (isFirefox) return firefox.launchPersistentContext(directory, { ...firefoxOptions(), ...options })
  return chromium.launchPersistentContext(directory, { ...launchOptions(), ...options })
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

function launchOptions() {
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
      '--no-first-run'
    ]
  }
}
