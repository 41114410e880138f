// @module-tag long
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { imapStandIn, smtpStandIn, type ImapStandIn, type SmtpStandIn } from '../platforms/mail-servers.ts'
import { mail, multipart, shop } from '../platforms/mails.ts'
import { daybook } from '../cli/daybook.ts'
import { axeComplaints } from './axe.ts'
import { message, sitDown } from './desk.ts'
import { eventually } from './eventually.ts'
import { browser, server } from './opened.ts'

let mailbox: ImapStandIn
let sender: SmtpStandIn
/** Somebody who wants to know who reads their mail. */
const tracker = createServer((request, response) => {
  tracked.push(request.url ?? '')
  response.setHeader('content-type', 'image/gif')
  response.end(Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64'))
})
const tracked: string[] = []

beforeAll(async () => {
  ;[mailbox, sender] = await Promise.all([imapStandIn(), smtpStandIn()])
  await new Promise<void>(resolve => tracker.listen(0, '127.0.0.1', resolve))
})
afterAll(() => Promise.all([mailbox.close(), sender.close(), new Promise(resolve => tracker.close(resolve))]))

function hostilePage(): string {
  const { port } = tracker.address() as AddressInfo
  return [
    '<style>td { background: rgb(200, 0, 0) }</style><table><tr><td>Your invoice</td></tr></table>',
    `<img src="http://127.0.0.1:${port}/seen.gif">`,
    '<script>document.body.append("it ran"); top.document.title = "taken"</script>',
    '<img src="x" onerror="document.body.append(String.fromCharCode(105))">',
    `<meta http-equiv="refresh" content="0;url=http://127.0.0.1:${port}/away">`,
    `<form action="http://127.0.0.1:${port}/form"><button>Pay</button></form>`
  ].join('\n')
}

test('a mail is shown as it was sent, in a frame that can do nothing, and pictures come when they are asked for', async () => {
  const env = { DATA_DIR: server.dataDir, EMAIL_IMAP_URL: mailbox.url, EMAIL_SMTP_URL: sender.url }
  const inbox = ['--inbox', 'demo-mail', '--name', 'Mail', '--platform', 'email', '--account', shop]
  const connected = await daybook(env, 'inboxes', 'connect', '--tenant', 'demo', ...inbox)
  expect(connected.out).toContain('demo-mail is connected')
  await eventually(async () => mailbox.isIdling(), Boolean)
  const { head, body } = multipart(
    'alternative',
    [['Content-Type: text/plain'], 'Your invoice, in words.'],
    [['Content-Type: text/html'], hostilePage()]
  )
  mailbox.deliver(mail({ Subject: 'Re: invoice', 'Content-Type': head }, body))

  const { page, complaints } = await sitDown(browser, server, 'admin@demo.test')
  await page.goto('/inbox/all')
  await page.locator('[data-row]').filter({ hasText: 'Ana Ruiz' }).click()
  await message(page, 'Your invoice, in words.').waitFor()
  await page.getByRole('button', { name: 'As it was sent' }).click()
  const sheet = page.getByRole('dialog', { name: 'The e-mail as it was sent' })
  const frame = sheet.frameLocator('iframe')
  const cell = frame.getByRole('cell', { name: 'Your invoice' })
  await cell.waitFor()
  expect(await cell.evaluate(one => getComputedStyle(one).backgroundColor)).toBe('rgb(200, 0, 0)')
  expect(await axeComplaints(page)).toEqual([])
  // On a phone as well the button is a line, and not a word in pieces.
  await page.setViewportSize({ width: 390, height: 844 })
  const ask = sheet.getByRole('button', { name: 'Show them' })
  expect((await ask.boundingBox())?.width).toBeGreaterThan(80)
  expect(await axeComplaints(page)).toEqual([])

  await frame.getByRole('button', { name: 'Pay' }).click()
  expect(tracked).toEqual([])
  await ask.click()
  await sheet.getByText('Pictures from other places are loaded.').waitFor()
  await eventually(
    async () => tracked,
    urls => urls.includes('/seen.gif')
  )
  expect(tracked).toEqual(['/seen.gif'])
  await cell.waitFor()
  expect(await frame.locator('body').innerText()).not.toContain('it ran')
  expect(await page.title()).not.toBe('taken')

  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})
