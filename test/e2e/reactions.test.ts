// @module-tag long
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeComplaints, darkComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { composer, message, offline, openConversation, readyForOffline, reply, sitDown, upToDate } from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites, phoneOf } from './meta.ts'
import { browser, server } from './opened.ts'

const rosa = { id: 'wamid.REACT1', from: '4915550300078', name: 'Rosa Reacts', text: 'It fits, thank you!' }
const onRosasPhone = async () => phoneOf(server, rosa.from)
const reactionOf = async () => (await onRosasPhone())?.messages.find(({ id }) => id === rosa.id)?.reaction
const menu = (page: Page) => page.getByRole('menu', { name: 'React' })
const reactions = (page: Page) => message(page, rosa.text).getByRole('img', { name: /^Reactions/ })

test('a customer sees that they were read, and that somebody writes to them, but not what is a note', async () => {
  await customerWrites(server, rosa)
  const conversation = await conversationOf(server.dataDir, rosa.name)
  const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(page, conversation)
  await eventually(
    async () => (await onRosasPhone())?.messages.find(({ id }) => id === rosa.id)?.ticks,
    ticks => ticks === 'read'
  )
  await composer(page).getByRole('button', { name: 'Note' }).click()
  await composer(page).getByRole('textbox').pressSequentially('nobody’s business')
  expect((await onRosasPhone())?.typing).toBe(false)

  await composer(page).getByRole('button', { name: 'Reply', exact: true }).click()
  await composer(page).getByRole('textbox').pressSequentially('We are glad')
  await eventually(
    async () => (await onRosasPhone())?.typing,
    isTyping => isTyping === true
  )
  await reply(page, 'We are glad to hear it')
  await eventually(
    async () => (await onRosasPhone())?.typing,
    isTyping => isTyping === false
  )
  expect(complaints).toEqual([])
  await context.close()
})

test('an emoji that was put there in a tunnel reaches the customer, and is taken back with the keys', async () => {
  const conversation = await conversationOf(server.dataDir, rosa.name)
  const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(page, conversation)
  await readyForOffline(page)
  await context.setOffline(true)
  await page.reload()
  await offline(page)
  await message(page, rosa.text).hover()
  await message(page, rosa.text).getByRole('button', { name: 'React' }).click()
  await menu(page).waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await menu(page).getByRole('menuitemradio', { name: '❤️' }).click()
  await reactions(page).getByText('❤️').waitFor()
  expect(await darkComplaints(page)).toEqual([])

  await context.setOffline(false)
  await upToDate(page)
  await eventually(reactionOf, reaction => reaction === '❤️')

  await page.getByRole('region', { name: 'Messages' }).focus()
  await page.keyboard.press('+')
  await menu(page).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await reactions(page).waitFor({ state: 'detached' })
  await eventually(reactionOf, reaction => reaction === undefined)
  expect(complaints).toEqual([])
  await context.close()
})

test('a customer is asked with choices, presses one, and the agent reads which', async () => {
  const conversation = await conversationOf(server.dataDir, rosa.name)
  const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(page, conversation)
  await composer(page).getByRole('button', { name: 'Choices to press' }).click()
  const choice = (n: number) => composer(page).getByLabel(`Choice ${n}`, { exact: true })
  await choice(1).fill('Another one in green, please')
  await choice(2).fill('No, thank you')
  await composer(page).getByText('takes at most 24 characters for a choice').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await choice(1).fill('Another one')
  await composer(page).getByText('Buttons: up to 3, 20 characters each.').waitFor()
  // They are kept as the words are.
  await page.reload()
  const kept = async () => [await choice(1).inputValue(), await choice(2).inputValue()]
  await eventually(kept, ([first, second]) => first === 'Another one' && second === 'No, thank you')

  // What was sent in a tunnel and taken back stands in the composer again, choices and all.
  await readyForOffline(page)
  await context.setOffline(true)
  await offline(page)
  const words = composer(page).getByRole('textbox', { name: `Reply to ${rosa.name}` })
  await words.fill('Can we do more for you?')
  await words.press('Enter')
  await choice(1).waitFor({ state: 'detached' })
  await page.goto('/outbox')
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await eventually(kept, ([first, second]) => first === 'Another one' && second === 'No, thank you')
  await eventually(
    () => words.inputValue(),
    text => text === 'Can we do more for you?'
  )
  await context.setOffline(false)
  await upToDate(page)
  await words.press('Enter')
  await choice(1).waitFor({ state: 'detached' })
  await message(page, 'Can we do more for you?').getByText('Another one').waitFor()
  expect(await axeComplaints(page)).toEqual([])

  const asked = async () => (await onRosasPhone())?.messages.find(({ text }) => text === 'Can we do more for you?')
  await eventually(asked, question => question?.choices?.length === 2)
  const phone = await context.newPage()
  await phone.goto('/phone')
  await phone.getByRole('button', { name: rosa.name }).first().click()
  await phone.getByRole('button', { name: 'No, thank you' }).click()
  await message(page, 'No, thank you').getByText('Pressed a button').waitFor()
  expect(complaints).toEqual([])
  await context.close()
})
