import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { foundingKeyOf, startServer, type RunningServer } from '../support/server.ts'
import { axeComplaints } from './axe.ts'
import { asAtHome, deskIn, signIn, upToDate } from './desk.ts'

let server: RunningServer
let browser: Browser

beforeAll(async () => {
  server = await startServer({ args: ['--empty'] })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})

const ada = { email: 'ada@inkwell.test', password: 'ink on warm paper' }

async function foundWorkspace(page: Page): Promise<void> {
  await page.getByLabel('Workspace').fill('Inkwell & Daughters')
  await page.getByLabel('Your name').fill('Ada Inkwell')
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByLabel('Password').fill(ada.password)
  await page.getByRole('button', { name: 'Create the workspace' }).click()
}

test('whoever has the link of an empty server founds the workspace; who comes later is asked to sign in', async () => {
  const [first, late] = [await browser.newContext(asAtHome(server)), await browser.newContext(asAtHome(server))]
  const { page, complaints } = await deskIn(first)
  const slow = await deskIn(late)
  // Without the link there is only where to find it.
  await page.getByText('was given a link to begin with').waitFor()
  expect(await axeComplaints(page)).toEqual([])
  expect(await page.getByRole('button').count()).toBe(0)
  for (const one of [page, slow.page]) await one.goto(`/#${foundingKeyOf(server)}`)
  for (const one of [page, slow.page]) await one.getByLabel('Workspace').waitFor()
  expect(await axeComplaints(page)).toEqual([])

  await foundWorkspace(page)
  await upToDate(page)
  await page.getByText('No inbox is connected yet').first().waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await page.goto('/me')
  await page.getByText('Admin in Inkwell & Daughters').waitFor()

  // Who had the same form open is told, in words, that somebody was faster.
  await foundWorkspace(slow.page)
  await slow.page.getByRole('alert').getByText('Somebody was faster').waitFor()
  await slow.page.reload()
  await slow.page.getByRole('heading', { name: 'Sign in to Daybook' }).waitFor()
  await slow.page.getByLabel('E-mail').fill(ada.email)
  await slow.page.getByLabel('Password').fill('not her password')
  await slow.page.getByRole('button', { name: 'Sign in' }).click()
  await slow.page.getByRole('alert').getByText('do not belong together').waitFor()
  expect(await axeComplaints(slow.page)).toEqual([])
  await signIn(slow.page, ada.email, ada.password)
  expect([...complaints, ...slow.complaints]).toEqual([])
  await first.close()
  await late.close()
})
