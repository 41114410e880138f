// @module-tag long
import { createHmac } from 'node:crypto'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { templatePage } from '../../sync-server/emulator/whatsapp/templates.ts'
import { templates as sampleTemplates } from '../../sync-server/sample/templates.ts'
import { json, vendorApi } from '../platforms/contract/vendor-api.ts'
import { client, oauthHouse, type OAuthHouse } from '../oauth/oauth-house.ts'
import { imapStandIn, smtpStandIn, type ImapStandIn, type SmtpStandIn } from '../platforms/mail-servers.ts'
import { hook, text, value } from '../platforms/payloads.ts'
import { launchBrowser } from '../support/browser.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { axeComplaints, darkComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { cutOff } from './cut-off.ts'
import { message, openConversation, sitDown } from './desk.ts'

const account = '300000000000003'
const appSecret = 'the-new-app-secret'
const accessToken = 'the-new-access-token'
let server: RunningServer
let browser: Browser
let mailbox: ImapStandIn
let sender: SmtpStandIn
let house: OAuthHouse
let meta: Awaited<ReturnType<typeof vendorApi>>

beforeAll(async () => {
  // Meta, for whoever only looks: the number is there for its token, and so are the sample's templates.
  meta = await vendorApi((request, response) => {
    const address = new URL(request.url ?? '', 'http://meta')
    const isTemplates = address.pathname.endsWith('/message_templates')
    const isLetIn = isTemplates || request.headers.authorization === `Bearer ${accessToken}`
    const refusal = { error: { code: 190, message: 'Invalid OAuth access token.' } }
    const answer = isTemplates ? templatePage(sampleTemplates, address) : isLetIn ? { id: account } : refusal
    json(answer, isLetIn ? 200 : 401)(request, response)
  })
  house = await oauthHouse()
  ;[mailbox, sender] = await Promise.all([imapStandIn({ takes: house.takes }), smtpStandIn(undefined, house.takes)])
  // It is on this machine, where an admin's mailbox may be only if the operator says so.
  const MAIL_SERVERS = [mailbox, sender].map(({ url }) => url.replace(/\/\/.*@/, '//')).join(' ')
  const signIn = {
    GOOGLE_CLIENT_ID: client.id,
    GOOGLE_CLIENT_SECRET: client.secret,
    GOOGLE_AUTHORIZE_URL: `${house.url}/authorize`,
    GOOGLE_TOKEN_URL: `${house.url}/token`
  }
  const env = { WHATSAPP_BASE_URL: meta.baseUrl, MAIL_SERVERS, ...signIn }
  ;[server, browser] = await Promise.all([startServer({ env }), launchBrowser()])
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await Promise.all([meta.close(), mailbox.close(), sender.close(), house.close()])
})

