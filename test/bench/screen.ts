import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { conversationOf } from '../e2e/conversation-of.ts'
import { asAtHome, composer, deskIn, openConversation, readyForOffline, signIn, upToDate } from '../e2e/desk.ts'
import { customerWrites, payloadOf, post } from '../e2e/meta.ts'
import { sampleCookie } from '../server/agent.ts'
import { launchBrowser, launchInstalled } from '../support/browser.ts'
import { samplePassword, startServer } from '../support/server.ts'
import { device } from './device.ts'
import { median, quantile, report, timed, type Figure } from './figures.ts'
import { firstRow, longestTask, openedAt, paintedAt, pressedAt, watched } from './watched.ts'

const rounds = 5
const replies = 20
const many = 2000
/** A screen draws sixty times a second: nothing can be seen sooner than in the next frame. */
const frame = { what: 'one frame', value: 1000 / 60 }
const noor = { id: 'wamid.BENCH', from: '4915550200000', name: 'Noor Bench', text: 'Is the blue notebook back?' }

const server = await startServer({ template: null })
const browser = await launchBrowser()
try {
  await customerWrites(server, noor)
  report('screen: first sync', await firstSync('the sample'))
  report('screen: a reply', await replying())
  report('screen: webhooks', await manyWrite())
  report('screen: first sync', await firstSync(`${many} conversations more`))
  report('screen: cold open, server dead', await coldOpen())
} finally {
  await browser.close()
  await server.stop()
}

/**
 * From the click on "Sign in" until the screen says that it is up to date, on a device that holds nothing.
 * The browser keeps such a context in memory: its own disk is not in these figures, only in those of the cold open.
 */
async function firstSync(when: string): Promise<Figure[]> {
  const took: number[] = []
  const tasks: number[] = []
  const bare: number[] = []
  for (let round = 0; round < rounds; round++) {
    const since = performance.now()
    const wire = await device(server.url, await sampleCookie(server.url))
    bare.push(performance.now() - since)
    wire.close()
    const page = await freshPage()
    await page.goto('/')
    await page.getByLabel('E-mail').fill('agent1@demo.test')
    await page.getByLabel('Password').fill(samplePassword)
    const clicked = Date.now()
    await page.getByRole('button', { name: 'Sign in' }).click()
    took.push((await paintedAt(page, 'Up to date')) - clicked)
    tasks.push(await longestTask(page))
    await page.context().close()
  }
  const peer = { what: 'the same without a browser', value: median(bare) }
  return [
    { what: 'signed in and up to date, p50', when, unit: 'ms', value: median(took), peer },
    { what: 'longest task meanwhile, p50', when, unit: 'ms', value: median(tasks), peer: frame }
  ]
}

/** From the key until the words are painted, here and on the screen of a colleague. */
async function replying(): Promise<Figure[]> {
  const conversation = await conversationOf(server.dataDir, noor.name)
  const [mine, theirs] = await Promise.all(
    ['agent1@demo.test', 'agent2@demo.test'].map(async email => {
      const page = await freshPage()
      await page.goto('/')
      await signIn(page, email)
      await openConversation(page, conversation)
      return page
    })
  )
  if (!mine || !theirs) throw new Error('two people are needed')
  const here: number[] = []
  const there: number[] = []
  for (let i = 0; i < replies; i++) {
    const text = `Answer number ${i} of all`
    const field = composer(mine).getByRole('textbox')
    await field.fill(text)
    await field.press('Enter')
    const pressed = await pressedAt(mine)
    here.push((await paintedAt(mine, text)) - pressed)
    there.push((await paintedAt(theirs, text)) - pressed)
  }
  await Promise.all([mine.context().close(), theirs.context().close()])
  const when = 'Enter to painted'
  return [
    { what: 'on the own screen, p50', when, unit: 'ms', value: median(here), peer: frame },
    { what: 'on the own screen, p90', when, unit: 'ms', value: quantile(here, 0.9), peer: frame },
    { what: "on the colleague's screen, p50", when, unit: 'ms', value: median(there), peer: frame },
    { what: "on the colleague's screen, p90", when, unit: 'ms', value: quantile(there, 0.9), peer: frame }
  ]
}

/** As WhatsApp would: signed, a hundred customers to a call. */
async function manyWrite(): Promise<Figure[]> {
  const each = 100
  const took: number[] = []
  for (let first = 0; first < many; first += each) {
    const messages = Array.from({ length: each }, (_, i) => ({
      id: `wamid.BENCH-${first + i}`,
      from: String(4_915_560_000_000 + first + i),
      name: `Customer ${first + i}`,
      text: `Hello, this is customer ${first + i}. Is my order on its way?`,
      at: Date.now() - (many - first - i) * 60
    }))
    const since = performance.now()
    const answer = await post(server, payloadOf(...messages))
    took.push(performance.now() - since)
    if (answer.status !== 200) throw new Error(`the webhook answered ${answer.status}`)
  }
  const trips = await timed(20, () => fetch(`${server.url}/healthz`).then(answer => answer.text()))
  const when = `${each} new customers in one`
  const peer = { what: 'an empty request', value: median(trips) }
  return [{ what: 'a webhook, taken and on disk, p50', when, unit: 'ms', value: median(took), peer }]
}

/** A browser that was closed, opened again while nothing answers: navigation to the first painted row. */
async function coldOpen(): Promise<Figure[]> {
  const profile = mkdtempSync(join(tmpdir(), 'daybook-bench-profile-'))
  const before = await deskIn(await launchInstalled(profile, asAtHome(server)))
  await signIn(before.page, 'agent1@demo.test')
  await readyForOffline(before.page)
  await upToDate(before.page)
  await before.context.close()
  await server.kill()

  const took: number[] = []
  const bare: number[] = []
  const tasks: number[] = []
  for (let round = 0; round < rounds; round++) {
    const context = await launchInstalled(profile, asAtHome(server))
    const page = await watched(await context.newPage())
    await page.goto('/inbox/all')
    took.push((await paintedAt(page, firstRow)) - (await openedAt(page)))
    tasks.push(await longestTask(page))
    const empty = await watched(await context.newPage())
    await empty.goto('data:text/html,<a data-row>One row</a>')
    bare.push((await paintedAt(empty, firstRow)) - (await openedAt(empty)))
    await context.close()
  }
  rmSync(profile, { recursive: true, force: true })
  const when = `${many} conversations here`
  const peer = { what: 'a page of one row', value: median(bare) }
  return [
    { what: 'first row painted, p50', when, unit: 'ms', value: median(took), peer },
    { what: 'longest task meanwhile, p50', when, unit: 'ms', value: median(tasks), peer: frame }
  ]
}

async function freshPage(): Promise<Page> {
  const context = await browser.newContext(asAtHome(server))
  context.setDefaultTimeout(60_000)
  return watched(await context.newPage())
}
