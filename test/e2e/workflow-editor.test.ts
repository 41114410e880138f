import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { axeComplaints } from './axe.ts'
import { offline, readyForOffline, sitDown, type Desk } from './desk.ts'
import { browser, server } from './opened.ts'

let priya: Desk

beforeAll(async () => {
  priya = await sitDown(browser, server, 'admin@demo.test')
})

const stageCalled = (page: Page, name: string) => page.getByRole('textbox', { name: `Name of ${name}`, exact: true })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const columns = (page: Page) => page.locator('.columns').getByRole('region')
const outlook = (page: Page) => page.getByRole('region', { name: 'Publish' }).getByRole('status')

async function edit(page: Page, workflow: string): Promise<void> {
  await page.goto(`/workflows/${workflow}`)
  await page.getByRole('region', { name: 'Versions' }).waitFor()
}

/** The editor says which version it stands on. */
async function published(page: Page, version: number): Promise<void> {
  await page.getByText(`version ${version}`, { exact: true }).waitFor()
  await page.getByText('Nothing is changed.').waitFor()
}

/** Between "Rules" and what they are, whichever way the page is read. Runs in the page. */
function gapAfterWord(summary: Element): number {
  const word = document.createRange()
  word.selectNode(summary.firstChild as ChildNode)
  const [from, to] = [word.getBoundingClientRect(), summary.querySelector('.hint')?.getBoundingClientRect()]
  return to ? Math.round(Math.max(to.left - from.right, from.left - to.right)) : 0
}

test('an admin builds a workflow from a template, and its board is there', async () => {
  const { page } = priya
  await page.goto('/me')
  await page.getByRole('link', { name: 'Workflows' }).click()
  await press(page, 'Simple')
  await page.getByText('not published yet').waitFor()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Repairs')
  await page.getByRole('textbox', { name: 'Name of a new stage' }).fill('At the workshop')
  await press(page, 'Add stage')
  await stageCalled(page, 'At the workshop').waitFor()
  await press(page, 'Move At the workshop up')
  // What was begun outlives a reload.
  await page.reload()
  await stageCalled(page, 'At the workshop').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await press(page, 'Publish version 1')
  await published(page, 1)
  await page.goto('/board')
  await page.getByRole('button', { name: /^Board: / }).click()
  await page.getByRole('menuitemradio', { name: 'Repairs' }).click()
  await page.getByRole('region', { name: 'Repairs board' }).waitFor()
  const names = page.getByRole('region', { name: 'Repairs board' }).getByRole('heading', { level: 2 })
  expect(await names.allInnerTexts()).toEqual(['New', 'At the workshop', 'In progress'])
})

test('a figure that cannot be is not taken, and that is said', async () => {
  const { page } = priya
  await edit(page, 'support')
  await page.getByText('Rules').first().click()
  expect(await page.locator('.stage-of summary').first().evaluate(gapAfterWord)).toBe(10)
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
  expect(await page.locator('.stage-of summary').first().evaluate(gapAfterWord)).toBe(10)
  await page.evaluate(() => document.documentElement.removeAttribute('dir'))
  const hours = page.getByLabel('Not longer than, in hours').first()
  const before = await hours.inputValue()
  await hours.pressSequentially('-')
  await hours.fill('-3')
  await page.getByText(`A number from 0.25 to 1600, in steps of 0.25. It stays ${before} until then.`).waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await page.keyboard.press('Tab')
  expect(await hours.inputValue()).toBe(before)
  await hours.fill('0')
  await hours.pressSequentially('.5')
  expect(await hours.inputValue()).toBe('0.5')
  await page.getByText(/^A number from/).waitFor({ state: 'detached' })
  await press(page, 'Discard these changes')
})

