import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signed } from '../../sync-server/automation/signed.ts'
import { launchBrowser } from '../support/browser.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { axeComplaints } from './axe.ts'
import { offline, openConversation, readyForOffline, sitDown, upToDate } from './desk.ts'
import { eventually } from './eventually.ts'
import { payloadOf, post } from './meta.ts'
import { exported } from './operator.ts'

let server: RunningServer
let browser: Browser

type Call = { readonly id: string; readonly at: number; readonly headers: IncomingHttpHeaders; readonly body: string }
const calls: Call[] = []
/** The business's own program, at the other end of an automation's calls. */
const ours = createServer((request, answer) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    const { headers } = request
    const at = Number(headers['webhook-timestamp']) * 1000
    calls.push({ id: String(headers['webhook-id']), at, headers, body })
    answer.end()
  })
})
let crm = ''

beforeAll(async () => {
  await new Promise<void>(resolve => ours.listen(0, '127.0.0.1', resolve))
  crm = `http://127.0.0.1:${(ours.address() as AddressInfo).port}`
  server = await startServer({ env: { CALLS_TO: crm } })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  ours.close()
})

async function writes(id: string, text: string): Promise<string> {
  const from = '491555700001'
  expect((await post(server, payloadOf({ id: `wamid.${id}`, from, name: 'Ada', text, at: Date.now() }))).status).toBe(
    200
  )
  const found = await eventually(
    async () =>
      (await exported(server.dataDir)).find(({ fact }) => 'message' in fact && fact.message === `wamid.${id}`)?.stream,
    stream => stream !== undefined
  )
  return found!.slice('conversation/'.length)
}

test('an admin makes an automation, tries it, and it acts and says why; a macro works in a tunnel', async () => {
  const boss = await sitDown(browser, server, 'admin@demo.test')
  const { page } = boss
  await page.goto('/me')
  await page.getByRole('link', { name: 'Automations and macros' }).click()
  await page.getByLabel('Refunds are urgent is on').uncheck()
  await page.getByRole('link', { name: 'Edit, try, and see what it did: Refunds are urgent' }).click()
  await page.getByText('It is turned off, and does nothing.').waitFor()
  await page.getByRole('link', { name: 'All automations' }).click()
  await page.getByRole('button', { name: 'New automation' }).click()
  await page.getByText('It needs a name.').waitFor()
  expect(await page.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true)
  await page.getByLabel('Name').fill('Returns')
  await page.getByLabel('Words', { exact: true }).fill('return')
  await page.getByLabel('Label', { exact: true }).fill('returns')
  await page.getByRole('button', { name: 'And then…' }).click()
  await page.getByRole('combobox', { name: 'Step' }).last().selectOption({ label: 'assign it to' })
  await page.getByText('Choose to whom it is assigned.').waitFor()
  await page.getByRole('combobox', { name: 'To whom' }).selectOption({ label: 'Jonas Weber' })
  await page.getByRole('button', { name: 'And then…' }).click()
  await page.getByRole('combobox', { name: 'Step' }).last().selectOption({ label: 'call the web address' })
  await page.getByText('Write the whole web address that is called, with https://.').waitFor()
  await page.getByRole('textbox', { name: 'Address' }).fill(`${crm}/returns`)
  await page
    .getByText(
      `When a customer writes, if the words contain “return”: add the label “returns”, assign it to Jonas Weber, call ${new URL(crm).host}.`
    )
    .waitFor()
  await page.getByRole('button', { name: 'Show the key' }).click()
  const key = await page.getByText(/^whsec_/).innerText()
  await page.getByRole('button', { name: 'What would it have done?' }).click()
  await page.getByText(/^In [\d,]+ events it would have looked/).waitFor()
  expect(await axeComplaints(page)).toEqual([])
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('version 1').waitFor()
  await upToDate(page)

  const conversation = await writes('ONE', 'Can I return my notebook?')
  const other = await writes('TWO', 'Thank you')
  expect(other).toBe(conversation)
  const did = page.getByRole('region', { name: 'What it did', exact: true })
  await eventually(
    async () => {
      await page.getByRole('button', { name: 'Look again' }).click()
      return did.locator('[data-came]').count()
    },
    count => count === 2
  )
  await eventually(
    async () => {
      await page.getByRole('button', { name: 'Look again' }).click()
      return did.getByText(/^It acted: .* assign it to Jonas Weber; call .* \(it answered 200\)\.$/).count()
    },
    count => count === 1
  )
  const [called] = calls as [Call]
  expect(called.headers).toMatchObject(signed(called.id, called.at, called.body, [key]))
  await did.getByText('It did nothing, because this was not so: the words contain “return”.').waitFor()
  expect(await axeComplaints(page)).toEqual([])

  await openConversation(page, conversation)
  await page.getByText('The automation “Returns” labelled it “returns”, assigned it to Jonas Weber').first().waitFor()

  // The sample has a macro. It is there without a network, and is judged when there is one.
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(desk.page, conversation)
  await readyForOffline(desk.page)
  await desk.context.setOffline(true)
  await offline(desk.page)
  await desk.page.keyboard.press('Control+k')
  await desk.page.getByRole('combobox').fill('Thank them')
  await desk.page.getByRole('option', { name: 'Thank them, and resolve' }).click()
  await desk.page.getByText('Thank them, and resolve: done').waitFor()
  await desk.context.setOffline(false)
  const facts = async () =>
    (await exported(server.dataDir)).filter(({ stream }) => stream === `conversation/${conversation}`)
  const done = await eventually(facts, some => some.some(({ fact }) => fact.type === 'conversation.resolved'))
  expect(done.filter(({ fact }) => fact.type === 'conversation.replied')).toHaveLength(1)
  expect([...boss.complaints, ...desk.complaints]).toEqual([])
  await boss.context.close()
  await desk.context.close()
})
