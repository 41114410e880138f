// @module-tag long
import { expect, test } from 'vitest'
import { axeComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { message, openConversation, sitDown } from './desk.ts'
import { customerWrites, payloadOf, post } from './meta.ts'
import { browser, server } from './opened.ts'

const odd = { from: '4915550300078', name: 'Odd Timing' }

test('an admin finds what could not be read, tries it again, and throws away what nobody will ever read', async () => {
  const broken = payloadOf({ ...odd, id: 'wamid.BROKEN', text: 'when is this?', at: 0 })
  await post(server, broken.replace('"timestamp":"0"', '"timestamp":"yesterday"'))
  await post(server, readReceipt('wamid.NEVER-SENT'))
  const desk = await sitDown(browser, server, 'admin@demo.test')
  const { page } = desk
  await page.goto(`${server.url}/me`)
  await page.getByRole('link', { name: 'Letters nobody could read' }).click()
  const letters = page.locator('[data-letter]')
  await letters.nth(1).waitFor()
  const timeless = letters.filter({ hasText: 'timestamp' })
  const receipt = letters.filter({ hasText: 'is a receipt for somebody we never met' })
  await timeless.getByText('What it says').click()
  await timeless.getByText('when is this?').waitFor()
  expect(await axeComplaints(page)).toEqual([])

  // The fix: whose receipt it is, is known from now on.
  await customerWrites(server, { ...odd, id: 'wamid.MET', text: 'Here I am' })
  await receipt.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('It was read, and is in its conversation.').waitFor()
  await receipt.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Try all again' }).click()
  await page.getByText('It still cannot be read.').waitFor()
  await timeless.getByRole('button', { name: 'Throw away' }).click()
  await timeless.getByText('What it says is gone then, for everybody.').waitFor()
  await timeless.getByRole('button', { name: 'Throw it away' }).click()
  await page.getByText('Everything could be read').waitFor()

  await openConversation(page, await conversationOf(server.dataDir, odd.name))
  await message(page, 'Here I am').waitFor()
  expect(desk.complaints).toEqual([])
  await desk.context.close()
})

test('an agent is told that these are for admins', async () => {
  const desk = await sitDown(browser, server, 'agent1@demo.test', { small: true })
  await desk.page.goto(`${server.url}/me`)
  await desk.page.getByRole('button', { name: 'Sign out' }).waitFor()
  expect(await desk.page.getByRole('link', { name: 'Letters nobody could read' }).count()).toBe(0)
  await desk.page.goto(`${server.url}/letters`)
  await desk.page.getByText('Only an admin of this workspace can see these').waitFor()
  await desk.context.close()
})

function readReceipt(id: string): string {
  const payload = JSON.parse(payloadOf()) as { entry: { changes: { value: Record<string, unknown> }[] }[] }
  const { value } = payload.entry[0]!.changes[0]!
  const status = { id, status: 'read', timestamp: '1795428000', recipient_id: odd.from }
  payload.entry[0]!.changes[0]!.value = { ...value, contacts: undefined, messages: undefined, statuses: [status] }
  return JSON.stringify(payload)
}
