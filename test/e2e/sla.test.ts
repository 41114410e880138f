// @module-tag long
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeComplaints } from './axe.ts'
import { sitDown } from './desk.ts'
import { eventually } from './eventually.ts'
import { payloadOf, post } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

const minute = 60_000
const now = Date.now()
const customers = [
  { id: 'wamid.NEW', name: 'New Nora', from: '4915550300001', at: now - minute },
  { id: 'wamid.SOON', name: 'Soon Sam', from: '4915550300002', at: now - 25 * minute },
  { id: 'wamid.LATE', name: 'Late Lou', from: '4915550300003', at: now - 40 * minute }
].map(one => ({ ...one, text: 'Is anybody there?' }))

const rowOf = (page: Page, name: string) => page.getByRole('option').filter({ hasText: name })
const ours = ['Late Lou', 'Soon Sam', 'New Nora']
async function orderOf(page: Page): Promise<string[]> {
  const rows = await page.getByRole('option').allInnerTexts()
  return rows.flatMap(text => ours.find(name => text.includes(name)) ?? [])
}

/** For which waits the log says that a first reply was missed. */
async function missed(): Promise<number[]> {
  const events = await exported(server.dataDir)
  return events.flatMap(({ fact }) =>
    fact.type === 'conversation.sla-missed' && 'since' in fact ? [Number(fact.since)] : []
  )
}

test('an admin says how soon customers have answers; who is due first stands first, late stays late, and offline the clock stops', async () => {
  expect((await post(server, payloadOf(...customers))).status).toBe(200)
  const desk = await sitDown(browser, server, 'admin@demo.test')
  const { page } = desk
  await page.goto(`${server.url}/routing`)
  const form = page.getByRole('form', { name: 'Answer times of WhatsApp' })
  await form.getByLabel('First reply within').fill('soon')
  await form.getByText('Write it like 30 min').waitFor()
  expect(await form.getByRole('button', { name: 'Set the answer times' }).isDisabled()).toBe(true)
  await form.getByLabel('First reply within').fill('30 min')
  await form.getByRole('button', { name: 'Set the answer times' }).click()
  await page.getByText('The answer times of WhatsApp are set').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  const late = customers[2]!.at - (customers[2]!.at % 1000)
  await eventually(missed, found => found.includes(late))

  await page.goto(`${server.url}/inbox/unassigned`)
  await rowOf(page, 'Late Lou').locator('[data-urgency=late]').waitFor()
  await rowOf(page, 'Soon Sam').locator('[data-urgency=soon]').waitFor()
  await rowOf(page, 'New Nora').locator('[data-urgency=quiet]').waitFor()
  expect(await rowOf(page, 'Late Lou').innerText()).toContain('late')
  expect(await rowOf(page, 'Soon Sam').innerText()).toContain('left')
  expect(await orderOf(page)).toEqual(['New Nora', 'Soon Sam', 'Late Lou'])
  await page.getByRole('button', { name: 'Most urgent first' }).click()
  await eventually(
    () => orderOf(page),
    order => order.join() === ours.join()
  )
  expect(await axeComplaints(page)).toEqual([])

  // Whoever promises less afterwards was late all the same.
  await page.goto(`${server.url}/routing`)
  await form.getByLabel('First reply within').fill('10 h')
  await form.getByRole('button', { name: 'Set the answer times' }).click()
  await page.getByText('The answer times of WhatsApp are set').waitFor()
  await page.goto(`${server.url}/inbox/unassigned`)
  await rowOf(page, 'Soon Sam').locator('[data-urgency=quiet]').waitFor()
  await rowOf(page, 'Late Lou').locator('[data-urgency=late]').click()
  await page.locator('.page-head [data-urgency=late]').waitFor()
  await page.getByText('saw the first reply missed').first().waitFor()

  await desk.context.setOffline(true)
  await page.getByRole('textbox', { name: 'Reply' }).fill('Sorry, here I am.')
  await page.keyboard.press('Enter')
  await page.locator('.page-head [data-urgency]').waitFor({ state: 'detached' })
  await rowOf(page, 'Late Lou').locator('[data-urgency]').waitFor({ state: 'detached' })
  await desk.context.setOffline(false)
  expect((await missed()).filter(since => since === late)).toHaveLength(1)
  expect(desk.complaints).toEqual([])
  await desk.context.close()
})
