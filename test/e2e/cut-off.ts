import type { Page } from 'playwright-core'

/** What may be pressed or filled in and stands over the edge of the screen, where nothing scrolls to it. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isScrolled = (element: Element): boolean => {
      for (let around = element.parentElement; around; around = around.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(around).overflowX) && around.scrollWidth > around.clientWidth)
          return true
      }
      return false
    }
    return [...document.querySelectorAll('button, a[href], input, select, textarea')].flatMap(element => {
      const { left, right, width, top, bottom } = element.getBoundingClientRect()
      const isShown =
        width > 1 && bottom > 0 && top < innerHeight && element.checkVisibility({ visibilityProperty: true })
      if (!isShown || (left >= -1 && right <= innerWidth + 1) || isScrolled(element)) return []
      const name = element.getAttribute('aria-label') ?? element.textContent.trim()
      return [`cut off: ${element.tagName.toLowerCase()} “${name}”, ${Math.round(left)} to ${Math.round(right)}`]
    })
  })
}

/** By how much what stands on the screen is wider than it: what is beyond the edge nobody reads. */
export function beyondTheEdge(page: Page): Promise<number> {
  return page.evaluate(() => {
    const widths = [...document.querySelectorAll('main, .screen, dialog[open]')].map(
      ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth
    )
    return Math.max(...widths)
  })
}