test('an admin connects a number, sees the platform call, and says who works there', async () => {
  const desk = await sitDown(browser, server, 'admin@demo.test')
  const { page } = desk
  await page.goto(`${server.url}/me`)
  await page.getByRole('link', { name: 'Inboxes' }).click()
  await page
    .getByRole('region', { name: 'WhatsApp' })
    .getByText(/^(Connected|Waiting)/)
    .waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await templates(page)

  await page.getByRole('button', { name: 'Connect a channel' }).click()
  const form = page.getByRole('region', { name: 'Connect a channel' })
  await form.getByRole('radio', { name: 'WhatsApp' }).check()
  await form.getByLabel('Phone number ID').fill('+49 170 1234567')
  await form.getByLabel('App secret').fill(appSecret)
  await form.getByLabel('Access token').fill('a-token-of-yesterday')
  await form.getByLabel('Name, as your colleagues see it').fill('Second phone')
  await form.getByRole('button', { name: 'Connect' }).click()
  await form.getByText('Phone number ID must be the phone number id.').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await form.getByLabel('Phone number ID').fill(account)
  await form.getByRole('button', { name: 'Connect' }).click()
  await form.getByText('WhatsApp does not accept this access token. Invalid OAuth access token.').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await form.getByLabel('Access token').fill(accessToken)
  await form.getByRole('button', { name: 'Connect' }).click()

  const steps = page.getByRole('region', { name: 'WhatsApp is connected' })
  await steps.getByText('Waiting for the first call of WhatsApp…').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  const [address = '', token = ''] = await steps.locator('code').allTextContents()
  const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '42' })
  expect(await (await fetch(`${address}?${query}`)).text()).toBe('42')
  await steps.getByText('WhatsApp knows the address. Waiting for the first message…').waitFor()
  expect(await firstMessage(address)).toBe(200)
  await steps.getByText('WhatsApp has called: it works.').waitFor()
  await steps.getByRole('button', { name: 'Done' }).click()

  const entry = page.getByRole('region', { name: 'Second phone' })
  await entry.getByText(/^Connected\. WhatsApp last called: /).waitFor()
  await entry.getByText('Settings').click()
  await entry.getByRole('checkbox', { name: 'Mara Lindqvist' }).check()
  await theirs(entry, page)
  await news(page.getByRole('region', { name: 'New number' }), address, page)

  const agent = await sitDown(browser, server, 'agent1@demo.test', { small: true })
  await openConversation(agent.page, await conversationOf(server.dataDir, 'Nadia New'))
  await message(agent.page, 'Is this the new number?').waitFor()
  await agent.page.goto(`${server.url}/inboxes`)
  await agent.page.getByText('Only an admin of this workspace can look after its inboxes').waitFor()
  expect([...desk.complaints, ...agent.complaints]).toEqual([])
  await agent.context.close()
  await desk.context.close()
})

/** What is set of an inbox goes through the outbox like all else; what erases is never set by the way. */
async function theirs(entry: Locator, page: Page): Promise<void> {
  const days = entry.getByLabel('Days a conversation is kept after it was resolved')
  await days.fill('soon')
  await entry.getByText('A whole number from 1 to 36500, or nothing.').waitFor()
  await days.fill('30')
  await entry.getByText('more than 30 days ago is erased').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await entry.getByRole('button', { name: 'As it was' }).click()
  expect(await days.inputValue()).toBe('')
  await entry.getByLabel('Name').fill('New number')
  await entry.getByLabel('Name').press('Tab')
  await page.getByRole('region', { name: 'New number' }).waitFor()
}

/** Its platform is asked, and what it says is there for who answers customers. */
async function templates(page: Page): Promise<void> {
  const entry = page.getByRole('region', { name: 'WhatsApp', exact: true })
  await entry.getByText('Settings').click()
  const group = entry.getByRole('group', { name: 'Templates' })
  await group.getByText(/ can be sent\. As of /).waitFor()
  await group.getByRole('button', { name: 'Synchronise' }).click()
  await group.getByRole('button', { name: 'Synchronise' }).waitFor()
  await group.getByText(/ can be sent\. As of /).waitFor()
  expect(await axeComplaints(page)).toEqual([])
}

/** What the platform tells of the account, in words: what is trouble, when, and what it said itself. */
async function news(entry: Locator, address: string, page: Page): Promise<void> {
  const restricted = { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: 1_641_330_498 }
  const value = { event: 'ACCOUNT_RESTRICTION', restriction_info: [restricted] }
  const change = { field: 'account_update', value }
  const told = { object: 'whatsapp_business_account', entry: [{ id: '1', time: 1_641_000_000, changes: [change] }] }
  for (const payload of [told, told]) expect(await call(address, payload)).toBe(200)
  // The screen looks for itself only now and then.
  await page.reload()
  const line = entry.getByRole('listitem').filter({ hasText: 'has restricted the business account' })
  await line.waitFor()
  expect(await line.count()).toBe(1)
  expect(await line.textContent()).toMatch(
    /^Trouble\. .* 2022: WhatsApp has restricted the business account: customers cannot be written to first until 4 January 2022\./
  )
  await line.getByText('event: ACCOUNT_RESTRICTION, restriction_type: RESTRICTED_BIZ_INITIATED_MESSAGING').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  const once = {
    ...told.entry[0],
    time: 1_641_100_000,
    changes: [{ field: 'security', value: { event: 'PIN_CHANGED' } }]
  }
  expect(await call(address, { ...told, entry: [once] })).toBe(200)
  await page.reload()
  await entry.getByText('The PIN of the number was changed.').waitFor()
  await entry.getByText('One more before, with trouble').click()
  await line.waitFor()
  expect(await axeComplaints(page)).toEqual([])
}

