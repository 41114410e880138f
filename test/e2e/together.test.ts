import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { composer, message, openConversation, sitDown, upToDate, writes } from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'
import { tunnelOf } from './tunnel.ts'

const field = (page: Page) => composer(page).getByRole('textbox')
const company = (page: Page, words: RegExp) => composer(page).getByRole('status').filter({ hasText: words })
/** The name at a colleague's caret, and how many letters stand before it. */
const caret = (page: Page) =>
  page.evaluate(() => {
    const mark = document.querySelector('.carets .caret')
    if (!mark) return null
    const range = document.createRange()
    range.setStart(mark.parentElement as Node, 0)
    range.setEndBefore(mark)
    return { name: mark.textContent, before: range.toString().length }
  })

async function twoAtOne(customer: { id: string; from: string; name: string; text: string }) {
  await customerWrites(server, customer)
  const conversation = await conversationOf(server.dataDir, customer.name)
  const [one, two] = await Promise.all([
    sitDown(browser, server, 'agent1@demo.test'),
    sitDown(browser, server, 'agent2@demo.test', { small: true, scheme: 'dark' })
  ])
  const tunnel = await tunnelOf(two.context)
  await openConversation(one.page, conversation)
  await openConversation(two.page, conversation)
  for (const { page } of [one, two]) await company(page, /has this open too/).waitFor()
  return { conversation, one, two, tunnel }
}

const repliesIn = async (conversation: string): Promise<string[]> =>
  (await exported(server.dataDir))
    .filter(event => event.stream === `conversation/${conversation}`)
    .flatMap(({ fact }) =>
      fact.type === 'conversation.replied' ? [(fact as unknown as { content: { text: string } }).content.text] : []
    )

test('two write one reply, see each other’s carets, one of them in a tunnel for a while, and send it once', async () => {
  const customer = { id: 'wamid.TOGETHER1', from: '4915550700001', name: 'Tora Together', text: 'Where is it?' }
  const { conversation, one, two, tunnel } = await twoAtOne(customer)

  await field(one.page).pressSequentially('Dear ')
  await writes(two.page, 'Dear ')
  await company(two.page, /is answering/).waitFor()
  expect(
    await eventually(
      () => caret(two.page),
      found => found?.before === 5
    )
  ).toMatchObject({
    name: expect.stringMatching(/\w/)
  })
  await field(two.page).press('End')
  await field(two.page).pressSequentially('Tora')
  await writes(one.page, 'Dear Tora')
  await eventually(
    () => caret(one.page),
    found => found?.before === 9
  )
  for (const { page } of [one, two]) expect(await axeComplaints(page)).toEqual([])
  // What the colleague wrote has not moved the caret: the next word goes where it stood.
  await field(one.page).pressSequentially('dearest ')
  await writes(two.page, 'Dear dearest Tora')

  await tunnel.enter()
  await two.page
    .getByText(/^Offline/)
    .first()
    .waitFor({ state: 'attached' })
  await field(two.page).press('End')
  await field(two.page).pressSequentially(', it comes on Monday')
  await field(one.page).press('Home')
  await field(one.page).pressSequentially('Re: ')
  await writes(one.page, 'Re: Dear dearest Tora')
  tunnel.leave()
  for (const { page } of [one, two]) await writes(page, 'Re: Dear dearest Tora, it comes on Monday')

  // Whoever is slower may find nothing left to send by then: the press is made all the same.
  const press = composer(two.page).getByRole('button', { name: 'Send' })
  await Promise.all([field(one.page).press('Enter'), press.dispatchEvent('click')])
  for (const { page } of [one, two]) {
    await message(page, 'it comes on Monday').waitFor()
    await writes(page, '')
    await upToDate(page)
  }
  expect(await repliesIn(conversation)).toEqual(['Re: Dear dearest Tora, it comes on Monday'])
  expect([...one.complaints, ...two.complaints]).toEqual([])
  await one.context.close()
  await two.context.close()
})

test(
  'a draft that was sent in a tunnel after a colleague had sent it goes once, and what it had more comes back',
  { tags: 'long' },
  async () => {
    const customer = { id: 'wamid.TOGETHER2', from: '4915550700002', name: 'Tove Tunnel', text: 'And mine?' }
    const { conversation, one, two, tunnel } = await twoAtOne(customer)
    await field(one.page).pressSequentially('Yours too')
    await writes(two.page, 'Yours too')

    await tunnel.enter()
    await two.page
      .getByText(/^Offline/)
      .first()
      .waitFor({ state: 'attached' })
    await field(two.page).press('End')
    await field(two.page).pressSequentially(', on Tuesday')
    await composer(two.page).getByRole('button', { name: 'Send' }).click()
    await writes(two.page, '')
    await field(one.page).press('Enter')
    await message(one.page, 'Yours too').waitFor()
    tunnel.leave()
    await two.page.getByText('They are back in the composer').waitFor()
    await writes(two.page, ', on Tuesday')
    await writes(one.page, ', on Tuesday')
    expect(await repliesIn(conversation)).toEqual(['Yours too'])
    expect(await message(two.page, 'Yours too').count()).toBe(1)
    expect([...one.complaints, ...two.complaints]).toEqual([])
    await one.context.close()
    await two.context.close()
  }
)

test('what is too long to be written together says so, and is kept on its device', { tags: 'long' }, async () => {
  const customer = { id: 'wamid.TOGETHER3', from: '4915550700003', name: 'Lena Long', text: 'Tell me everything.' }
  const { one, two } = await twoAtOne(customer)
  await field(one.page).fill('word '.repeat(14_000))
  await company(one.page, /Too long to be written together/).waitFor()
  await one.page.reload()
  await eventually(
    () => field(one.page).inputValue(),
    words => words.length === 70_000
  )
  expect(await field(two.page).inputValue()).toBe('')
  expect([...one.complaints, ...two.complaints]).toEqual([])
  await one.context.close()
  await two.context.close()
})
