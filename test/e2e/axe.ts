import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What axe finds on the page as it stands: WCAG A and AA, and good practice. */
export async function axeComplaints(page: Page): Promise<string[]> {
  const { violations, passes } = await (
    await axeOn(page)
  )
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  expect(passes.length).toBeGreaterThan(10)
  return complaintsIn(violations)
}

/** The same page once more in the dark: only its colours are others. */
export async function darkComplaints(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' })
  const { violations, passes } = await (await axeOn(page)).withRules(['color-contrast']).analyze()
  await page.emulateMedia({ colorScheme: 'light' })
  expect(passes.map(({ id }) => id)).toEqual(['color-contrast'])
  return complaintsIn(violations)
}

async function axeOn(page: Page): Promise<AxeBuilder> {
  // A sheet that is still fading in has colours of its own. Chromium keeps the promise `finished` of a transition that
  // turned round on its way open for ever: its state is asked instead.
  await page.waitForFunction(
    () => document.getAnimations().every(({ playState }) => playState !== 'running'),
    undefined,
    {
      polling: 50
    }
  )
  // Our pages hold no frame of somebody else's: one page is enough to sum up.
  return new AxeBuilder({ page }).setLegacyMode()
}

function complaintsIn(violations: Awaited<ReturnType<AxeBuilder['analyze']>>['violations']): string[] {
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`)
  )
}
