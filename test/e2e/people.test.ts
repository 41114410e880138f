import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { samplePassword, startServer, type RunningServer } from '../support/server.ts'
import { axeComplaints, darkComplaints } from './axe.ts'
import { asAtHome, offline, signIn, sitDown, upToDate } from './desk.ts'

let server: RunningServer
let browser: Browser

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})

const entry = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })

/** The newcomer's own device, with the link that was sent to them. */
async function withLink(link: string): Promise<Page> {
  const page = await (await browser.newContext(asAtHome(server))).newPage()
  await page.goto(link.slice(link.indexOf('/join')))
  return page
}

/** As it stands on the screen: it was copied from there. */
const linkOn = (page: Page) => page.getByText(/\/join#/).innerText()

test('an admin invites a colleague, who joins with the link, works in one inbox, gets on, and is removed', async () => {
  const admin = await sitDown(browser, server, 'admin@demo.test')
  const { page } = admin
  await page.goto('/me')
  await page.getByRole('link', { name: 'People', exact: true }).click()
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.getByRole('textbox', { name: 'E-mail' }).fill('agent1@demo.test')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByRole('alert').getByText('Somebody here signs in with this address already.').waitFor()
  await page.getByRole('textbox', { name: 'E-mail' }).fill('zoe@demo.test')
  await page.getByLabel('Order chat').check()
  expect([...(await axeComplaints(page)), ...(await darkComplaints(page))]).toEqual([])
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = await linkOn(page)
  expect(await axeComplaints(page)).toEqual([])
  await entry(page, 'zoe@demo.test').getByText('Invited as agent').waitFor()

  const zoe = await withLink(link)
  await zoe.getByRole('heading', { name: 'Join Ink & Paper' }).waitFor()
  await zoe.getByText('Priya Nair invites you. You sign in as zoe@demo.test.').waitFor()
  expect([...(await axeComplaints(zoe)), ...(await darkComplaints(zoe))]).toEqual([])
  await zoe.getByLabel('Your name').fill('Zoe Baker')
  await zoe.getByLabel('Password').fill('ink on warm paper')
  await zoe.getByRole('button', { name: 'Join' }).click()
  await expect.poll(() => zoe.locator(':focus').textContent()).toBe('Sign in')
  await zoe.getByRole('link', { name: 'Sign in' }).click()
  await signIn(zoe, 'zoe@demo.test', 'ink on warm paper')

  // The admin sees it happen, and that the link is not out any more.
  await entry(page, 'Zoe Baker').getByText('Works in Order chat.').waitFor()
  await page.getByRole('heading', { name: 'Zoe Baker has joined' }).waitFor()
  expect(await page.getByText(/\/join#/).count()).toBe(0)
  await expect.poll(() => page.locator(':focus').textContent()).toBe('Zoe Baker has joined')
  expect(await axeComplaints(page)).toEqual([])
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { name: 'Links that are out' }).waitFor({ state: 'detached' })
  // Past one role to another with the keys: nobody is what lies between.
  await entry(page, 'Zoe Baker').getByLabel('Agent').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await entry(page, 'Zoe Baker').getByText('Also works in every inbox').waitFor()
  await page.keyboard.press('ArrowLeft')
  expect(await axeComplaints(page)).toEqual([])
  await entry(page, 'Zoe Baker').getByRole('button', { name: 'Change the role' }).click()
  await entry(page, 'Zoe Baker').getByText('Works in Order chat.').waitFor()
  await zoe.goto('/me')
  await zoe.getByText('Supervisor in Ink & Paper').waitFor()

  await page.getByRole('button', { name: 'Remove Zoe Baker' }).click()
  await page.getByText('No open conversation is theirs.').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await zoe.getByRole('heading', { name: /Welcome back|Sign in/ }).waitFor()
  await page.getByRole('region', { name: 'Who has left' }).getByText('Zoe Baker').waitFor()
  const late = await withLink(link)
  await late.getByRole('heading', { name: 'This link opens nothing' }).waitFor()
  expect(admin.complaints).toEqual([])
  await Promise.all([admin.context.close(), zoe.context().close(), late.context().close()])
})

test('with the keyboard alone: each step has the focus, and what cannot be said is', { tags: 'long' }, async () => {
  const { page, context } = await sitDown(browser, server, 'admin@demo.test')
  await page.goto('/people')
  await upToDate(page)
  const focused = page.locator(':focus')
  const nameOfFocused = () => focused.evaluate(one => one.getAttribute('aria-label') ?? one.textContent)
  await page.getByRole('button', { name: 'Invite somebody' }).press('Enter')
  await expect.poll(() => focused.getAttribute('name')).toBe('email')
  await page.keyboard.type('cem@shop')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('Is the address all there?').waitFor()
  await page.keyboard.type('.test')
  // Whoever pressed the button has it still when nothing came of it.
  await page.route('**/api/people/invite', route => route.fulfill({ status: 503, body: '' }))
  await page.getByRole('button', { name: 'Make the link' }).press('Enter')
  await page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
  await expect.poll(nameOfFocused).toBe('Make the link')
  await page.unroute('**/api/people/invite')
  await page.keyboard.press('Enter')
  await expect.poll(nameOfFocused).toBe('Link to join')
  // With the full stop of a sentence, as a mail program makes a link of it.
  const cem = await withLink(`${await linkOn(page)}.`)
  await cem.getByRole('heading', { name: 'Join Ink & Paper' }).waitFor()
  await page.getByRole('button', { name: 'Done' }).press('Enter')
  await expect.poll(nameOfFocused).toBe('Invite somebody')

  let asked = 0
  const { promise: held, resolve: answer } = Promise.withResolvers<void>()
  await page.route('**/api/people/renew', async route => {
    asked++
    await held
    await route.continue()
  })
  await page.getByRole('button', { name: 'New password for Mara Lindqvist' }).evaluate((button: HTMLElement) => {
    button.click()
    requestAnimationFrame(() => button.click())
  })
  await expect.poll(() => asked).toBe(1)
  answer()
  await expect.poll(nameOfFocused).toBe('Link to a new password for Mara Lindqvist')
  expect(asked).toBe(1)
  await page.getByRole('button', { name: /Withdraw the link for agent1/ }).press('Enter')
  await page.getByRole('group', { name: 'Link to a new password' }).waitFor({ state: 'detached' })
  await expect.poll(nameOfFocused).toBe('Links that are out')
  await page.getByRole('button', { name: /Withdraw the link for cem/ }).press('Enter')
  await expect.poll(() => focused.getAttribute('id')).toBe('main')
  await Promise.all([context.close(), cem.context().close()])
})

test('links that nobody could be asked about are not said to be none', async () => {
  const { page, context } = await sitDown(browser, server, 'admin@demo.test')
  await page.route('**/api/people', route => route.fulfill({ status: 503, body: '' }))
  await page.goto('/people')
  await page.getByText('Which links are out, the server could not be asked.').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await page.unroute('**/api/people')
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByRole('region', { name: 'Links that are out' }).waitFor({ state: 'detached' })
  await context.close()
})

test('who is removed without a network can go on until there is one, and the admin knows', async () => {
  const { page, context } = await sitDown(browser, server, 'admin@demo.test')
  await page.goto('/people')
  await upToDate(page)
  await context.setOffline(true)
  await offline(page)
  await page.getByRole('button', { name: 'Remove Jonas Weber' }).click()
  await page.getByText('until then they can go on').waitFor()
  await page.getByRole('button', { name: 'Keep them' }).click()
  await context.close()
})

test(
  'a colleague who forgot their password comes in with a link; who is removed leaves their conversations to all',
  { tags: 'long' },
  async () => {
    const admin = await sitDown(browser, server, 'admin@demo.test')
    const { page } = admin
    await page.goto('/people')
    await page.getByRole('button', { name: 'New password for Jonas Weber' }).click()
    const jonas = await withLink(await linkOn(page))
    await jonas.getByRole('heading', { name: 'A new password for Jonas Weber' }).waitFor()
    await jonas.getByLabel('Password').fill('ink on warm paper')
    await jonas.getByRole('button', { name: 'Set the password' }).click()
    await jonas.getByRole('link', { name: 'Sign in' }).click()
    await signIn(jonas, 'agent2@demo.test', 'ink on warm paper')
    await jonas.getByRole('option').filter({ hasText: 'Lukas Brandt' }).first().waitFor()

    await page.getByRole('button', { name: 'Remove Jonas Weber' }).click()
    await page.getByText(/conversations that are theirs go/).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
    await jonas.getByRole('heading', { name: /Welcome back|Sign in/ }).waitFor()
    const mara = await sitDown(browser, server, 'agent1@demo.test')
    await mara.page.goto('/inbox/unassigned')
    await mara.page.getByRole('option').filter({ hasText: 'Lukas Brandt' }).first().waitFor()
    await Promise.all([admin.context.close(), jonas.context().close(), mara.context.close()])
  }
)

test('everybody changes their own password, and their other devices are signed out', { tags: 'long' }, async () => {
  const [here, elsewhere] = [
    await sitDown(browser, server, 'agent1@demo.test'),
    await sitDown(browser, server, 'agent1@demo.test', { small: true })
  ]
  const { page } = here
  await page.goto('/me')
  await page.getByRole('button', { name: 'Change it' }).click()
  await page.getByLabel('Your password now').fill('not the password')
  await page.getByLabel('The new one').fill('ink on warm paper')
  await page.getByRole('button', { name: 'Change it' }).click()
  await page.getByRole('alert').getByText('This is not your password of now.').waitFor()
  expect([...(await axeComplaints(page)), ...(await darkComplaints(page))]).toEqual([])
  // It is changed, and nobody is told: the way back was cut.
  await page.route('**/api/password', route => route.fetch().then(() => route.abort()))
  await page.getByLabel('Your password now').fill(samplePassword)
  await page.getByRole('button', { name: 'Change it' }).click()
  await page.getByRole('alert').getByText('If your old password does not sign you in any more, the new one').waitFor()
  await page.unroute('**/api/password')
  await page.getByLabel('Your password now').fill('ink on warm paper')
  await page.getByLabel('The new one').fill('ink on cold paper')
  await page.getByRole('button', { name: 'Change it' }).click()
  await page.getByText('Your password is changed.').waitFor()
  await expect.poll(() => page.locator(':focus').textContent()).toBe('Change it')
  await elsewhere.page.getByRole('heading', { name: 'Welcome back, Mara' }).waitFor()
  await page.reload()
  await upToDate(page)
  await page.goto('/people')
  await page.getByText('Only an admin of this workspace can look after its people').waitFor()
  await Promise.all([here.context.close(), elsewhere.context.close()])
})
