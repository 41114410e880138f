// @module-tag long
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeComplaints, darkComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { composer, message, offline, openConversation, readyForOffline, sitDown, upToDate, writes } from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites, onThePhone } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

const [maya, nameless] = ['491555700011', '491555700012']

const complaintsOf = async (page: Page) => [...(await axeComplaints(page)), ...(await darkComplaints(page))]
const field = (page: Page) => composer(page).getByRole('textbox')
const picker = (page: Page) => page.getByRole('dialog', { name: 'Saved replies' })
const selected = (page: Page) =>
  field(page).evaluate((element: HTMLTextAreaElement) =>
    element.value.slice(element.selectionStart, element.selectionEnd)
  )

test('an admin writes a saved reply; an agent finds it with a slash in a tunnel, and it goes when they send it', async () => {
  await customerWrites(server, { id: 'wamid.SR1', from: maya, name: 'Maya Lind', text: 'Do you gift-wrap?' })
  await customerWrites(server, { id: 'wamid.SR2', from: nameless, name: '+49 1555 700012', text: 'Hello' })
  const boss = await sitDown(browser, server, 'admin@demo.test')
  await boss.page.goto('/me')
  await boss.page.getByRole('link', { name: 'Saved replies' }).click()
  await boss.page.getByText('Opening hours').waitFor()
  await boss.page.getByRole('button', { name: 'New saved reply' }).click()
  await boss.page.getByText('It needs a short name.').waitFor()
  await boss.page.getByLabel('Short name').fill('opening HOURS')
  await boss.page.getByText('There is one called “opening HOURS” already.').waitFor()
  await boss.page.getByLabel('Short name').fill('Wrapping')
  await boss.page.getByLabel('What it says').fill('Dear {{name}}, we wrap it. {{agent}}')
  await boss.page.getByText('Nobody can fill in {{name}}.').waitFor()
  expect(await complaintsOf(boss.page)).toEqual([])
  await boss.page.reload()
  await boss.page.getByLabel('What it says').fill('Dear {{customer}}, we wrap it. {{agent}}')
  await boss.page
    .getByText(/^Dear \{\{customer\}\}, we wrap it\. \p{L}/u)
    .last()
    .waitFor()
  await boss.page.getByRole('button', { name: 'Save', exact: true }).click()
  await boss.page.locator('[data-phrase]', { hasText: 'Wrapping' }).waitFor()

  const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test')
  await readyForOffline(page)
  const conversation = await conversationOf(server.dataDir, 'Maya Lind')
  await openConversation(page, conversation)
  // What is on the device before the tunnel.
  await page.getByRole('button', { name: 'Saved replies' }).click()
  await picker(page).getByText('Wrapping').waitFor()
  expect(await complaintsOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await picker(page).waitFor({ state: 'hidden' })
  await context.setOffline(true)
  await offline(page)

  // Whoever wants a slash has one: it is typed, and Escape leaves it.
  await field(page).click()
  await page.keyboard.type('/')
  await picker(page).waitFor()
  await page.keyboard.press('Escape')
  await picker(page).waitFor({ state: 'hidden' })
  await page.keyboard.type('s')
  await writes(page, '/s')

  // Whoever is faster than the screen has emptied the field and begun again before it was drawn.
  await field(page).evaluate(one => {
    const type = (value: string, inputType: string) => {
      ;(one as HTMLTextAreaElement).value = value
      one.dispatchEvent(new InputEvent('input', { bubbles: true, inputType }))
    }
    type('', 'deleteContentBackward')
    type('/', 'insertText')
  })
  await picker(page).waitFor()
  await page.keyboard.press('Escape')
  await picker(page).waitFor({ state: 'hidden' })
  await field(page).fill('')

  // Whoever types fast has not waited for the list.
  await page.keyboard.type('/wrap')
  await eventually(
    () => picker(page).getByRole('option').count(),
    count => count === 1
  )
  await page.keyboard.press('Enter')
  await picker(page).waitFor({ state: 'hidden' })
  const said = /^Dear Maya, we wrap it\. \p{L}+/u
  await eventually(
    () => field(page).inputValue(),
    words => said.test(words)
  )
  const words = await field(page).inputValue()
  expect(await message(page, words).count()).toBe(0)
  await page.keyboard.type(' For free.')
  await page.keyboard.press('Enter')
  await message(page, `${words} For free.`).waitFor()
  await context.setOffline(false)
  await eventually(
    () => onThePhone(server, maya),
    heard => heard.includes(`${words} For free.`)
  )

  // A name that nobody knows is left to be written over, and the arrows choose.
  await openConversation(page, await conversationOf(server.dataDir, '+49 1555 700012'))
  await field(page).click()
  await page.keyboard.type('/')
  await picker(page).getByRole('option').first().waitFor()
  const options = await picker(page).getByRole('option').allInnerTexts()
  const at = options.findIndex(option => option.startsWith('Wrapping'))
  for (let n = 0; n < at; n++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await eventually(
    () => selected(page),
    gap => gap === '{{customer}}'
  )
  await page.keyboard.type('friend')
  await eventually(
    () => field(page).inputValue(),
    text => text.startsWith('Dear friend, we wrap it.')
  )
  expect([...boss.complaints, ...complaints]).toEqual([])
  await context.close()
  await boss.context.close()
})

test('an automation sends a saved reply until that is removed, and says so; a macro sends a template in a tunnel', async () => {
  const boss = await sitDown(browser, server, 'admin@demo.test')
  const { page, context } = boss
  await readyForOffline(page)
  await page.goto('/automations')
  await page.getByRole('button', { name: 'New automation' }).click()
  await page.getByLabel('Name').fill('Hours')
  await page.getByLabel('Words', { exact: true }).fill('open')
  await page.getByRole('combobox', { name: 'Step' }).selectOption({ label: 'send the saved reply' })
  await page.getByText('Choose which saved reply.').waitFor()
  // Nothing of it is lost with the page.
  await page.reload()
  await page.getByText('Choose which saved reply.').waitFor()
  await page.getByRole('combobox', { name: 'Saved reply' }).selectOption({ label: 'Opening hours' })
  await page.getByText('if the words contain “open”: send the saved reply “Opening hours”.').waitFor()
  expect(await complaintsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('version 1').waitFor()
  await upToDate(page)
  const path = page.url()

  await customerWrites(server, { id: 'wamid.SR3', from: '491555700013', name: 'Ida Berg', text: 'When are you open?' })
  await eventually(
    () => onThePhone(server, '491555700013'),
    heard => heard.some(one => one.startsWith('Hello Ida, we are here Monday to Friday'))
  )

  await page.goto('/phrases')
  await page.getByRole('button', { name: 'Remove Opening hours' }).click()
  await page.getByText('“Hours” would have nothing to send any more, and say so.').waitFor()
  await page.getByRole('button', { name: 'Remove it for everybody' }).click()
  await page.locator('[data-phrase]', { hasText: 'Opening hours' }).waitFor({ state: 'detached' })
  await eventually(
    async () => (await exported(server.dataDir)).some(({ fact }) => fact.type === 'phrase.removed'),
    isSo => isSo
  )
  await customerWrites(server, {
    id: 'wamid.SR4',
    from: '491555700013',
    name: 'Ida Berg',
    text: 'And are you open now?'
  })
  await page.goto('/automations')
  await page.getByText('The saved reply that it sends was removed. Choose another one.').waitFor()
  await page.goto(path)
  await page.getByText('The saved reply that it sends was removed. Choose another one.').waitFor()
  const did = page.getByRole('region', { name: 'What it did', exact: true })
  await eventually(
    async () => {
      await page.getByRole('button', { name: 'Look again' }).click()
      return did.getByText(/\(not done: its saved reply was removed\)\.$/).count()
    },
    count => count === 1
  )

  await page.goto('/automations')
  await page.getByRole('button', { name: 'New macro' }).click()
  await page.getByLabel('Name').fill('On its way')
  await page.getByRole('combobox', { name: 'Step' }).selectOption({ label: 'send the template' })
  await page.getByRole('combobox', { name: 'Template' }).selectOption({ label: 'Order shipped (en)' })
  await page.getByText('Fill in every blank of the template.').waitFor()
  await page.getByRole('textbox', { name: /^Blank 2/ }).fill('4711')
  await page.getByRole('textbox', { name: /^Blank 3/ }).fill('Friday')
  expect(await complaintsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('version 1').waitFor()
  await upToDate(page)
  await openConversation(page, await conversationOf(server.dataDir, 'Ida Berg'))
  await context.setOffline(true)
  await offline(page)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('On its way')
  await page.getByRole('option', { name: 'On its way' }).click()
  await page.getByText('On its way: done').waitFor()
  await context.setOffline(false)
  const told = 'Hello Ida, your order 4711 is on its way. It should be with you by Friday.'
  await eventually(
    () => onThePhone(server, '491555700013'),
    heard => heard.includes(told)
  )
  expect(boss.complaints).toEqual([])
  await context.close()
})
