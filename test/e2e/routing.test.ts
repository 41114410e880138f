import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeComplaints } from './axe.ts'
import { openConversation, sitDown, upToDate } from './desk.ts'
import { eventually } from './eventually.ts'
import { payloadOf, post, type Inbound } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

const mara = 'demo-agent1'
const arriving = 20
const arrivingLater = 6

/** New customers, all in one letter. */
async function arrive(round: string, count: number): Promise<void> {
  const at = Date.now() - 1000
  const messages = Array.from({ length: count }, (_, i): Inbound => ({
    id: `wamid.${round}${i}`,
    from: `4915550${round.length}0${String(i).padStart(4, '0')}`,
    name: `${round} ${i}`,
    text: 'Is anybody there?',
    at
  }))
  expect((await post(server, payloadOf(...messages))).status).toBe(200)
}

type Given = { readonly conversation: string; readonly to: string }

/** To whom the customers of this round were given, by the log, with a why each. */
async function givenOf(round: string, count: number): Promise<Given[]> {
  const look = async () => {
    const events = await exported(server.dataDir)
    const received = events.filter(({ fact }) => 'message' in fact && String(fact.message).startsWith(`wamid.${round}`))
    const streams = new Set(received.map(({ stream }) => stream))
    return events.flatMap(({ stream, fact }) =>
      fact.type === 'conversation.assigned' && 'why' in fact && 'to' in fact && streams.has(stream)
        ? [{ conversation: stream.slice('conversation/'.length), to: String(fact.to) }]
        : []
    )
  }
  return eventually(look, given => given.length === count)
}

const isClosed = (fact: object) =>
  'type' in fact &&
  fact.type === 'inbox.routing-set' &&
  'policy' in fact &&
  (fact.policy as { limit: unknown }).limit === 0
const countsOf = (given: readonly Given[]) =>
  Array.from(Map.groupBy(given, one => one.to).values(), some => some.length)
const ofWhatsapp = (page: Page) => page.getByRole('region', { name: 'WhatsApp' })

test('an admin says who gets new conversations, twenty arrive and say why, and who goes away gets none of the next', async () => {
  const boss = await sitDown(browser, server, 'admin@demo.test')
  await boss.page.goto(`${server.url}/me`)
  await boss.page.getByRole('link', { name: 'Who gets new conversations' }).click()
  const settings = ofWhatsapp(boss.page)
  await settings.getByLabel('New conversations go').selectOption({ label: 'In turn' })
  await settings.getByLabel('At most open at once').fill('many')
  await settings.getByText('A whole number from 0 to 1000').waitFor()
  expect(await settings.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true)
  await settings.getByLabel('At most open at once').fill('')
  await settings.getByRole('button', { name: 'Publish' }).click()
  await boss.page.getByText('The routing of WhatsApp is published').waitFor()
  expect(await axeComplaints(boss.page)).toEqual([])

  await arrive('FIRST', arriving)
  const first = await givenOf('FIRST', arriving)
  const counts = countsOf(first)
  expect(counts).toHaveLength(3)
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)

  const desk = await sitDown(browser, server, 'agent1@demo.test', { small: true })
  const { page } = desk
  await openConversation(page, first.find(({ to }) => to === mara)?.conversation ?? '')
  await page.getByText('Given to you: next in turn').first().waitFor()
  const reasons = page.locator('.moments .reasons').first()
  await reasons.getByText('Why').click()
  await reasons.getByText(/^Mara Lindqvist: free, \d+ open$/).waitFor()
  expect(await axeComplaints(page)).toEqual([])

  // Said in a tunnel, it holds from when it arrives.
  await page.goto(`${server.url}/me`)
  await page.getByRole('radio', { name: 'Available' }).waitFor()
  await desk.context.setOffline(true)
  await page.getByRole('radio', { name: 'Away' }).check()
  await page.getByText('You keep what you have.').waitFor()
  const herself = boss.page.locator(`[data-agent=${mara}]`)
  expect(await herself.getByText('available').count()).toBe(1)
  await desk.context.setOffline(false)
  await herself.getByText('away', { exact: true }).waitFor()

  await arrive('SECOND', arrivingLater)
  const second = await givenOf('SECOND', arrivingLater)
  expect(countsOf(second)).toEqual([3, 3])
  expect(second.map(({ to }) => to)).not.toContain(mara)
  await openConversation(boss.page, second[0]?.conversation ?? '')
  const later = boss.page.locator('.moments .reasons').first()
  await later.getByText('Why').click()
  await later.getByText(/^Mara Lindqvist: away, \d+ open$/).waitFor()

  await page.getByRole('radio', { name: 'Available' }).check()
  await page.getByText('come to you too').waitFor()
  await saysItForThem(boss.page, desk.page)
  await tryAndGoBack(boss.page)
  await nobodyIsThere(boss.page, desk.page)
  expect([...boss.complaints, ...desk.complaints]).toEqual([])
  await boss.context.close()
  await desk.context.close()
})

