import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { Plan } from '../../shared/workflow/plan.ts'
import { templates } from '../../shared/workflow/templates.ts'
import { device } from '../bench/device.ts'
import { sampleCookie } from '../server/agent.ts'
import { card, look, moveTo, saying, stage, stand, there } from './at-board.ts'
import { beyondTheEdge } from './cut-off.ts'
import { sitDown, type Desk } from './desk.ts'
import { eventually } from './eventually.ts'
import { browser, server } from './opened.ts'

let mara: Desk
let jonas: Desk

beforeAll(async () => {
  mara = await sitDown(browser, server, 'agent1@demo.test')
  jonas = await sitDown(browser, server, 'agent2@demo.test')
})

test('a card goes to the next stage with a key, is seen by a colleague, and comes back with undo', async () => {
  await look(mara.page)
  await look(jonas.page)
  await stand(mara.page, 'Clara')
  await mara.page.keyboard.press('Shift+ArrowRight')
  await there(mara.page, 'Clara', 'In progress')
  await mara.page.getByRole('status').getByText('Clara moved to In progress').waitFor()
  expect(await mara.page.locator('.card:focus').innerText()).toContain('Clara')
  await there(jonas.page, 'Clara', 'In progress')
  await mara.page.keyboard.press('Control+z')
  await there(mara.page, 'Clara', 'New')
  await there(jonas.page, 'Clara', 'New')
  await mara.page.locator('.card:focus').filter({ hasText: 'Clara' }).waitFor()
  // With the button of the strip it is the same: whoever pressed it stands on the card, wherever that is now.
  await mara.page.keyboard.press('Shift+ArrowRight')
  await there(mara.page, 'Clara', 'In progress')
  await saying(mara.page, 'Clara moved to In progress').last().getByRole('button', { name: 'Undo' }).focus()
  await mara.page.keyboard.press('Enter')
  await there(mara.page, 'Clara', 'New')
  await mara.page.locator('.card:focus').filter({ hasText: 'Clara' }).waitFor()
})

test('Enter opens the conversation beside the cards, and one key goes back to the card', async () => {
  await look(mara.page)
  await stand(mara.page, 'Clara')
  await mara.page.keyboard.press('Enter')
  await mara.page.getByRole('region', { name: 'Write' }).waitFor()
  expect(await stage(mara.page, 'New').isVisible()).toBe(true)
  await mara.page.keyboard.press('u')
  await mara.page.getByRole('region', { name: 'Write' }).waitFor({ state: 'hidden' })
  await eventually(
    () => mara.page.locator('.card:focus').count(),
    count => count === 1
  )
  expect(mara.page.url()).toMatch(/\/board\/support$/)
})

test('who comes back to the board finds it as they left it, with what others did, and no key spoke of it meanwhile', async () => {
  const { page } = mara
  await look(page)
  await stand(page, 'Box came twice')
  await card(page, 'Box came twice').evaluate(left => left.setAttribute('data-left', ''))
  await page.locator('.nav a[href^="/inbox/all"]').click()
  await card(page, 'Box came twice').waitFor({ state: 'hidden' })
  expect(await page.getByRole('region', { name: /board$/ }).count()).toBe(0)
  await page.locator('body').press('x')
  await page.locator('body').press('Shift+ArrowRight')
  await look(jonas.page)
  await stand(jonas.page, 'Clara')
  await jonas.page.keyboard.press('Shift+ArrowRight')
  await there(jonas.page, 'Clara', 'In progress')
  await page.locator('.nav a[href="/board"]').click()
  await there(page, 'Clara', 'In progress')
  expect(await card(stage(page, 'Waiting for customer'), 'Box came twice').getAttribute('data-left')).toBe('')
  expect(await page.locator('.card.picked').count()).toBe(0)
  expect(page.url()).toMatch(/\/board\/support$/)
  await jonas.page.keyboard.press('Control+z')
  await there(page, 'Clara', 'New')
})

test('a card is dragged with the mouse to where the board opens for it', async () => {
  const { page } = mara
  await look(page)
  const from = await card(page, 'Amelie Dubois').boundingBox()
  const to = await card(stage(page, 'Waiting for customer'), 'Box came twice').boundingBox()
  if (!from || !to) throw new Error('no such cards')
  await page.mouse.move(from.x + 60, from.y + 40)
  await page.mouse.down()
  await page.mouse.move(from.x + 80, from.y + 50, { steps: 3 })
  await page.mouse.move(to.x + 60, to.y + 30, { steps: 8 })
  await page.locator('.drop-place').waitFor()
  await page.mouse.up()
  await there(page, 'Amelie Dubois', 'Waiting for customer')
  const names = await stage(page, 'Waiting for customer')
    .locator('.slot')
    .evaluateAll(slots =>
      slots
        .sort((a, b) => Number(a.ariaPosInSet) - Number(b.ariaPosInSet))
        .map(slot => slot.querySelector('.card-name')?.textContent)
    )
  expect(names.indexOf('Amelie Dubois')).toBe(names.indexOf('Box came twice') - 1)
  // Where a card was dropped, nothing is opened.
  expect(page.url()).toMatch(/\/board\/support$/)
})

