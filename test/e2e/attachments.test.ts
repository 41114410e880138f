// @module-tag long
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { photo as cameraPhoto } from '../media/photos.ts'
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

test('a colleague sees a large photo small, and as it is when they open it, each also in a tunnel', async () => {
  const conversation = await conversationOf(server.dataDir, paul.name)
  const mine = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(mine.page, conversation)
  const buffer = await cameraPhoto(1600, 1200).jpeg().toBuffer()
  await choose(mine.page, { name: 'large.jpg', mimeType: 'image/jpeg', buffer })
  await chosen(mine.page).getByText('large.jpg').waitFor()
  await composer(mine.page).getByRole('textbox').fill('And a large one.')
  await composer(mine.page).getByRole('textbox').press('Enter')
  await eventually(
    () => deliveryOf(mine.page, 'And a large one.'),
    delivery => delivery === 'delivered'
  )
  await mine.context.close()

  const { page, context, complaints } = await sitDown(browser, server, 'agent2@demo.test')
  await readyForOffline(page)
  await page.reload()
  await openConversation(page, conversation)
  const picture = message(page, 'And a large one.').locator('.picture')
  const widths = () =>
    picture.locator('img').evaluate((one: HTMLImageElement) => [one.width, one.height, one.naturalWidth])
  await eventually(widths, ([, , own]) => own === 640)
  const [width = 0, height = 0] = await widths()
  expect(width / height).toBeCloseTo(4 / 3, 1)
  const kept = () => page.evaluate(async () => (await (await caches.open('daybook-files')).keys()).map(one => one.url))
  const originals = async () => (await kept()).filter(url => !url.endsWith('?size=small'))
  await eventually(kept, urls => urls.length > 0)
  expect(await originals()).toEqual([])
  /** How wide what a press on it opens really is. */
  const opened = async () => {
    const [other] = await Promise.all([context.waitForEvent('page'), picture.click()])
    const shown = other.locator('img')
    await shown.waitFor()
    const wide = await eventually(
      () => shown.evaluate((one: HTMLImageElement) => one.naturalWidth),
      pixels => pixels > 0
    )
    await other.close()
    return wide
  }
  await context.setOffline(true)
  await page.reload()
  await offline(page)
  await eventually(widths, ([, , own]) => own === 640)
  expect(await opened()).toBe(640)
  await context.setOffline(false)
  await upToDate(page)
  expect(await opened()).toBe(1600)
  await eventually(originals, urls => urls.length === 1)
  await context.setOffline(true)
  await offline(page)
  expect(await opened()).toBe(1600)
  expect(complaints).toEqual([])
  await context.close()
})

test('a file on a slow line says how far it is, can be taken back on its way, and arrives', async () => {
  const conversation = await conversationOf(server.dataDir, paul.name)
  const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(page, conversation)
  await readyForOffline(page)
  const line = await context.newCDPSession(page)
  const goesAt = (uploadThroughput: number) =>
    line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput
    })
  await line.send('Network.enable')
  const buffer = await cameraPhoto(1800, 1400).jpeg({ quality: 95 }).toBuffer()
  await choose(page, { name: 'slow.jpg', mimeType: 'image/jpeg', buffer })
  await chosen(page).getByText('slow.jpg').waitFor()
  await context.setOffline(true)
  await offline(page)
  const field = composer(page).getByRole('textbox')
  await field.fill('On a slow line.')
  await field.press('Enter')
  const sent = message(page, 'On a slow line.')
  await sent.getByText('The file waits for the network.').waitFor()
  await context.setOffline(false)
  await goesAt(60_000)
  const bar = sent.getByRole('progressbar')
  const far = () => bar.evaluate((one: HTMLProgressElement) => one.position)
  await bar.waitFor()
  const begun = await eventually(far, position => position > 0 && position < 1)
  await eventually(far, position => position > begun)
  expect(await axeComplaints(page)).toEqual([])
  await sent.getByRole('button', { name: 'Cancel' }).click()
  await chosen(page).getByText('slow.jpg').waitFor()
  await writes(page, 'On a slow line.')
  await sent.waitFor({ state: 'detached' })

  await field.press('Enter')
  await bar.waitFor()
  await goesAt(-1)
  await eventually(
    () => deliveryOf(page, 'On a slow line.'),
    delivery => delivery === 'delivered'
  )
  expect(await bar.count()).toBe(0)
  expect((await sentToPaul()).filter(({ text }) => text === 'On a slow line.')).toHaveLength(1)
  expect(complaints).toEqual([])
  await context.close()
})

test('what the server will not take says why on its message, attached in a tunnel, and after a reload', async () => {
  const conversation = await conversationOf(server.dataDir, paul.name)
  const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(page, conversation)
  await readyForOffline(page)
  await context.setOffline(true)
  await page.reload()
  await offline(page)
  await choose(page, { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.from('no film at all') })
  await chosen(page).getByText('film.mp4').waitFor()
  await composer(page).getByRole('textbox').fill('Look at this.')
  await composer(page).getByRole('textbox').press('Enter')
  await message(page, 'Look at this.').waitFor()
  await context.setOffline(false)
  const refused = page.getByRole('list', { name: 'Not done' })
  const why = 'The file is not what it calls itself (MP4), so the server did not take it.'
  await refused.getByText(why).waitFor()
  await page.reload()
  await refused.getByText(why).waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await refused.getByRole('button', { name: 'Put back' }).click()
  await chosen(page).getByText('film.mp4').waitFor()
  await writes(page, 'Look at this.')
  // The server answers so to what it does not take: a browser writes down each.
  expect(complaints.filter(one => !one.includes('415'))).toEqual([])
  await context.close()
})
