import { expect, test } from 'vitest'
import { axeComplaints } from './axe.ts'
import { look, moveTo, saying, there } from './at-board.ts'
import { offline, readyForOffline, sitDown } from './desk.ts'
import { eventually } from './eventually.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

test('of five cards moved in a tunnel, moved by a colleague too, each says in the outbox why it was not and is done after all', async () => {
  const mara = await sitDown(browser, server, 'agent1@demo.test')
  const jonas = await sitDown(browser, server, 'agent2@demo.test')
  const { page } = jonas
  const cards = ['Amelie Dubois', 'Clara', 'Margot Lefèvre', 'Bent nib', 'Discount code expired']
  for (const desk of [mara, jonas]) await look(desk.page)
  await readyForOffline(page)
  await jonas.context.setOffline(true)
  await offline(page)
  for (const name of cards) {
    await moveTo(page, name, /^Solved/)
    await saying(page, `${name} moved to Solved`).waitFor()
  }
  await page.goto('/outbox')
  await page.getByText('Move Clara to Solved').waitFor()
  const before = await movedToCustomer()
  for (const name of cards) await moveTo(mara.page, name, 'Waiting for customer')
  await eventually(movedToCustomer, moved => moved === before + cards.length)
  await jonas.context.setOffline(false)

  await page.getByText('5 things were not done. The outbox says which, and why.').waitFor({ timeout: 120_000 })
  const refused = page.getByRole('region', { name: 'Not done' })
  const entry = (name: string) => refused.getByRole('listitem').filter({ hasText: `Move ${name} to Solved` })
  for (const name of cards)
    await entry(name)
      .getByText(/Mara Lindqvist moved it to Waiting for customer/)
      .waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await entry('Clara').getByRole('button', { name: 'Move it all the same' }).click()
  await page.getByText('Clara moved to Solved').waitFor()
  await entry('Clara').waitFor({ state: 'detached' })
  // With the key the others follow, one with each press.
  for (const left of [3, 2]) {
    await page.keyboard.press('Control+Shift+Z')
    await eventually(
      () => refused.getByRole('listitem').count(),
      count => count === left
    )
  }
  await entry('Amelie Dubois').getByRole('button', { name: 'Discard' }).click()
  await page.keyboard.press('Control+Shift+Z')
  await refused.waitFor({ state: 'detached' })
  await look(mara.page)
  await there(mara.page, 'Amelie Dubois', 'Waiting for customer')
  await eventually(
    () => mara.page.getByTitle('Show Solved', { exact: true }).innerText(),
    words => /\b6\b/.test(words)
  )
  expect([...mara.complaints, ...jonas.complaints]).toEqual([])
  await mara.context.close()
  await jonas.context.close()
})

/** How many moves to where the customer is waited for the log has. */
async function movedToCustomer(): Promise<number> {
  const events = await exported(server.dataDir)
  return events.filter(({ fact }) => fact.type === 'card.moved' && 'to' in fact && fact.to === 'customer').length
}
