import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { axeComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import {
  composer,
  deliveryOf,
  message,
  offline,
  openConversation,
  readyForOffline,
  sitDown,
  upToDate,
  writes
} from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites, phoneOf } from './meta.ts'
import { browser, server } from './opened.ts'

const paul = { id: 'wamid.ATTACH1', from: '4915550300077', name: 'Paul Parcel', text: 'Is it the green one?' }
const photo = { name: 'green.png', mimeType: 'image/png', buffer: pictureOf('green') }
const page404 = {
  name: 'holiday.png',
  mimeType: 'image/png',
  buffer: Buffer.from('<html><script>alert(1)</script></html>')
}
const invoice = { name: 'invoice.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nan invoice\n%%EOF') }

const sentToPaul = async () =>
  ((await phoneOf(server, paul.from))?.messages ?? []).filter(({ from }) => from === 'business')
const chosen = (page: Page) => composer(page).getByRole('list', { name: 'Attached' }).getByRole('listitem')
const choose = (page: Page, file: typeof photo) => composer(page).locator('input[type=file]').setInputFiles(file)
/** Really drawn: a broken picture has no width of its own. */
const drawn = (selector: string) =>
  [...document.querySelectorAll<HTMLImageElement>(selector)].some(one => one.naturalWidth > 0)

test('a photo that was attached in a tunnel waits through reloads, and arrives once, with its words', async () => {
  await customerWrites(server, paul)
  const conversation = await conversationOf(server.dataDir, paul.name)
  const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(page, conversation)
  await readyForOffline(page)
  await context.setOffline(true)
  await page.reload()
  await offline(page)

  await choose(page, page404)
  await composer(page).getByText('holiday.png is not the picture that it calls itself').waitFor()
  expect(await chosen(page).count()).toBe(0)

  await choose(page, photo)
  await chosen(page).getByText('green.png').waitFor()
  await page.reload()
  await chosen(page).getByText('green.png').waitFor()
  await page.waitForFunction(drawn, '.attachments img')
  expect(await axeComplaints(page)).toEqual([])

  await composer(page).getByRole('textbox').fill('Yes, this one.')
  await composer(page).getByRole('textbox').press('Enter')
  await message(page, 'Yes, this one.').waitFor()
  await writes(page, '')
  await chosen(page).waitFor({ state: 'detached' })
  await page.reload()
  await message(page, 'Yes, this one.').waitFor()
  await page.waitForFunction(drawn, '.picture img')
  expect(await deliveryOf(page, 'Yes, this one.')).toBe('waiting')

  await context.setOffline(false)
  await upToDate(page)
  await eventually(
    () => deliveryOf(page, 'Yes, this one.'),
    delivery => delivery === 'delivered'
  )
  const sent = await sentToPaul()
  expect(sent).toMatchObject([
    {
      kind: 'image',
      text: 'Yes, this one.',
      file: { name: 'green.png', mime: 'image/png', bytes: photo.buffer.length }
    }
  ])
  const there = await fetch(`${server.url}/emulator/whatsapp/uploads/${sent[0]?.file?.id}`)
  expect(Buffer.from(await there.arrayBuffer()).equals(photo.buffer)).toBe(true)
  expect(complaints).toEqual([])
  await context.close()
})

test('a paper goes without words, and a colleague sees it', async () => {
  const conversation = await conversationOf(server.dataDir, paul.name)
  const mine = await sitDown(browser, server, 'agent1@demo.test')
  const colleague = await sitDown(browser, server, 'agent2@demo.test')
  await openConversation(mine.page, conversation)
  await openConversation(colleague.page, conversation)
  await choose(mine.page, photo)
  await choose(mine.page, invoice)
  await chosen(mine.page).getByText('invoice.pdf').waitFor()
  await composer(mine.page).getByRole('button', { name: 'Remove green.png' }).click()
  await eventually(
    () => chosen(mine.page).count(),
    count => count === 1
  )
  await composer(mine.page).getByRole('button', { name: 'Send' }).click()
  const paper = colleague.page.getByRole('link', { name: /invoice\.pdf/ })
  await paper.waitFor()
  const [saved] = await Promise.all([colleague.page.waitForEvent('download'), paper.click()])
  expect(saved.suggestedFilename()).toBe('invoice.pdf')
  await colleague.page.waitForFunction(drawn, '.picture img')
  await eventually(
    async () => (await sentToPaul()).filter(({ kind }) => kind === 'document'),
    papers => papers.length === 1 && papers[0]?.file?.name === 'invoice.pdf'
  )
  expect([...mine.complaints, ...colleague.complaints]).toEqual([])
  await mine.context.close()
  await colleague.context.close()
})
