// @module-tag long
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { Plan } from '../../shared/workflow/plan.ts'
import { templates } from '../../shared/workflow/templates.ts'
import { device } from '../bench/device.ts'
import { sampleCookie } from '../server/agent.ts'
import { card, look, moveTo, saying, stand, there, unfold } from './at-board.ts'
import { axeComplaints } from './axe.ts'
import { cutOff } from './cut-off.ts'
import { offline, openConversation, readyForOffline, sitDown, type Desk } from './desk.ts'
import { eventually } from './eventually.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

let mara: Desk
let jonas: Desk

beforeAll(async () => {
  mara = await sitDown(browser, server, 'agent1@demo.test')
  jonas = await sitDown(browser, server, 'agent2@demo.test')
})

test('a card is closed with a reason, told with its cycles, and begins a new one from its conversation', async () => {
  const { page } = mara
  await look(page)
  const id = await card(page, 'Clara').getAttribute('data-card')
  const conversation = id?.replace(/^support:/, '') ?? ''
  await stand(page, 'Clara')
  await page.keyboard.press('i')
  const cycles = page.getByRole('dialog').getByRole('region', { name: 'Cycles' })
  await cycles.getByText('1. Under way').waitFor()
  await cycles.getByLabel('Close it as').selectOption('Done')
  await cycles.getByLabel('Why, if it helps later').fill('She found it herself')
  await cycles.getByRole('button', { name: 'Close the card' }).click()
  await page
    .getByRole('status')
    .getByText(/is closed as done$/)
    .waitFor()
  await card(page, 'Clara').waitFor({ state: 'detached' })

  await openConversation(page, conversation)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: /Support.*closed/ }).click()
  await cycles.getByText(/^1\. Done after/).waitFor()
  await cycles.getByText('She found it herself').waitFor()
  await cycles.getByRole('button', { name: 'Begin a new cycle' }).click()
  await there(page, 'Clara', 'New')
  await stand(page, 'Clara')
  await page.keyboard.press('i')
  await cycles.getByText('2. Under way').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await page.keyboard.press('Escape')
})

test('a card that came to its end with a move is asked nothing, and says why when somebody wants to, offline too', async () => {
  const { page, context } = mara
  await look(page)
  await look(jonas.page)
  await readyForOffline(page)
  await context.setOffline(true)
  await offline(page)
  await moveTo(page, 'Held at customs', /^Solved/)
  await saying(page, 'Held at customs moved to Solved').getByRole('button', { name: 'Say why' }).click()
  const details = page.getByRole('dialog', { name: 'Held at customs' })
  const why = details.getByLabel('Why it was won')
  await eventually(
    () => why.evaluate(field => field === document.activeElement),
    isThere => isThere
  )
  expect(await axeComplaints(page)).toEqual([])
  await page.keyboard.type('The papers were found')
  await page.keyboard.press('Enter')
  await saying(page, 'Held at customs: why it was won is said').waitFor()
  expect(await details.count()).toBe(0)
  await context.setOffline(false)

  await unfold(jonas.page, 'Solved')
  await stand(jonas.page, 'Held at customs')
  const told = jonas.page.getByRole('dialog', { name: 'Held at customs' })
  await jonas.page.keyboard.press('i')
  await told.getByText('The papers were found').waitFor()
  await told.getByText('Mara Lindqvist, afterwards').waitFor()
  await told.getByRole('button', { name: 'Change why' }).click()
  expect(await told.getByLabel('Why it was won').inputValue()).toBe('The papers were found')
  await told.getByLabel('Why it was won').fill('The papers were found in time')
  await told.getByRole('button', { name: 'Save the reason' }).click()
  await unfold(page, 'Solved')
  await stand(page, 'Held at customs')
  await page.keyboard.press('i')
  await details.getByText('The papers were found in time').waitFor()
  await page.keyboard.press('Escape')
  await jonas.page.keyboard.press('Control+z')
  await jonas.page.keyboard.press('i')
  await told.getByText('The papers were found', { exact: true }).waitFor()
  await jonas.page.keyboard.press('Escape')
})

