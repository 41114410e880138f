// @module-tag long
import { expect, test } from 'vitest'
import { conversationOf } from './conversation-of.ts'
import { deliveryOf, message, offline, openConversation, readyForOffline, reply, sitDown, type Desk } from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites, onThePhone } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

const minute = 60_000

/** Half an hour ago, without a network: answered, and the laptop shut. Then the server comes back. */
async function answeredInTheTunnel(desk: Desk, conversation: string, words: string, answers?: string): Promise<void> {
  await openConversation(desk.page, conversation)
  await readyForOffline(desk.page)
  await server.kill('SIGKILL')
  await offline(desk.page)
  await desk.page.clock.setFixedTime(Date.now() - 30 * minute)
  if (answers) {
    await message(desk.page, answers).hover()
    await message(desk.page, answers).getByRole('button', { name: 'Reply to this' }).click()
  }
  await reply(desk.page, words)
  expect(await deliveryOf(desk.page, words)).toBe('waiting')
  await desk.page.close()
  await desk.context.clock.setSystemTime(Date.now())
  await server.restart()
}

async function factsOf(conversation: string): Promise<string[]> {
  const events = await exported(server.dataDir)
  return events.filter(({ stream }) => stream === `conversation/${conversation}`).map(({ fact }) => fact.type)
}

test('a reply from half an hour ago is held back when the customer has written since, and sent once when told to', async () => {
  const customer = { from: '4915550300001', name: 'Hedda Held' }
  const asked = { ...customer, id: 'wamid.HELD1', text: 'Can you cancel my order?', at: Date.now() - 40 * minute }
  await customerWrites(server, asked)
  const conversation = await conversationOf(server.dataDir, customer.name)
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  await answeredInTheTunnel(desk, conversation, 'Done, it is cancelled.', asked.text)
  await customerWrites(server, { ...customer, id: 'wamid.HELD2', text: 'Please do not cancel, I want it after all.' })

  const page = await desk.context.newPage()
  await openConversation(page, conversation)
  const held = page.getByRole('article', { name: 'Reply held back, by You' })
  await held.getByText('Held back, not sent').waitFor()
  await held.getByText('Hedda Held wrote again').waitFor()
  await held.getByText('Please do not cancel, I want it after all.').waitFor()
  await held.getByText('Done, it is cancelled.').waitFor()
  await held.getByRole('button', { name: `Show the message that this answers: ${asked.text}` }).waitFor()
  expect(await onThePhone(server, customer.from)).toEqual([])

  await held.getByRole('button', { name: 'Send anyway' }).click()
  await eventually(
    () => deliveryOf(page, 'Done, it is cancelled.'),
    rung => rung === 'delivered' || rung === 'read'
  )
  expect(await held.count()).toBe(0)
  expect(await onThePhone(server, customer.from)).toEqual(['Done, it is cancelled.'])
  const facts = await factsOf(conversation)
  expect(facts.filter(type => type === 'conversation.replied')).toHaveLength(1)
  expect(facts.filter(type => type === 'conversation.reply-held')).toHaveLength(1)
  await desk.context.close()
})

test('it is held back when a colleague has answered since, and discarded it never reaches the customer', async () => {
  const customer = { from: '4915550300002', name: 'Dora Discard' }
  await customerWrites(server, { ...customer, id: 'wamid.HELD3', text: 'When?', at: Date.now() - 40 * minute })
  const conversation = await conversationOf(server.dataDir, customer.name)
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  await answeredInTheTunnel(desk, conversation, 'On Thursday.')
  const colleague = await sitDown(browser, server, 'agent2@demo.test')
  await openConversation(colleague.page, conversation)
  await reply(colleague.page, 'On Friday, the driver says.')
  await eventually(
    () => onThePhone(server, customer.from),
    words => words.length > 0
  )

  const page = await desk.context.newPage()
  await openConversation(page, conversation)
  const held = page.getByRole('article', { name: 'Reply held back, by You' })
  await held.getByText(/before Jonas.* answered/).waitFor()
  await held.getByText('On Friday, the driver says.').waitFor()
  // The colleague sees that it waits for its author, and cannot decide for them.
  const theirs = colleague.page.getByRole('article', { name: /^Reply held back, by (?!You)/ })
  await theirs.getByText('On Thursday.').waitFor()
  expect(await theirs.getByRole('button').count()).toBe(0)

  await held.getByRole('button', { name: 'Discard' }).click()
  await held.getByText('What you wrote is gone then.').waitFor()
  await held.getByRole('button', { name: 'Discard it' }).click()
  await held.waitFor({ state: 'detached' })
  await theirs.waitFor({ state: 'detached' })
  expect(await message(page, 'On Thursday.').count()).toBe(0)
  expect(await onThePhone(server, customer.from)).toEqual(['On Friday, the driver says.'])
  expect(await factsOf(conversation)).toContain('conversation.held-reply-discarded')
  expect(colleague.complaints).toEqual([])
  await colleague.context.close()
  await desk.context.close()
})
