// @module-tag long
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { saying } from './at-board.ts'
import { axeComplaints } from './axe.ts'
import { composer, message, openConversation, readyForOffline, sitDown, upToDate, writes } from './desk.ts'
import { eventually } from './eventually.ts'
import { payloadOf, post } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

/** A customer writes; answered is their conversation. */
async function arrives(id: string, from: string): Promise<string> {
  expect((await post(server, payloadOf({ id, from, name: id, text: 'Is it there?', at: Date.now() }))).status).toBe(200)
  const received = await eventually(
    async () => (await exported(server.dataDir)).find(({ fact }) => 'message' in fact && fact.message === id),
    found => found !== undefined
  )
  return received!.stream.slice('conversation/'.length)
}

const head = (page: Page) => page.locator('.page-head')
const typesOf = async (conversation: string) =>
  (await exported(server.dataDir)).filter(({ stream }) => stream.endsWith(conversation)).map(({ fact }) => fact.type)

test('a macro is one key, is taken back with one, and asks once more before it writes to the customer', async () => {
  const boss = await sitDown(browser, server, 'admin@demo.test')
  const { page } = boss
  await page.goto('/automations')
  await page.getByRole('button', { name: 'New macro' }).click()
  await page.getByLabel('Name').fill('Urgent, and asleep')
  await page.getByLabel('Order').fill('1')
  await page.getByRole('combobox', { name: 'Step' }).selectOption({ label: 'set the priority' })
  await page.getByRole('button', { name: 'And then…' }).click()
  await page.getByRole('combobox', { name: 'Step' }).last().selectOption({ label: 'snooze it for' })
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('version 1').waitFor()
  await page.getByRole('link', { name: 'All automations' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Urgent, and asleep' }).locator('kbd').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await upToDate(page)

  const conversation = await arrives('wamid.MACRO', '491555810001')
  await openConversation(page, conversation)
  const field = composer(page).getByRole('textbox')
  await field.fill('1 is a letter here')
  await page.keyboard.press('Escape')
  await page.keyboard.press('1')
  await saying(page, 'Urgent, and asleep: done').waitFor()
  await head(page).getByText('Snoozed until').waitFor()
  await head(page).getByText('urgent').waitFor()
  await page.keyboard.press('Control+z')
  await saying(page, 'Undone: Urgent, and asleep').waitFor()
  await head(page).getByText('Snoozed until').waitFor({ state: 'detached' })
  expect(await head(page).getByText('urgent').count()).toBe(0)

  await page.keyboard.press('2')
  const asking = saying(page, '“Thank them, and resolve” writes to the customer. 2 again does it.')
  await asking.waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await page.keyboard.press('2')
  await saying(page, 'Thank them, and resolve: done').waitFor()
  await head(page).getByText('Resolved').waitFor()
  await eventually(
    () => typesOf(conversation),
    types => types.includes('conversation.resolved')
  )
  expect((await typesOf(conversation)).filter(type => type === 'conversation.replied')).toHaveLength(1)
  // What somebody was writing meanwhile is theirs.
  await page.reload()
  await writes(page, '1 is a letter here')
  expect(boss.complaints).toEqual([])
  await boss.context.close()
})

test('on a phone a macro is in the menu, works in a tunnel, and is taken back there as a whole', async () => {
  const conversation = await arrives('wamid.TUNNEL', '491555810002')
  const phone = await sitDown(browser, server, 'agent1@demo.test', { small: true })
  const { page } = phone
  await openConversation(page, conversation)
  await readyForOffline(page)
  await phone.context.setOffline(true)
  await page.getByText('Sends when you are online').waitFor()
  const thanks = async () => {
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Thank them, and resolve' }).click()
  }
  await thanks()
  const strip = saying(page, 'Thank them, and resolve: done')
  await strip.waitFor()
  await message(page, 'Thank').waitFor()
  await strip.getByRole('button', { name: 'Undo' }).click()
  await saying(page, 'Undone: Thank them, and resolve').waitFor()
  await message(page, 'Thank').waitFor({ state: 'detached' })
  await thanks()
  await message(page, 'Thank').waitFor()
  await phone.context.setOffline(false)
  const types = await eventually(
    () => typesOf(conversation),
    all => all.includes('conversation.resolved')
  )
  expect(types.filter(type => type === 'conversation.replied')).toHaveLength(1)
  expect(phone.complaints).toEqual([])
  await phone.context.close()
})