test('cards that came to their end together get one reason, and one undo takes it back', async () => {
  const { page } = mara
  await look(page)
  const both = ['Camila Duarte', 'Box came twice'] as const
  for (const name of both) {
    await stand(page, name)
    await page.keyboard.press('x')
  }
  await page.getByRole('toolbar', { name: 'Picked cards' }).getByRole('button', { name: 'Move 2 cards to…' }).click()
  await page.getByRole('menuitem', { name: 'Not solved' }).click()
  await saying(page, '2 cards moved to Not solved').getByRole('button', { name: 'Say why' }).click()
  const sheet = page.getByRole('dialog', { name: 'Why 2 cards were lost' })
  expect(await axeComplaints(page)).toEqual([])
  await sheet.getByLabel('One reason for all of them').fill('They never wrote again')
  await page.keyboard.press('Enter')
  await saying(page, '2 cards: why they were lost is said').waitFor()
  await unfold(page, 'Not solved')
  const reads = async (name: string, button: string) => {
    await stand(page, name)
    await page.keyboard.press('i')
    await page.getByRole('dialog', { name }).getByRole('button', { name: button }).waitFor()
    const text = await page.getByRole('dialog', { name }).getByRole('region', { name: 'Cycles' }).innerText()
    await page.keyboard.press('Escape')
    return text.includes('They never wrote again')
  }
  for (const name of both) expect(await reads(name, 'Change why')).toBe(true)
  await page.keyboard.press('Control+z')
  for (const name of both) expect(await reads(name, 'Say why')).toBe(false)
})

test('on a phone a card that was moved to its end says why from the strip that told of it', async () => {
  const phone = await sitDown(browser, server, 'admin@demo.test', { small: true })
  const { page } = phone
  await look(page)
  await moveTo(page, 'Amelie Dubois', 'Not solved')
  const strip = saying(page, 'Amelie Dubois moved to Not solved')
  await strip.getByRole('button', { name: 'Say why' }).waitFor()
  expect(await cutOff(page)).toEqual([])
  await strip.getByRole('button', { name: 'Say why' }).click()
  const details = page.getByRole('dialog', { name: 'Amelie Dubois' })
  await details.getByLabel('Why it was lost').fill('She ordered elsewhere')
  expect([...(await axeComplaints(page)), ...(await cutOff(page))]).toEqual([])
  await details.getByRole('button', { name: 'Save the reason' }).click()
  await saying(page, 'Amelie Dubois: why it was lost is said').waitFor()
  expect(phone.complaints).toEqual([])
  await phone.context.close()
})

test('a card stands alone for somebody who is not writing, and its details say whose it is', async () => {
  const { page } = mara
  await look(page)
  await look(jonas.page)
  await page.keyboard.press('c')
  const asking = page.getByRole('dialog', { name: 'Whom is the card about?' })
  await asking.getByLabel('What it is about').fill('Two hundred calendars')
  await asking.getByRole('searchbox').fill('noor')
  expect(await axeComplaints(page)).toEqual([])
  await asking.getByRole('button', { name: /Noor/ }).click()
  await page.getByRole('status').getByText('Two hundred calendars is on Support').waitFor()
  await there(page, 'Two hundred calendars', 'New')
  await there(jonas.page, 'Two hundred calendars', 'New')
  expect(await card(jonas.page, 'Two hundred calendars').innerText()).toContain('Noor')
  await stand(page, 'Two hundred calendars')
  await page.keyboard.press('o')
  await page.getByRole('dialog', { name: 'Two hundred calendars' }).getByText('1. Under way').waitFor()
  await page.keyboard.press('Escape')
})