async function firstMessage(address: string): Promise<number> {
  const contacts = [{ profile: { name: 'Nadia New' }, wa_id: '16505550099' }]
  const messages = [text('wamid.NEW-NUMBER', 'Is this the new number?', Math.floor(Date.now() / 1000), '16505550099')]
  return call(address, hook({ field: 'messages', value: value({ contacts, messages }, account) }))
}

async function call(address: string, payload: unknown): Promise<number> {
  const body = JSON.stringify(payload)
  const signature = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
  return (await fetch(address, { method: 'POST', headers, body })).status
}

test.each([{ small: true }, { small: false }])(
  'an admin connects a mailbox, is told what is wrong where it is, and sees it answer, small $small',
  async ({ small }) => {
    const desk = await sitDown(browser, server, 'admin@demo.test', { small })
    const { page } = desk
    await page.goto(`${server.url}/inboxes`)
    await page.getByRole('button', { name: 'Connect a channel' }).click()
    const form = page.getByRole('region', { name: 'Connect a channel' })
    await form.getByRole('radio', { name: 'E-mail' }).check()
    await form.getByLabel('Address', { exact: true }).fill('support@gmail.com')
    expect(await form.getByLabel('Who runs the mailbox').inputValue()).toBe('google')
    expect(await form.getByLabel('IMAP server').inputValue()).toBe('imap.gmail.com')
    await form.getByText('make an app password').waitFor()
    await form.getByLabel('Who runs the mailbox').selectOption({ label: 'Somebody else' })
    expect(await form.getByLabel('SMTP server').inputValue()).toBe('')
    await form.getByLabel('Address', { exact: true }).fill(`${small ? 'small' : 'large'}@shop.example`)
    await form.getByLabel('Password').fill('a-wrong-word')
    await form.getByLabel('User name').fill('shop')
    await form.getByLabel('IMAP server').fill('192.168.0.1')
    await form.getByLabel('SMTP server').fill(new URL(sender.url).host)
    await form.getByLabel('Name, as your colleagues see it').fill(small ? 'Small mail' : 'Large mail')
    await form.getByRole('button', { name: 'Connect' }).click()
    const complaintAt = (label: string) => form.locator('.field').filter({ has: page.getByLabel(label) })
    await complaintAt('IMAP server').getByText('There is no mail server 192.168.0.1 on the public internet.').waitFor()
    await form.getByLabel('IMAP server').fill(new URL(mailbox.url).host)
    await form.getByRole('button', { name: 'Connect' }).click()
    await complaintAt('Password').getByText('does not accept this user name and password').waitFor()
    // It is far above the button on a phone.
    await form.locator('input[type=password]:focus').waitFor()
    const looked = [...(await axeComplaints(page)), ...(await darkComplaints(page)), ...(await cutOff(page))]
    expect(looked).toEqual([])
    await form.getByLabel('Password').fill('p@ss')
    await form.getByRole('button', { name: 'Connect' }).click()

    const steps = page.getByRole('region', { name: 'E-mail is connected' })
    await steps.getByText('The mailbox answers: it works.').waitFor()
    expect([...(await axeComplaints(page)), ...(await cutOff(page))]).toEqual([])
    await steps.getByRole('button', { name: 'Done' }).click()
    const entry = page.getByRole('region', { name: small ? 'Small mail' : 'Large mail' })
    await entry.getByText('Connected. The mailbox answers; no mail has come yet.').waitFor()
    await entry.getByText('Settings').click()
    await entry.getByRole('button', { name: 'Enter new secrets' }).click()
    await entry.getByLabel('Password').waitFor()
    expect(await axeComplaints(page)).toEqual([])
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  }
)

