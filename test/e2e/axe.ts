import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** The rules whose verdict is another one in another colour scheme. */
const ofColour = ['color-contrast', 'link-in-text-block']

/** What axe finds on the page as it stands: WCAG A and AA, and good practice; or only what its colours do. */
export async function axeComplaints(page: Page, rules: 'all' | 'of colour' = 'all'): Promise<string[]> {
  // A sheet that is still fading in has colours of its own.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => undefined)))
  )
  const axe = new AxeBuilder({ page })
  if (rules === 'all') axe.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
  else axe.withRules(ofColour)
  const { violations, passes, incomplete } = await axe.analyze()
  // What axe cannot tell, as of words over a picture, it has looked at too.
  expect(passes.length + incomplete.length).toBeGreaterThan(rules === 'all' ? 10 : 0)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`)
  )
}