test('who may not close a card is told so where they wrote why, and what they wrote is there', async () => {
  const { page } = mara
  await publish('sales', 1, plan => ({
    ...plan,
    stages: plan.stages.map(one => (one.id === 'qualified' ? { ...one, leave: 'admin' } : one))
  }))
  await look(page, 'sales')
  await stand(page, 'Ben Achterberg')
  await page.keyboard.press('i')
  const closing = page.getByRole('dialog', { name: 'Ben Achterberg' }).getByRole('form', { name: 'Close the card' })
  await closing.getByLabel('Close it as').selectOption('Lost')
  await closing.getByLabel('Why, if it helps later').fill('He wants them tomorrow')
  await closing.getByRole('button', { name: 'Close the card' }).click()
  await closing.getByText('Only admins may move cards out of this stage.').waitFor()
  expect(await closing.getByLabel('Why, if it helps later').inputValue()).toBe('He wants them tomorrow')
  expect(await closing.getByLabel('Close it as').inputValue()).toBe('lost')
  expect(await axeComplaints(page)).toEqual([])
  await page.keyboard.press('Escape')
})

test('five cards moved offline arrive, and of two who moved the same card one is told who was faster', async () => {
  const both = [mara, jonas] as const
  for (const { page } of both) await look(page)
  for (const { page } of both) await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await server.kill('SIGKILL')
  for (const { page } of both) await offline(page)
  const moved = ['Clara', 'Margot Lefèvre', 'Bent nib', 'Discount code expired', 'Parcel at the wrong door']
  for (const name of moved) await moveTo(mara.page, name, 'Waiting for customer')
  for (const name of moved) await there(mara.page, name, 'Waiting for customer')
  await card(mara.page, 'Bent nib').getByText('Still on this device').waitFor({ state: 'attached' })
  await moveTo(jonas.page, 'Clara', 'In progress')
  await there(jonas.page, 'Clara', 'In progress')
  // Under the mouse the strip stays for as long as somebody reads.
  const reads = async (desk: Desk) => {
    await desk.page.getByText(/^Clara is not moved to .*(?:Mara|Jonas) .*moved it to/).hover({ timeout: 180_000 })
    return desk
  }
  const losing = Promise.any(both.map(reads))
  await server.restart()
  const lost = await losing
  for (const { page } of both) for (const name of moved.slice(1)) await there(page, name, 'Waiting for customer')
  const winner = await eventually(whoMovedClara, by => by !== null)
  const won = winner?.to === 'customer' ? mara : jonas
  expect(lost).not.toBe(won)
  const where = winner?.to === 'customer' ? 'Waiting for customer' : 'In progress'
  for (const { page } of both) await there(page, 'Clara', where)
  await lost.page.getByRole('button', { name: 'Move it all the same' }).click()
  const other = where === 'In progress' ? 'Waiting for customer' : 'In progress'
  for (const { page } of both) await there(page, 'Clara', other)
  expect([...won.complaints, ...lost.complaints]).toEqual([])
})

/** The next version of a template's board, as an admin would publish it. */
async function publish(workflow: string, onVersion: number, change: (plan: Plan) => Plan): Promise<void> {
  const plan = templates.find(({ id }) => id === workflow)?.plan
  if (!plan) throw new Error('no such template')
  const acked = Promise.withResolvers<string>()
  const wire = await device(server.url, await sampleCookie(server.url, 'admin@demo.test'), { acked: acked.resolve })
  const command = { id: randomUUID(), at: Date.now(), type: 'workflow.publish', workflow, onVersion } as const
  wire.push({ ...command, plan: change(plan), moved: [] } as { id: string; type: string })
  await acked.promise
  wire.close()
}

/** Who moved the card last in the log, once the server has it: the first of the two that came. */
async function whoMovedClara(): Promise<{ readonly to: string } | null> {
  const events = await exported(server.dataDir)
  const met = events.find(({ fact }) => fact.type === 'contact.met' && 'name' in fact && fact.name === 'Clara')
  const opened = events.find(
    ({ fact }) =>
      fact.type === 'conversation.opened' && `contact/${String('contact' in fact && fact.contact)}` === met?.stream
  )
  const stream = `card/support:${opened?.stream.slice('conversation/'.length)}`
  const last = events.findLast(event => event.stream === stream && event.fact.type === 'card.moved')
  const fact = last?.fact
  return fact && 'to' in fact && fact.to !== 'new' ? { to: String(fact.to) } : null
}
