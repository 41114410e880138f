// @module-tag long
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pagesIn } from '../recording/ogg-reader.ts'
import { launchBrowser } from '../support/browser.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { axeComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { composer, offline, openConversation, readyForOffline, sitDown, upToDate } from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites, phoneOf } from './meta.ts'

const vera = { from: '4915550300081', name: 'Vera Voice' }
let server: RunningServer
let browser: Browser

beforeAll(async () => {
  // A microphone that beeps, and nobody to ask whether it may be heard.
  const pretended = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
  ;[server, browser] = await Promise.all([startServer(), launchBrowser(...pretended)])
  await customerWrites(server, { id: 'wamid.VOICE1', ...vera, text: 'How is it pronounced?' })
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})

const record = (page: Page) => composer(page).getByRole('button', { name: 'Record a voice message' })
const bar = (page: Page) => composer(page).getByRole('group', { name: 'Voice message' })
const attached = (page: Page) => composer(page).getByRole('list', { name: 'Attached' })
/** Runs in the page. */
const isHeard = () => (document.querySelector<HTMLAudioElement>('.attachments audio')?.duration ?? 0) > 0

test('a voice is recorded in a tunnel with the keyboard alone, heard, sent, and is what WhatsApp plays', async () => {
  const { context, page, complaints } = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(page, await conversationOf(server.dataDir, vera.name))
  await readyForOffline(page)
  await context.setOffline(true)
  await offline(page)

  await record(page).focus()
  await page.keyboard.press('Enter')
  await bar(page)
    .getByRole('timer')
    .getByText(/^0:(?!00)/)
    .waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await page.keyboard.press('Enter')
  await attached(page).getByText('Voice message').waitFor()
  await bar(page).waitFor({ state: 'detached' })
  await page.waitForFunction(isHeard)
  expect(await axeComplaints(page)).toEqual([])

  await composer(page).getByRole('button', { name: 'Send' }).click()
  await attached(page).waitFor({ state: 'detached' })
  await context.setOffline(false)
  await upToDate(page)
  const sent = await eventually(
    async () => (await phoneOf(server, vera.from))?.messages.filter(one => one.from === 'business') ?? [],
    messages => messages.length === 1
  )
  expect(sent).toMatchObject([{ kind: 'audio', file: { mime: 'audio/ogg' } }])
  const there = await fetch(`${server.url}/emulator/whatsapp/uploads/${sent[0]?.file?.id}`)
  const pages = pagesIn(new Uint8Array(await there.arrayBuffer()))
  expect(pages.every(one => one.isWhole)).toBe(true)
  expect(Buffer.from(pages[0]!.packets[0]!).toString('latin1').slice(0, 8)).toBe('OpusHead')
  // A second at least, at 48,000 samples.
  expect(Number(pages.at(-1)!.granule)).toBeGreaterThan(40_000)
  expect(complaints).toEqual([])
  await context.close()
})

test('one that is cancelled leaves nothing, and one that is left is still there', async () => {
  const { context, page, complaints } = await sitDown(browser, server, 'agent2@demo.test')
  await openConversation(page, await conversationOf(server.dataDir, vera.name))
  await record(page).click()
  await bar(page)
    .getByRole('timer')
    .getByText(/^0:(?!00)/)
    .waitFor()
  await page.keyboard.press('Escape')
  await bar(page).waitFor({ state: 'detached' })
  expect(await attached(page).count()).toBe(0)
  await eventually(
    () => record(page).evaluate(button => button === document.activeElement),
    isFocused => isFocused
  )

  await record(page).click()
  await bar(page)
    .getByRole('timer')
    .getByText(/^0:(?!00)/)
    .waitFor()
  await composer(page).getByRole('button', { name: 'Note' }).click()
  await composer(page).getByRole('button', { name: 'Reply', exact: true }).click()
  await attached(page).getByText('Voice message').waitFor()
  expect(complaints).toEqual([])
  await context.close()
})
