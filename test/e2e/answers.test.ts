// @module-tag long
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { axeComplaints, darkComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { composer, message, offline, openConversation, readyForOffline, reply, sitDown, writes } from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

const quinn = { from: '4915550300091', name: 'Quinn Questions' }
const asked = ['Does it come in green?', 'And is it washable?', 'How long does it take?'] as const
const other = { id: 'wamid.ANSWER9', from: '4915550300092', name: 'Olga Other', text: 'Good morning!' }

beforeAll(async () => {
  for (const [at, text] of asked.entries()) await customerWrites(server, { ...quinn, id: `wamid.ANSWER${at}`, text })
  await customerWrites(server, other)
})

const chip = (page: Page) => composer(page).getByRole('list', { name: 'The message you reply to' })
const field = (page: Page) => composer(page).getByRole('textbox')
/** The line of a message, by its id: a reply that quotes its words has them too. */
const lineOf = (page: Page, id: string) => page.locator(`[data-message="${id}"]`)
const idOf = async (page: Page, words: string) => (await message(page, words).getAttribute('data-message')) ?? ''
const chooses = async (page: Page, id: string) => {
  await lineOf(page, id).hover()
  await lineOf(page, id).getByRole('button', { name: 'Reply to this' }).click()
  await chip(page).waitFor()
}

/** What the log says that our reply with these words answers. */
async function answeredBy(words: string): Promise<string | undefined> {
  const replies = await eventually(
    async () =>
      (await exported(server.dataDir)).flatMap(({ fact }) =>
        fact.type === 'conversation.replied' && 'content' in fact
          ? [fact.content as { text?: string; replyTo?: { message: string } }]
          : []
      ),
    all => all.some(({ text }) => text === words)
  )
  return replies.find(({ text }) => text === words)?.replyTo?.message
}

test('the first of several messages is answered in a tunnel, over a reload, and the reply names it', async () => {
  const conversation = await conversationOf(server.dataDir, quinn.name)
  const olgas = await conversationOf(server.dataDir, other.name)
  const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(page, conversation)
  const first = await idOf(page, asked[0])
  await readyForOffline(page)
  await context.setOffline(true)
  await page.reload()
  await offline(page)

  await chooses(page, first)
  expect(await chip(page).textContent()).toContain(`In reply to ${quinn.name}${asked[0]}`)
  // Who listens is led to the field, and told there what it answers.
  const heard = await field(page).evaluate(element =>
    (element.getAttribute('aria-describedby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent)
  )
  expect(heard.join(' ')).toContain(asked[0])
  await eventually(
    () => field(page).evaluate(element => element === document.activeElement),
    isFocused => isFocused
  )
  expect(await axeComplaints(page)).toEqual([])
  expect(await darkComplaints(page)).toEqual([])

  await page.reload()
  await chip(page).getByText(asked[0]).waitFor()
  await openConversation(page, olgas)
  await message(page, other.text).waitFor()
  expect(await chip(page).count()).toBe(0)
  await openConversation(page, conversation)
  await chip(page).getByText(asked[0]).waitFor()
  // A note for the team answers no customer.
  await composer(page).getByRole('button', { name: 'Note', exact: true }).click()
  await chip(page).waitFor({ state: 'detached' })
  await composer(page).getByRole('button', { name: 'Reply', exact: true }).click()
  await chip(page).waitFor()

  await reply(page, 'It does, in two of them')
  await chip(page).waitFor({ state: 'detached' })
  const quote = message(page, 'It does, in two of them').locator('q')
  expect(await quote.textContent()).toBe(asked[0])
  await page.reload()
  await quote.waitFor()
  expect(await chip(page).count()).toBe(0)
  await writes(page, '')

  // Who looks at what waits is told the same, and led to it.
  await page.goto('/outbox')
  const waiting = page.getByRole('listitem').filter({ hasText: 'It does, in two of them' })
  await waiting.getByText(asked[0]).waitFor()
  expect([...(await axeComplaints(page)), ...(await darkComplaints(page))]).toEqual([])
  await waiting.getByRole('button', { name: asked[0] }).focus()
  await page.keyboard.press('Enter')
  await eventually(
    () => lineOf(page, first).evaluate(line => line.dataset['found'] === ''),
    isThere => isThere
  )

  await context.setOffline(false)
  expect(await answeredBy('It does, in two of them')).toBe(first)
  await reply(page, 'Anything else?')
  expect(await answeredBy('Anything else?')).toBeUndefined()
  expect(await quote.textContent()).toBe(asked[0])
  // A quote leads to its message: whoever listens stands on it.
  await quote.click()
  await eventually(
    () => lineOf(page, first).evaluate(line => line === document.activeElement && line.dataset['found'] === ''),
    isThere => isThere
  )
  expect(complaints).toEqual([])
  await context.close()
})

test('it is chosen and let go with the keys, and comes back with a reply that is taken back', async () => {
  const conversation = await conversationOf(server.dataDir, quinn.name)
  const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(page, conversation)
  await reply(page, 'One moment, please')
  const [last, ours] = [await idOf(page, asked[2]), await idOf(page, 'One moment, please')]
  await lineOf(page, last).getByRole('button', { name: 'Reply to this' }).waitFor()
  await page.getByRole('region', { name: 'Messages' }).focus()
  await page.keyboard.press('q')
  await chip(page).getByText(asked[2]).waitFor()
  await field(page).fill('Two')
  await field(page).press('Escape')
  await chip(page).waitFor()
  await field(page).fill('')
  await field(page).press('Escape')
  await chip(page).waitFor({ state: 'detached' })

  // What of ours has gone out may be answered too, and another one chosen instead.
  await chooses(page, ours)
  await chip(page).getByText('In reply to You').waitFor()
  await chooses(page, last)
  await chip(page).getByText(asked[2]).waitFor()

  await readyForOffline(page)
  await context.setOffline(true)
  await offline(page)
  await reply(page, 'Two or three days')
  await chip(page).waitFor({ state: 'detached' })
  await page.goto('/outbox')
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await chip(page).getByText(asked[2]).waitFor()
  await writes(page, 'Two or three days')
  await context.setOffline(false)
  await field(page).press('Enter')
  await chip(page).waitFor({ state: 'detached' })
  expect(await answeredBy('Two or three days')).toBe(last)

  await chooses(page, last)
  await composer(page).getByRole('button', { name: 'Reply to no particular message' }).click()
  await chip(page).waitFor({ state: 'detached' })
  await page.reload()
  await writes(page, '')
  expect(await chip(page).count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
})
