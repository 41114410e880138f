import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findBrowser, whatToInstall } from './browser.ts'
import { firefoxOptions, isFirefox } from './firefox.ts'

/** On a bare CI machine (root on Debian or Ubuntu) the browser is installed; anybody else is told what is missing. */
export default function readyForBrowser(): void {
  if (isFirefox) return void firefoxOptions()
  if (findBrowser()) return
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && !process.env['CHROME_PATH']
  if (mayInstall) {
    console.log('Installing Chromium for the browser flows …')
    const options = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] }
    spawnSync('apt-get', ['update', '-qq'], options)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      ...options,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    })
  }
  if (!findBrowser()) throw new Error(whatToInstall)
}