test('on a phone a card is moved with its menu, and the stages are turned with their tabs', async () => {
  const phone = await sitDown(browser, server, 'admin@demo.test', { small: true })
  const { page } = phone
  await look(page)
  // Nothing stands beside the screen that a tab or a card could pull in when it comes into view.
  expect(await beyondTheEdge(page)).toBe(0)
  await moveTo(page, 'Visitor 4821', 'In progress')
  await page.getByRole('status').getByText('Visitor 4821 moved to In progress').waitFor()
  await page
    .getByRole('navigation', { name: 'Stages' })
    .getByRole('button', { name: /In progress/ })
    .click()
  const moved = card(stage(page, 'In progress'), 'Visitor 4821')
  await eventually(
    () => moved.evaluate(slot => Math.abs(slot.getBoundingClientRect().left)),
    left => left < 30
  )
  await there(jonas.page, 'Visitor 4821', 'In progress')
  expect(phone.complaints).toEqual([])
  await phone.context.close()
})

test('a finger that rests on a card takes it to another stage, and one that does not turns the page', async () => {
  const phone = await sitDown(browser, server, 'admin@demo.test', { small: true })
  const { page } = phone
  await look(page)
  const slot = card(stage(page, 'New'), 'Margot Lefèvre')
  const from = await slot.boundingBox()
  const tab = page.getByRole('navigation', { name: 'Stages' }).getByRole('button', { name: /In progress/ })
  const to = await tab.boundingBox()
  if (!from || !to) throw new Error('nothing to touch')
  const finger = await phone.context.newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
  await touch('touchStart', from.x + 60, from.y + 40)
  await page.locator('.ghost').waitFor({ state: 'attached' })
  for (const share of [0.3, 0.6, 1]) {
    await touch(
      'touchMove',
      from.x + 60 + (to.x + 20 - from.x - 60) * share,
      from.y + 40 + (to.y + 20 - from.y - 40) * share
    )
  }
  await page.locator('.stage-tabs [data-over]').waitFor()
  await touch('touchEnd')
  await card(stage(page, 'In progress'), 'Margot Lefèvre').waitFor({ state: 'attached' })
  expect(await page.locator('.ghost').count()).toBe(0)

  await touch('touchStart', 300, 600)
  for (const x of [250, 150, 60]) await touch('touchMove', x, 600)
  await touch('touchEnd')
  await eventually(
    () => tab.getAttribute('aria-current'),
    current => current === 'true'
  )
  await page.keyboard.press('Control+z')
  await card(stage(page, 'New'), 'Margot Lefèvre').waitFor({ state: 'attached' })
  expect(phone.complaints).toEqual([])
  await phone.context.close()
})

test('a full stage refuses with its sentence, and what a stage asks for is filled in on the spot', async () => {
  const { page } = mara
  await publishTight()
  await look(page, 'sales')
  await eventually(
    () => stage(page, 'Deciding').locator('.load').innerText(),
    load => load.startsWith('1/1')
  )
  await moveTo(page, 'Ben Achterberg', 'Deciding')
  await page
    .getByText('Ben Achterberg is not moved to Deciding. This stage is full: it has 1 of at most 1 cards.')
    .waitFor()
  await there(page, 'Ben Achterberg', 'Qualified')
  await moveTo(page, 'Visitor 4790', 'Qualified')
  await there(page, 'Visitor 4790', 'Qualified')
  await moveTo(page, 'Visitor 4790', 'Offer sent')
  await page.getByRole('button', { name: 'Fill in' }).waitFor()
  await page.keyboard.press('Control+Shift+Z')
  await page.getByLabel('Value in EUR').fill('45.50')
  await page.getByRole('button', { name: 'Save and move' }).click()
  await there(page, 'Visitor 4790', 'Offer sent')
  await card(page, 'Visitor 4790').getByText('€45.50').waitFor()
})

/** The sales board with room for one who decides, as an admin would publish it. */
async function publishTight(): Promise<void> {
  const plan = templates.find(({ id }) => id === 'sales')?.plan
  if (!plan) throw new Error('no such template')
  const stages = plan.stages.map(one => (one.id === 'deciding' ? { ...one, limit: { cards: 1, hard: true } } : one))
  const tight: Plan = { ...plan, stages }
  const acked = Promise.withResolvers<string>()
  const wire = await device(server.url, await sampleCookie(server.url, 'admin@demo.test'), { acked: acked.resolve })
  const command = { id: randomUUID(), at: Date.now(), type: 'workflow.publish', workflow: 'sales' } as const
  wire.push({ ...command, onVersion: 1, plan: tight, moved: [] } as { id: string; type: string })
  await acked.promise
  wire.close()
}