/** Who went home without a word is set away by whoever may, and says themselves that they are back. */
async function saysItForThem(page: Page, ofMara: Page): Promise<void> {
  await page.goto(`${server.url}/routing`)
  const herself = page.locator(`[data-agent=${mara}]`)
  // What she has just said herself is with the server.
  await herself.getByText('available').waitFor()
  await herself.getByLabel('Availability, Mara Lindqvist').selectOption({ label: 'Takes none: away' })
  await ofMara.getByText('You keep what you have.').waitFor()
  expect(await ofMara.getByRole('radio', { name: 'Away' }).isChecked()).toBe(true)
  expect(await axeComplaints(page)).toEqual([])
  await ofMara.getByRole('radio', { name: 'Available' }).check()
  await herself.getByText('available').waitFor()
}

/** A draft outlives a reload, is tried on what really came, published, and gone back from with one press. */
async function tryAndGoBack(page: Page): Promise<void> {
  await page.goto(`${server.url}/routing`)
  const settings = ofWhatsapp(page)
  await settings.getByLabel('New conversations go').selectOption({ label: 'To whoever has the fewest open' })
  await settings.getByLabel('At most open at once').fill('1')
  await page.reload()
  await upToDate(page)
  await settings.getByRole('button', { name: 'Try it on the past week' }).click()
  await settings.getByText(/^Played since .* would have gone elsewhere\. Nothing was done\.$/).waitFor()
  await settings.getByRole('row', { name: /^Mara Lindqvist/ }).waitFor()
  expect(await settings.getByText(/it would still wait\.$/).count()).toBeGreaterThan(0)
  expect(await axeComplaints(page)).toEqual([])

  await settings.getByRole('button', { name: 'Publish' }).click()
  const versions = settings.locator('details.versions').last()
  await versions.locator('summary').click()
  await versions.locator('[data-version="2"]').getByText('To whoever has the fewest open. Before: in turn.').waitFor()
  await versions.getByRole('button', { name: 'Go back to version 1' }).click()
  await page.getByText('WhatsApp is routed by version 1 again').waitFor()
  await versions.locator('[data-version="3"]').getByText('In turn. Before: to whoever').waitFor()
  expect(await axeComplaints(page)).toEqual([])
}

/** What waits says why, and goes on saying it as people come. */
async function nobodyIsThere(page: Page, ofMara: Page): Promise<void> {
  const settings = ofWhatsapp(page)
  await settings.getByLabel('At most open at once').fill('0')
  await settings.getByRole('button', { name: 'Publish' }).click()
  // The screen hopes before the server knows: who comes meanwhile is still given to somebody.
  await eventually(
    () => exported(server.dataDir),
    events => events.some(({ fact }) => isClosed(fact))
  )
  await arrive('LAST', 1)
  await page.goto(`${server.url}/inbox/unassigned`)
  const lines = page.getByRole('list', { name: 'Why nobody has them' })
  await lines.getByText(/^WhatsApp: 1 waits\. Everybody is at their limit/).waitFor()
  await page.getByRole('option', { name: /LAST 0.*all full/s }).waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await page.getByRole('option', { name: /LAST 0/ }).click()
  const why = page.locator('.why-nobody')
  await why.getByText(/^Everybody is at their limit/).waitFor()
  await why.getByText('Who').click()
  await why.getByText(/Mara Lindqvist: has all they may have of this inbox/).waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await ofMara.getByRole('radio', { name: 'Away' }).check()
  await why.getByText(/1 away/).waitFor()
}

test('who is in a team stands first, and no box moves while one ticks', async () => {
  const { page, context, complaints } = await sitDown(browser, server, 'admin@demo.test')
  const boxes = page.getByRole('group', { name: 'Orders', exact: true }).getByRole('checkbox')
  const names = () => boxes.evaluateAll(all => all.map(box => box.parentElement?.textContent))
  await page.goto('/routing')
  await boxes.first().uncheck()
  expect(await names()).toEqual(['Jonas Weber', 'Mara Lindqvist', 'Priya Nair'])
  // A box is ticked by the browser before the device keeps why: a page that is left in that moment takes it along.
  await eventually(
    () => exported(server.dataDir),
    events => events.some(({ fact }) => 'type' in fact && fact.type === 'team.member-removed')
  )
  await page.goto('/me')
  await upToDate(page)
  await page.getByRole('link', { name: 'Who gets new conversations' }).click()
  await boxes.first().waitFor()
  expect(await names()).toEqual(['Mara Lindqvist', 'Jonas Weber', 'Priya Nair'])
  expect(complaints).toEqual([])
  await context.close()
})

test('a week of business hours that is unticked is there when it is ticked again', async () => {
  const { page, context, complaints } = await sitDown(browser, server, 'admin@demo.test')
  await page.goto('/routing')
  const settings = page.getByRole('region', { name: 'Order chat', exact: true })
  const inHours = settings.getByRole('checkbox', { name: 'Give out only in business hours' })
  await inHours.check()
  await settings.getByLabel('Monday').fill('7:15-11:30')
  await settings.getByRole('button', { name: 'Set the hours' }).press('Enter')
  await settings.getByRole('button', { name: 'Set the hours' }).waitFor({ state: 'detached' })
  await inHours.uncheck()
  await settings.getByLabel('Monday').waitFor({ state: 'detached' })
  await inHours.check()
  expect(await settings.getByLabel('Monday').inputValue()).toBe('7:15-11:30')
  expect(complaints).toEqual([])
  await context.close()
})
