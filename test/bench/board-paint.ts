import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { rankAt } from '../../shared/workflow/rank.ts'
import { asAtHome, signIn, upToDate } from '../e2e/desk.ts'
import { eventually } from '../e2e/eventually.ts'
import { payloadOf, post } from '../e2e/meta.ts'
import { sampleCookie } from '../server/agent.ts'
import { launchBrowser } from '../support/browser.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { device } from './device.ts'
import { median, type Figure } from './figures.ts'
import { firstCard, firstRow, keyToPaint, longestTask, paintedAt, pressedAt, watched, wholeCard } from './watched.ts'

const many = 2000
const rounds = 5
/** By then the board is drawn and laid out unseen, for somebody who has looked at one before. Milliseconds after it is drawn. */
const laidOutMs = 1000
const slower = 4
const steps = 20
/** What the eye takes for at once. */
const limit = { what: 'the limit', value: 100 }

/** A board of two thousand cards in a browser that has them, on a processor four times slower than this one. */
export async function boardPaint(): Promise<Figure[]> {
  const server = await startServer({ template: null })
  const browser = await launchBrowser()
  try {
    await fill(server)
    const context = await browser.newContext(asAtHome(server))
    context.setDefaultTimeout(120_000)
    const page = await watched(await context.newPage())
    await page.goto('/')
    await signIn(page, 'admin@demo.test')
    // The board that was looked at last is the one the link leads to.
    await page.goto('/board/support')
    await paintedAt(page, firstCard)
    const [soon, later] = [await openings(page, false), await openings(page, true)]
    const drawn = await page.locator('[data-card]').count()
    const when = `${many} cards, ${drawn} drawn, CPU ${slower} times slower`
    const figure = (what: string, values: number[]): Figure => {
      return { what: `${what}, p50`, when, unit: 'ms', value: median(values), peer: limit }
    }
    return [
      figure('Enter to the whole board painted', later.whole),
      figure('Enter to the words of all cards, at once after a start', soon.words),
      figure('Enter to the whole board, at once after a start', soon.whole),
      figure('longest task over 50 ms in twenty steps down', [...soon.walked, ...later.walked])
    ]
  } finally {
    await browser.close()
    await server.stop()
  }
}

type Openings = { readonly words: number[]; readonly whole: number[]; readonly walked: number[] }

/** `kept`: the app has been open for a while, so that the board waits unseen; otherwise the list has just come up to date. */
async function openings(page: Page, kept: boolean): Promise<Openings> {
  const [words, whole, walked]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < rounds; round++) {
    await page.goto('/inbox/all')
    await paintedAt(page, firstRow)
    await upToDate(page)
    if (kept) await page.locator('.board[data-away] .card-marks').first().waitFor({ state: 'attached' })
    if (kept) await page.waitForTimeout(laidOutMs)
    const slow = await page.context().newCDPSession(page)
    await slow.send('Emulation.setCPUThrottlingRate', { rate: slower })
    await page.locator('.nav a[href="/board"]').focus()
    await page.evaluate(() => (window.bench.keyToPaint = NaN))
    await page.keyboard.press('Enter')
    whole.push((await paintedAt(page, wholeCard)) - (await pressedAt(page)))
    words.push(await keyToPaint(page))
    await page.locator('.card').first().focus()
    await page.evaluate(() => (window.bench.longestTask = 0))
    for (let step = 0; step < steps; step++) await page.keyboard.press('ArrowDown')
    walked.push(await longestTask(page))
    await slow.detach()
  }
  return { words, whole, walked }
}

/** As many customers, each on the support board, which takes from every inbox; every other one is in the second stage. */
async function fill(server: RunningServer): Promise<void> {
  const before = new Set(await cardsOf(server))
  const each = 100
  for (let first = 0; first < many; first += each) {
    const messages = Array.from({ length: each }, (_, i) => ({
      id: `wamid.BOARD-${first + i}`,
      from: String(4_915_570_000_000 + first + i),
      name: `Customer ${first + i}`,
      text: `Hello, this is customer ${first + i}. Is my order on its way?`,
      at: Date.now() - (many - first - i) * 60
    }))
    const answer = await post(server, payloadOf(...messages))
    if (answer.status !== 200) throw new Error(`the webhook answered ${answer.status}`)
  }
  const cards = await eventually(
    async () => (await cardsOf(server)).filter(card => !before.has(card)),
    cards => cards.length >= many,
    600_000
  )
  await spread(server, cards)
}

async function cardsOf(server: RunningServer): Promise<readonly string[]> {
  const { streams, close } = await device(server.url, await sampleCookie(server.url, 'admin@demo.test'))
  close()
  return streams.filter(stream => stream.startsWith('card/support:')).map(stream => stream.slice('card/'.length))
}

/** One after the other: a device with a thousand at once is turned away. */
async function spread(server: RunningServer, cards: readonly string[]): Promise<void> {
  let next: (() => void) | undefined
  const cookie = await sampleCookie(server.url, 'admin@demo.test')
  const wire = await device(server.url, cookie, { acked: () => next?.() })
  for (const card of cards.filter((_, i) => i % 2 === 0)) {
    const base = { id: randomUUID(), at: Date.now(), type: 'card.move', card, workflow: 'support' }
    const move = { ...base, from: 'new', to: 'working', rank: rankAt(Date.now()) }
    await new Promise<void>(resolve => {
      next = resolve
      wire.push(move)
    })
  }
  wire.close()
}
