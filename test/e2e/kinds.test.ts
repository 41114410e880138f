// @module-tag long
import { expect, test } from 'vitest'
import { axeComplaints } from './axe.ts'
import { openConversation, sitDown } from './desk.ts'
import { eventually } from './eventually.ts'
import { post } from './meta.ts'
import { browser, server } from './opened.ts'

const from = '4915550001234'
const begun = Math.floor(Date.now() / 1000) - 600
const items = [
  {
    type: 'text',
    text: { body: 'Hello, is the walnut loaf still there?' },
    referral: { source_type: 'ad', headline: 'Fresh every morning' }
  },
  { type: 'image', image: { id: '1', mime_type: 'image/jpeg', caption: 'This one' } },
  { type: 'audio', audio: { id: '2', mime_type: 'audio/ogg', voice: true } },
  {
    type: 'document',
    document: { id: '3', mime_type: 'application/pdf', filename: 'Order-1042.pdf', file_size: 182_000 }
  },
  {
    type: 'location',
    location: { latitude: 52.5163, longitude: 13.3777, name: 'Brandenburg Gate', address: 'Pariser Platz' }
  },
  { type: 'contacts', contacts: [{ name: { formatted_name: 'Ben Hart' }, phones: [{ phone: '+49 30 123456' }] }] },
  {
    type: 'interactive',
    interactive: { type: 'list_reply', list_reply: { id: 't', title: 'Tuesday', description: 'from ten' } }
  },
  {
    type: 'order',
    order: {
      catalog_id: 'c',
      product_items: [{ product_retailer_id: 'loaf-1', quantity: 2, item_price: 4.5, currency: 'EUR' }]
    }
  },
  { type: 'hologram', hologram: {} },
  { type: 'text', text: { body: 'On second thoughts' }, context: { id: 'wamid.kind-0' } },
  {
    type: 'edit',
    edit: {
      original_message_id: 'wamid.kind-0',
      message: { type: 'text', text: { body: 'Hello, is the rye loaf still there?' } }
    }
  },
  { type: 'reaction', reaction: { message_id: 'wamid.kind-1', emoji: '👍' } },
  { type: 'text', text: { body: 'A secret' } },
  { type: 'revoke', revoke: { original_message_id: 'wamid.kind-12' } },
  {
    type: 'system',
    system: { type: 'user_changed_number', body: 'Ines changed to +49 1555 0009999', new_wa_id: '4915550009999' }
  }
]

function payload(field: string, parts: object): string {
  const metadata = { display_phone_number: '15550001111', phone_number_id: '100000000000001' }
  const value = {
    messaging_product: 'whatsapp',
    metadata,
    contacts: [{ wa_id: from, profile: { name: 'Ines Weber' } }],
    ...parts
  }
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field, value }] }] })
}

const shown = [
  'From an ad “Fresh every morning”',
  'rye loaf',
  'Photo',
  'the platform does not have it any more',
  'Voice message',
  'Order-1042.pdf',
  '182 KB · the platform does not have it any more',
  'Location',
  'Brandenburg Gate',
  'Ben Hart',
  '+49 30 123456',
  'Chose from a list',
  'Tuesday',
  '2 × loaf-1 · 4.5 EUR',
  'hologram · cannot be shown yet',
  'edited',
  '👍',
  'The customer unsent this message',
  'The platform told us: Ines changed to +49 1555 0009999',
  'Come by at noon',
  'Another app'
]

test.each([
  { scheme: 'light', small: false },
  { scheme: 'dark', small: true }
] as const)('everything a customer sends is drawn in plain words, $scheme, small $small', async options => {
  const messages = items.map((item, n) => ({ from, id: `wamid.kind-${n}`, timestamp: String(begun + n), ...item }))
  expect((await post(server, payload('messages', { messages }))).status).toBe(200)
  const echo = {
    to: from,
    id: 'wamid.echo',
    timestamp: String(begun + 50),
    type: 'text',
    text: { body: 'Come by at noon' }
  }
  expect((await post(server, payload('smb_message_echoes', { message_echoes: [echo] }))).status).toBe(200)

  const desk = await sitDown(browser, server, 'admin@demo.test', options)
  const { page } = desk
  await page.goto('/inbox/all')
  const row = page.getByRole('option').filter({ hasText: 'Ines Weber' })
  await row.waitFor()
  expect(await row.textContent()).toContain('Come by at noon')
  const href = (await row.getAttribute('href')) ?? ''
  await openConversation(page, decodeURIComponent(href.slice(href.lastIndexOf('/') + 1)))
  const words = await eventually(
    async () => (await page.locator('.lines').innerText()).replace(/\s+/g, ' '),
    text => text.includes('Another app') && !text.includes('on its way')
  )
  expect(shown.filter(one => !words.includes(one))).toEqual([])
  expect(words).not.toContain('A secret')
  expect(await axeComplaints(page)).toEqual([])
  expect(desk.complaints).toEqual([])
  if (process.env['SHOTS']) {
    await page.screenshot({ path: `${process.env['SHOTS']}/kinds-${options.scheme}-end.png` })
    await page.locator('.sheet').evaluate(box => box.scrollTo(0, 200))
    await page.screenshot({ path: `${process.env['SHOTS']}/kinds-${options.scheme}-top.png` })
  }
  await desk.context.close()
})
