import { createHmac } from 'node:crypto'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { templatePage } from '../../sync-server/emulator/whatsapp/templates.ts'
import { templates as sampleTemplates } from '../../sync-server/sample/templates.ts'
import { json, vendorApi } from '../platforms/contract/vendor-api.ts'
import { hook, text, value } from '../platforms/payloads.ts'
import { launchBrowser } from '../support/browser.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { axeComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { message, openConversation, sitDown } from './desk.ts'

const account = '300000000000003'
const appSecret = 'the-new-app-secret'
const accessToken = 'the-new-access-token'
let server: RunningServer
let browser: Browser
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
  const env = { WHATSAPP_BASE_URL: meta.baseUrl }
  ;[server, browser] = await Promise.all([startServer({ env }), launchBrowser()])
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await meta.close()
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

async function firstMessage(address: string): Promise<number> {
  const contacts = [{ profile: { name: 'Nadia New' }, wa_id: '16505550099' }]
  const messages = [text('wamid.NEW-NUMBER', 'Is this the new number?', Math.floor(Date.now() / 1000), '16505550099')]
  const body = JSON.stringify(hook({ field: 'messages', value: value({ contacts, messages }, account) }))
  const signature = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
  return (await fetch(address, { method: 'POST', headers, body })).status
}
