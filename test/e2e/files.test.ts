// @module-tag long
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { axeComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { message, offline, openConversation, readyForOffline, sitDown } from './desk.ts'
import { sampleAgent } from '../server/agent.ts'
import { eventually } from './eventually.ts'
import { post } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

const from = '4915550300055'
const photo = (id: string, file: string, caption: string) => ({
  id,
  from,
  timestamp: String(Math.floor(Date.now() / 1000)),
  type: 'image',
  image: { id: file, mime_type: 'image/png', caption }
})

async function sends(...messages: readonly object[]): Promise<void> {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550001111', phone_number_id: '100000000000001' },
    contacts: [{ profile: { name: 'Paula Picture' }, wa_id: from }],
    messages
  }
  const entry = [{ id: '200000000000002', changes: [{ field: 'messages', value }] }]
  expect((await post(server, JSON.stringify({ object: 'whatsapp_business_account', entry }))).status).toBe(200)
}

async function erase(name: string): Promise<void> {
  const events = await exported(server.dataDir)
  const met = events.find(({ fact }) => fact.type === 'contact.met' && 'name' in fact && fact.name === name)
  const admin = await sampleAgent(server.url, 'admin@demo.test')
  const command = {
    type: 'contact.erase',
    contact: met?.stream.slice('contact/'.length),
    id: randomUUID(),
    at: Date.now()
  }
  expect(await admin.push(1, command)).toMatchObject([{ refusal: null }])
  await admin.close()
}

/** Really drawn: a broken picture has no width of its own. */
const drawn = () =>
  [...document.querySelectorAll<HTMLImageElement>('.picture img')].filter(one => one.naturalWidth > 0).length

test('a customer’s photo is seen, also in a tunnel when it was seen before, and one that is gone is said to be', async () => {
  await sends(photo('wamid.P1', '312345678901', 'My pen'), photo('wamid.P2', '1', 'Another'))
  const conversation = await conversationOf(server.dataDir, 'Paula Picture')
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  const { page, context } = desk
  await readyForOffline(page)
  await page.reload()
  await openConversation(page, conversation)
  await message(page, 'Another').waitFor()
  await page.waitForFunction(drawn)
  await page.getByText('the platform does not have it any more').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  // The worker writes it down a moment after it was drawn.
  await page.waitForFunction(async () => (await (await caches.open('daybook-files')).keys()).length > 0)

  await context.setOffline(true)
  await page.reload()
  await offline(page)
  await message(page, 'My pen').waitFor()
  await page.waitForFunction(drawn)

  await context.setOffline(false)
  await page.getByText('Up to date').first().waitFor({ state: 'attached' })
  const kept = () => page.evaluate(async () => (await (await caches.open('daybook-files')).keys()).map(one => one.url))
  const [address = ''] = await kept()
  const [cookie] = await context.cookies()
  const ask = () => fetch(address, { headers: { cookie: `${cookie?.name}=${cookie?.value}` } })
  expect((await ask()).status).toBe(200)
  await erase('Paula Picture')
  await eventually(kept, urls => urls.length === 0)
  expect((await ask()).status).toBe(404)
  // Nor has the browser's own cache kept it.
  expect(await page.evaluate(async at => (await fetch(at)).status, address)).toBe(404)

  await page.goto(`${server.url}/me`)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('E-mail').waitFor()
  await page.waitForFunction(async () => !(await caches.has('daybook-files')))
  expect(desk.complaints).toEqual([])
  await context.close()
})
