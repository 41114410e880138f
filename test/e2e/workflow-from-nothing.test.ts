// @module-tag long
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { card, saying, stand, there } from './at-board.ts'
import { axeComplaints } from './axe.ts'
import { cutOff } from './cut-off.ts'
import { sitDown, type Desk } from './desk.ts'
import { eventually } from './eventually.ts'
import { browser, server } from './opened.ts'

let priya: Desk

beforeAll(async () => {
  priya = await sitDown(browser, server, 'admin@demo.test')
})

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
const stageOf = (page: Page, name: string) => page.getByRole('listitem', { name, exact: true })

async function addStage(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name of a new stage' }).fill(name)
  await page.keyboard.press('Enter')
  await stageOf(page, name).waitFor()
}

test('an admin lays out every stage of a workflow by hand, leaves it and finds it again, and works by it', async () => {
  const { page } = priya
  await page.goto('/workflows')
  await press(page, 'From nothing')
  await page.getByText('One stage has to be where new cards come in.').waitFor()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Repairs')
  await page.getByRole('textbox', { name: 'Name of a new field' }).fill('Nib width')
  await page.keyboard.press('Enter')
  for (const name of ['Asked', 'Quoted', 'At the bench', 'Sent back']) await addStage(page, name)
  expect(await stageOf(page, 'Asked').getByLabel('What Asked is for').inputValue()).toBe('incoming')
  const marks = await page.locator('.stage-of .stage-mark').evaluateAll(all => all.map(one => one.dataset['colour']))
  expect(new Set(marks).size).toBe(4)
  const quoted = stageOf(page, 'Quoted')
  await quoted.locator('summary').click()
  await quoted.getByLabel('Value').check()
  await quoted.getByLabel('Nib width').check()
  const bench = stageOf(page, 'At the bench')
  await bench.locator('summary').click()
  await bench.getByLabel('At most so many cards').fill('1')
  await bench.getByLabel('Refuse who comes next').check()
  // A limit that could not be kept at an end does not stand in the way where nobody sees it.
  await bench.getByLabel('What At the bench is for').selectOption('Ends: lost')
  await page.getByText('An empty board is there at once.').waitFor()
  await bench.getByLabel('What At the bench is for').selectOption('In work')
  await bench.getByLabel('At most so many cards').fill('1')
  await bench.getByLabel('Refuse who comes next').check()
  await stageOf(page, 'Sent back').getByLabel('What Sent back is for').selectOption('Ends: won')
  const asked = stageOf(page, 'Asked')
  await asked.locator('summary').click()
  await asked.getByLabel('Sent back').uncheck()

  await page.getByRole('link', { name: 'All workflows' }).click()
  await page.getByRole('link', { name: 'Go on with Repairs' }).waitFor()
  expect([...(await axeComplaints(page)), ...(await cutOff(page))]).toEqual([])
  // Another tab of the same device has it too.
  const other = await priya.context.newPage()
  await other.goto('/workflows')
  await other.getByRole('link', { name: 'Go on with Repairs' }).click()
  await other.getByRole('textbox', { name: 'Name of At the bench' }).waitFor()
  await other.close()
  await page.getByRole('link', { name: 'Go on with Repairs' }).click()
  await press(page, 'Publish version 1')
  await page.getByText('Nothing is changed.').waitFor()
  await page.goto('/board')
  await page.getByRole('button', { name: /^Board: / }).click()
  await page.getByRole('menuitemradio', { name: 'Repairs' }).click()
  const names = page.getByRole('region', { name: 'Repairs board' }).getByRole('heading', { level: 2 })
  await eventually(
    () => names.allInnerTexts(),
    texts => texts.join() === 'Asked,Quoted,At the bench'
  )
})

test('what a stage asks for is written at once after one key, and the card goes on to where it was to go', async () => {
  const { page } = priya
  for (const [title, whose] of [
    ['Bent pen', 'noor'],
    ['Dry pen', 'ben']
  ] as const) {
    await page.keyboard.press('c')
    const asking = page.getByRole('dialog', { name: 'Whom is the card about?' })
    await asking.getByLabel('What it is about').fill(title)
    await asking.getByRole('searchbox').fill(whose)
    await asking
      .getByRole('button', { name: new RegExp(whose, 'i') })
      .first()
      .click()
    await there(page, title, 'Asked')
  }
  await stand(page, 'Bent pen')
  await page.keyboard.press('m')
  await page.getByRole('menuitemradio', { name: 'Sent back' }).click()
  await saying(page, 'In this workflow a card does not go from Asked to Sent back.').waitFor()
  for (const name of ['Bent pen', 'Dry pen']) {
    await stand(page, name)
    await page.keyboard.press('Shift+ArrowRight')
    await there(page, name, 'Quoted')
  }
  await stand(page, 'Bent pen')
  await page.keyboard.press('Shift+ArrowRight')
  await saying(page, 'Fill in first what this stage asks for: value, Nib width.').waitFor()
  await page.keyboard.press('Control+Shift+Z')
  const value = page.getByRole('dialog', { name: 'Bent pen' }).getByLabel('Value in EUR')
  await eventually(
    () => value.evaluate(field => field === document.activeElement),
    isThere => isThere
  )
  await page.keyboard.type('74.50')
  await page.keyboard.press('Tab')
  await page.getByRole('dialog').getByLabel('Nib width').fill('M')
  await page.keyboard.press('Enter')
  await saying(page, 'Bent pen moved to At the bench').waitFor()
  expect(await axeComplaints(page)).toEqual([])
})

test('who wants nothing to move is at the next stage at once, also on a phone', async () => {
  const phone = await sitDown(browser, server, 'agent1@demo.test', { small: true })
  const { page } = phone
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/board')
  await page.locator('.card').first().waitFor()
  const tabs = page.getByRole('navigation', { name: 'Stages' }).getByRole('button')
  const at = await page.locator('.columns').evaluate(async box => {
    const tab = document.querySelectorAll<HTMLElement>('.stage-tabs button')[2]
    tab?.click()
    return Math.round(box.scrollLeft / box.clientWidth)
  })
  expect(at).toBe(2)
  await eventually(
    () => tabs.nth(2).getAttribute('aria-current'),
    current => current === 'true'
  )
  expect(phone.complaints).toEqual([])
  await phone.context.close()
})

test('a workflow that was put away comes back with what the strip offers', async () => {
  const { page } = priya
  await page.goto('/workflows')
  await page.getByRole('link', { name: 'Edit Repairs' }).click()
  await press(page, 'Archive this workflow')
  const strip = saying(page, 'Repairs is archived')
  await page.getByRole('button', { name: 'Bring Repairs back' }).waitFor()
  await strip.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('link', { name: 'Edit Repairs' }).waitFor()
  await page.goto('/board')
  await page.getByRole('button', { name: /^Board: / }).click()
  await page.getByRole('menuitemradio', { name: 'Repairs' }).click()
  await card(page, 'Bent pen').waitFor()
  expect(priya.complaints).toEqual([])
})
