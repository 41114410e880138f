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