test('an admin signs in with Google instead of a password, or does not', async () => {
  const desk = await sitDown(browser, server, 'admin@demo.test', { small: true })
  const { page } = desk
  const begin = async () => {
    await page.getByRole('button', { name: 'Connect a channel' }).click()
    const form = page.getByRole('region', { name: 'Connect a channel' })
    await form.getByRole('radio', { name: 'E-mail' }).check()
    await form.getByLabel('Address', { exact: true }).fill('shop@shop.example')
    await form.getByLabel('Who runs the mailbox').selectOption({ label: 'Gmail, Google Workspace' })
    await form.getByLabel('IMAP server').fill(new URL(mailbox.url).host)
    await form.getByLabel('SMTP server').fill(new URL(sender.url).host)
    await form.getByLabel('Name, as your colleagues see it').fill('Signed in')
    expect([...(await axeComplaints(page)), ...(await darkComplaints(page)), ...(await cutOff(page))]).toEqual([])
    await form.getByRole('button', { name: 'Sign in with Google' }).click()
    await page.getByRole('heading', { name: 'Sign in to your mailbox' }).waitFor()
  }
  await page.goto(`${server.url}/inboxes`)
  await begin()
  const state = new URL(page.url()).searchParams.get('state') ?? ''
  // As a provider sends back who does not want to (RFC 6749, 4.1.2.1).
  await page.goto(`${server.url}/inboxes?error=access_denied&state=${state}`)
  await page.getByText('Nobody has signed in with Google.').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await begin()
  await page.getByRole('button', { name: 'Allow' }).click()
  const steps = page.getByRole('region', { name: 'E-mail is connected' })
  await steps.getByText('The mailbox answers: it works.').waitFor()
  expect(new URL(page.url()).search).toBe('')
  await steps.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('region', { name: 'Signed in' }).getByText('Connected. The mailbox answers').waitFor()
  expect(desk.complaints).toEqual([])
  await desk.context.close()
})

test('who writes while nobody is there is told so once, in the words that an admin set; nobody has answered them', async () => {
  const desk = await sitDown(browser, server, 'admin@demo.test', { small: true })
  const { page } = desk
  await page.goto(`${server.url}/inboxes`)
  const entry = page.getByRole('region', { name: 'Shop chat', exact: true })
  await entry.getByText('Settings').click()
  const words = entry.getByLabel('Away message')
  await entry.getByText('so it is always open, and this is never sent.').waitFor()
  await words.fill('x'.repeat(20_001))
  await entry.getByText('1 character too long: Web chat takes at most 20,000.').waitFor()
  expect([...(await axeComplaints(page)), ...(await darkComplaints(page)), ...(await cutOff(page))]).toEqual([])
  await words.fill('Nobody is here now. We answer in the morning.')
  await entry.getByRole('button', { name: 'Set the away message' }).click()
  await entry.getByRole('button', { name: 'Set the away message' }).waitFor({ state: 'detached' })

  // Closed every day, so that it does not matter when this runs.
  await entry.getByRole('checkbox', { name: 'It has business hours' }).check()
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) await entry.getByLabel(day).fill('')
  expect([...(await axeComplaints(page)), ...(await cutOff(page))]).toEqual([])
  await entry.getByRole('button', { name: 'Set the hours' }).click()
  await entry.getByText('To who writes outside the business hours: once until it opens').waitFor()

  const customer = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' })
  const chat = await customer.newPage()
  await chat.goto(`${server.url}/chat/demo-webchat`)
  const field = chat.getByRole('textbox', { name: /message|write/i })
  const away = chat.getByText('Nobody is here now.')
  for (const line of ['Is anybody awake at this hour?', 'No? I will wait.']) {
    await field.fill(line)
    await field.press('Enter')
    await chat.getByText(line).waitFor()
    await away.waitFor()
  }

  await page.goto(`${server.url}/inbox/unassigned`)
  // The row says what they want, and that they wait for it.
  const row = page.getByRole('option').filter({ hasText: 'I will wait.' })
  await row.getByTitle(/^Waiting since /).waitFor()
  await row.click()
  await page.getByRole('group', { name: /^The automatic away message, / }).waitFor()
  await message(page, 'I will wait.').waitFor()
  expect([await message(page, 'Nobody is here now.').count(), await away.count()]).toEqual([1, 1])
  expect(await axeComplaints(page)).toEqual([])
  expect(desk.complaints).toEqual([])
  await customer.close()
  await desk.context.close()
})
