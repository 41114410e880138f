import { Browser } from './browser.ts'
import type { World } from './world.ts'

const mostTabs = 5
const mostBrowsers = 20

/** What the network of a device becomes. */
export function changeNetwork(world: World, browser: Browser, network: number): void {
  const kinds = ['good', 'good', 'away', 'away', 'half-open', 'one-way up', 'one-way down', 'slow'] as const
  const kind = kinds[network]!
  if (kind !== 'good') world.tally.count(`network: ${kind}`)
  if (
    kind === 'away' &&
    browser.tabs.some(tab => tab.log?.outbox.rows.some(row => row.gone && row.acceptedAt === null && !row.refusal))
  ) {
    world.tally.count('network lost while acks in flight')
  }
  browser.become(kind)
}

/** Tabs are opened, closed, killed, frozen, thawed and looked at. */
export function changeTab(world: World, browser: Browser, which: number, what: number): void {
  const tab = browser.tabs[which % Math.max(1, browser.tabs.length)]
  const { tally } = world
  const isLeader = tab?.leads ?? false
  const inFlight = tab?.log?.outbox.rows.some(row => row.gone && row.acceptedAt === null && !row.refusal) ?? false
  if (what <= 2 || !tab) {
    if (browser.tabs.length < mostTabs) browser.openTab(what !== 1)
    return
  }
  if (what === 3) return tab.close()
  if (what <= 5) {
    tally.count(isLeader && inFlight ? 'leader killed while acks in flight' : isLeader ? 'leader killed' : 'tab killed')
    return tab.die()
  }
  if (what <= 7) {
    const frozen = what === 6 ? (browser.tabs.find(one => one.leads) ?? tab) : tab
    tally.count(frozen.leads ? 'leader frozen' : 'tab frozen')
    return frozen.freeze()
  }
  if (what <= 9) {
    for (const frozen of browser.tabs.filter(one => one.isFrozen)) {
      if (frozen.leads && browser.tabs.some(other => other !== frozen && other.leads))
        tally.count('a zombie leader thaws')
      frozen.thaw()
    }
    return
  }
  for (const other of browser.tabs) if (other.isVisible !== (other === tab)) other.show(other === tab)
}

/** The browser throws a database away. */
export function loseDatabase(world: World, browser: Browser, db: number): void {
  const { tally, ledger } = world
  for (const tab of browser.tabs) tab.die()
  if (db > 0) {
    tally.count('past lost')
    return browser.db.lose('past')
  }
  tally.count('outbox lost')
  browser.db.lose('outbox')
  for (const entry of ledger.entries.values()) if (entry.browser === browser) entry.forgiven = true
}

/** The profile is copied to another device: two that think they are one. */
export function copyProfile(world: World, browser: Browser): void {
  const { browsers, tally } = world
  if (browsers.length >= mostBrowsers) return
  tally.count('cloned profile')
  const twin = new Browser(world, browsers.length, browser.me, browser.hasLocks, browser.db.copy())
  browser.hasTwin = twin.hasTwin = true
  browsers.push(twin)
  twin.openTab()
}

/** No fault of this device any more. */
export function healBrowser(browser: Browser): void {
  browser.crashAfter = 0
  browser.db.isFull = false
  browser.become('good')
  for (const tab of browser.tabs) if (tab.isFrozen) tab.thaw()
}