test('what a change does to the cards is seen first, a stage that goes needs an heir, and a version can be gone back to', async () => {
  const { page } = priya
  await edit(page, 'support')
  await press(page, 'Remove Waiting for customer')
  await outlook(page).getByText('Say where the cards of Waiting for customer go.').waitFor()
  expect(await page.getByRole('button', { name: 'Publish version 2' }).isDisabled()).toBe(true)
  await page.getByLabel('Cards of Waiting for customer go to').selectOption('In progress')
  await outlook(page).getByText('3 cards of Waiting for customer go to In progress.').waitFor()

  // Tried before it is published: with a hard limit, and on what people really did.
  const rules = page.getByRole('listitem', { name: 'In progress' })
  await rules.locator('summary').click()
  await rules.getByLabel('At most so many cards').fill('2')
  await rules.getByLabel('Refuse who comes next').check()
  await rules.getByLabel('Not longer than, in hours').fill('0.25')
  const trial = page.getByRole('region', { name: 'Try it' })
  await press(page, 'Try')
  await trial.getByText('Nothing was done.').waitFor()
  await trial.getByText('3 cards of Waiting for customer would go to In progress').waitFor()
  expect(await trial.getByRole('list', { name: 'The cards that are there' }).getByRole('link').count()).toBe(3)
  await trial.getByText('In progress has 6 cards and could have 2: it cannot be published like this.').waitFor()
  await trial.locator('[data-refused=stage-full]').first().waitFor()
  await trial.getByRole('row', { name: /In progress: too long there, now/ }).waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await rules.getByLabel('At most so many cards').fill('60')
  await trial.getByText('That was before you changed it.').waitFor()
  await press(page, 'Publish version 2')
  await published(page, 2)

  await page.getByRole('button', { name: 'Go back to version 1' }).click()
  await stageCalled(page, 'Waiting for customer').waitFor()
  await press(page, 'Publish version 3')
  await published(page, 3)
  await page.goto('/board/support')
  await columns(page).filter({ hasText: 'Tanvi' }).first().waitFor()
  expect(await page.getByRole('region', { name: 'Waiting for customer', exact: true }).getByText('Tanvi').count()).toBe(
    1
  )
})

test('a workflow has answer times of its own, and the clock of who has a card there says them', async () => {
  const { page } = priya
  await edit(page, 'support')
  const times = page.getByRole('region', { name: 'Answer times' })
  await times.getByLabel('First reply within').fill('soon')
  await times.getByText('Write it like 30 min').waitFor()
  const publishing = page.getByRole('region', { name: 'Publish' })
  await publishing.getByText('“First reply within” is not a time yet.').waitFor()
  expect(await publishing.getByRole('button', { name: 'Publish version 4' }).isDisabled()).toBe(true)
  await times.getByLabel('First reply within').fill('')
  await times.getByLabel('Resolved within').fill('8000 h')
  expect(await axeComplaints(page)).toEqual([])
  await press(page, 'Publish version 4')
  await published(page, 4)
  expect(await times.getByLabel('Resolved within').inputValue()).toBe('8000 h')
  await page.goto('/board/support')
  const clock = page.locator('.columns [data-urgency=quiet]').first()
  await clock.waitFor()
  expect(await clock.getAttribute('title')).toContain('as Support has it')
})

test('of two versions made offline one is published, the other is told of it and is a draft again', async () => {
  const other = await sitDown(browser, server, 'admin@demo.test')
  for (const { page } of [priya, other]) {
    await readyForOffline(page)
    await edit(page, 'sales')
  }
  await server.kill('SIGKILL')
  for (const [{ page }, name] of [
    [priya, 'Sales, new'],
    [other, 'Deals']
  ] as const) {
    await offline(page)
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    await press(page, 'Publish version 2')
    await published(page, 2)
  }
  await server.restart()
  const refusedOn = async ({ page }: Desk) => {
    await page.goto('/outbox')
    const refused = page.getByRole('region', { name: 'Not done' })
    await page.getByText('Everything has reached the server').or(refused).first().waitFor()
    return (await refused.count()) > 0
  }
  const isMine = await refusedOn(priya)
  expect(await refusedOn(other)).toBe(!isMine)
  const { page } = isMine ? priya : other
  const mine = isMine ? 'Sales, new' : 'Deals'
  await page.getByRole('region', { name: 'Not done' }).getByText('published version 2').waitFor()
  await press(page, 'Edit it again')
  await page.getByText('after you began. Your changes are kept here.').waitFor()
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(mine)
  expect(await axeComplaints(page)).toEqual([])
  await press(page, 'Go on with mine, in its place')
  await press(page, 'Publish version 3')
  await published(page, 3)
  expect([...priya.complaints, ...other.complaints]).toEqual([])
  await other.context.close()
})

test('who is no admin is told so', async () => {
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  const asked = await desk.page.request.post(`${server.url}/api/workflows/dry-run`, { data: {} })
  expect(asked.status()).toBe(403)
  await desk.page.goto('/workflows/support')
  await desk.page.getByText('Only an admin of this workspace edits its workflows').waitFor()
  await desk.context.close()
})
