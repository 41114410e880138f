import type { Page } from 'playwright-core'

declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged with the browser's
  interface Window {
    bench: {
      pressedAt: number
      longestTask: number
      /** From the last key to what it changed on the screen, as the browser measures it; ms, in steps of 8. */
      keyToPaint: number
      readonly painted: Map<string, number>
    }
  }
}

export const firstRow = 'the first row'
export const firstCard = 'the first card'
export const wholeCard = 'a card with all of its marks'

/** A page that notes for itself what was painted when: asking from outside would be measured too. */
export async function watched(page: Page): Promise<Page> {
  await page.addInitScript(
    ([firstRow, firstCard, wholeCard]) => {
      const bench = (window.bench = {
        pressedAt: NaN,
        longestTask: 0,
        keyToPaint: NaN,
        painted: new Map<string, number>()
      })
      const now = () => performance.timeOrigin + performance.now()
      new PerformanceObserver(list => {
        for (const { duration } of list.getEntries()) bench.longestTask = Math.max(bench.longestTask, duration)
      }).observe({ type: 'longtask', buffered: true })
      new PerformanceObserver(list => {
        for (const { name, duration } of list.getEntries()) if (name === 'keydown') bench.keyToPaint = duration
      }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
      const look = () => {
        const texts = [...document.querySelectorAll('[data-message], .connection')].map(one => one.textContent)
        if (document.querySelector('[data-row]')) texts.push(firstRow)
        if (document.querySelector('.board:not([data-away]) [data-card]')) texts.push(firstCard)
        if (document.querySelector('.board:not([data-away]) .card-marks')) texts.push(wholeCard)
        const fresh = texts.filter(text => !bench.painted.has(text))
        // A frame's callbacks run before its painting, a message posted in them after.
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => fresh.forEach(text => bench.painted.set(text, now())))
        port1.start()
        if (fresh.length > 0) port2.postMessage(null)
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
      addEventListener('keydown', event => event.key === 'Enter' && (bench.pressedAt = now()), true)
    },
    [firstRow, firstCard, wholeCard] as const
  )
  return page
}

/** When these words were first on the screen, in epoch milliseconds. */
export async function paintedAt(page: Page, words: string): Promise<number> {
  const found = await page.waitForFunction(
    words => [...window.bench.painted].find(([text]) => text.includes(words))?.[1],
    words
  )
  return (await found.jsonValue()) ?? NaN
}

export const pressedAt = (page: Page) => page.evaluate(() => window.bench.pressedAt)
export const openedAt = (page: Page) => page.evaluate(() => performance.timeOrigin)
/** Of the last key that was slow enough for the browser to tell. */
export async function keyToPaint(page: Page): Promise<number> {
  const told = await page.waitForFunction(() => window.bench.keyToPaint || undefined)
  return (await told.jsonValue()) ?? NaN
}

export const longestTask = (page: Page) => page.evaluate(() => window.bench.longestTask)
