import { beforeEach, expect, test } from 'vitest'
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
  reply,
  sitDown,
  writes
} from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites, onThePhone, phoneOf, setMood } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

/** Really drawn: a broken picture has no width of its own. */
const drawn = (selector: string) =>
  [...document.querySelectorAll<HTMLImageElement>(selector)].some(one => one.naturalWidth > 0)

// A test that failed with the server killed shall not take the others with it.
beforeEach(async () => {
  const alive = await fetch(`${server.url}/healthz`).then(
    answer => answer.ok,
    () => false
  )
  if (!alive) await server.restart()
})

test('two agents claim the same conversation offline: one wins, the other is told by whom, with the text kept', async () => {
  const customer = { id: 'wamid.CLAIM1', from: '4915550200001', name: 'Rui Costa', text: 'Do you ship to Porto?' }
  await customerWrites(server, customer)
  const conversation = await conversationOf(server.dataDir, customer.name)
  const desks = [
    { ...(await sitDown(browser, server, 'agent1@demo.test')), agent: 'Mara', answer: 'We do, in three days.' },
    { ...(await sitDown(browser, server, 'agent2@demo.test')), agent: 'Jonas', answer: 'Yes, it takes a week.' }
  ] as const
  for (const { page } of desks) {
    await openConversation(page, conversation)
    await readyForOffline(page)
  }
  await server.kill('SIGKILL')
  for (const { page, answer } of desks) {
    await offline(page)
    await page.getByRole('button', { name: 'Claim', exact: true }).click()
    await reply(page, answer)
  }
  await server.restart()
  const [sent] = await eventually(
    () => onThePhone(server, customer.from),
    words => words.length > 0
  )
  const [winner, loser] = sent === desks[0].answer ? desks : [desks[1], desks[0]]

  await loser.page.goto('/outbox')
  const refused = loser.page.getByRole('region', { name: 'Not done' })
  await refused.getByText(winner.agent).first().waitFor()
  await refused.getByText(loser.answer).waitFor()
  await refused.getByRole('button', { name: 'Put back into the composer' }).click()
  await writes(loser.page, loser.answer)
  await loser.page.reload()
  await writes(loser.page, loser.answer)
  expect(await message(winner.page, loser.answer).count()).toBe(0)

  const facts = (await exported(server.dataDir)).filter(event => event.stream === `conversation/${conversation}`)
  expect(facts.filter(({ fact }) => fact.type === 'conversation.claimed')).toHaveLength(1)
  expect(facts.filter(({ fact }) => fact.type === 'conversation.replied')).toHaveLength(1)
  expect(await onThePhone(server, customer.from)).toEqual([winner.answer])
  expect(desks.flatMap(desk => desk.complaints)).toEqual([])
  for (const desk of desks) await desk.context.close()
})

test('after the window the composer turns to templates, and a template reaches the customer', async () => {
  const day = 24 * 3_600_000
  const customer = {
    id: 'wamid.LATE1',
    from: '4915550200002',
    name: 'Lena Late',
    text: 'Hello?',
    at: Date.now() - 2 * day
  }
  await customerWrites(server, customer)
  const conversation = await conversationOf(server.dataDir, customer.name)
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(desk.page, conversation)
  await composer(desk.page)
    .getByText(/24|closed/i)
    .first()
    .waitFor()
  expect(await composer(desk.page).getByRole('textbox').count()).toBe(0)
  await composer(desk.page)
    .getByRole('button', { name: /template/i })
    .click()
  const picker = desk.page.getByRole('dialog')
  // One with blanks in its heading, its words and where its button leads.
  await picker.getByRole('button', { name: /^Order ready/ }).click()
  await picker.locator('.preview').waitFor()
  for (const [at, blank] of (await picker.getByRole('textbox').all()).entries()) await blank.fill(`word-${at + 1}`)
  const words = (await picker.locator('.preview').innerText()).trim()
  expect(words.match(/word-\d/g)).toEqual(['word-1', 'word-2', 'word-3', 'word-4'])
  await picker.getByRole('button', { name: 'Send' }).click()
  const sent = await eventually(
    () => onThePhone(server, customer.from),
    all => all.length > 0
  )
  expect(sent).toEqual([words])
  await message(desk.page, words).waitFor()
  await desk.context.close()
})

test(
  'a template with a picture in its heading is filled in in a tunnel, and reaches the customer with it',
  { tags: 'long' },
  async () => {
    const customer = {
      id: 'wamid.HEAD1',
      from: '4915550200007',
      name: 'Hedda Head',
      text: 'What is new?',
      at: Date.now()
    }
    await customerWrites(server, customer)
    const conversation = await conversationOf(server.dataDir, customer.name)
    const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test')
    await openConversation(page, conversation)
    await readyForOffline(page)
    await composer(page)
      .getByRole('button', { name: / left$/ })
      .click()
    const picker = page.getByRole('dialog')
    await context.setOffline(true)
    await offline(page)
    const entry = picker.getByRole('button', { name: /^New arrivals .+ a picture/ })
    expect(await entry.evaluate(one => one.clientWidth >= one.closest('ul')!.clientWidth)).toBe(true)
    await entry.click()
    for (const [at, blank] of (await picker.getByRole('textbox').all()).entries()) await blank.fill(`word-${at + 1}`)
    const code = picker.getByLabel('The code, of at most 15 characters')
    await code.clear()
    await code.pressSequentially('SAVE10 and a great deal more')
    const send = picker.getByRole('button', { name: 'Send when online' })
    expect(await send.isDisabled()).toBe(true)
    const input = picker.locator('input[type=file]')
    await input.setInputFiles({ name: 'bill.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
    await picker.getByText('WhatsApp does not take files of this type (application/pdf).').waitFor()
    expect(await send.isDisabled()).toBe(true)
    const buffer = pictureOf('arrivals')
    await input.setInputFiles({ name: 'arrivals.png', mimeType: 'image/png', buffer })
    await page.waitForFunction(drawn, '.preview img')
    expect(await axeComplaints(page)).toEqual([])
    await send.click()

    const sent = page.locator('[data-message]', { hasText: 'Copy offer code: SAVE10 and a gr' })
    await sent.getByText('The file waits for the network.').waitFor()
    await page.reload()
    await sent.waitFor()
    await page.waitForFunction(drawn, '[data-message] .picture img')
    await context.setOffline(false)
    const [reached] = await eventually(
      async () => (await phoneOf(server, customer.from))?.messages.filter(({ from }) => from === 'business') ?? [],
      all => all.length > 0
    )
    expect(reached).toMatchObject({
      kind: 'template',
      text: expect.stringMatching(/^Hello word-1, this came in today: word-2\.[^]+Copy offer code: SAVE10 and a gr$/),
      file: { mime: 'image/png', bytes: buffer.length }
    })
    expect(complaints).toEqual([])
    await context.close()
  }
)

test('a reply that waits offline until its window closes comes back with its text', { tags: 'long' }, async () => {
  const closesInMs = 30_000
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  await readyForOffline(desk.page)
  // Everything slow is done: from here on the window's clock runs.
  const at = Date.now() - 24 * 3_600_000 + closesInMs
  const customer = { id: 'wamid.LATE2', from: '4915550200003', name: 'Ivo Blum', text: 'Still there?', at }
  await customerWrites(server, customer)
  const conversation = await conversationOf(server.dataDir, customer.name)
  await openConversation(desk.page, conversation)
  await server.kill('SIGKILL')
  await reply(desk.page, 'Here I am.')
  expect(await deliveryOf(desk.page, 'Here I am.')).toBe('waiting')
  await new Promise(resolve => setTimeout(resolve, Math.max(0, at + 24 * 3_600_000 - Date.now()) + 1500))
  await server.restart()

  await desk.page.goto('/outbox')
  const refused = desk.page.getByRole('region', { name: 'Not done' })
  await refused.getByText('Here I am.').waitFor()
  await refused
    .getByText(/window/i)
    .first()
    .waitFor()
  await openConversation(desk.page, conversation)
  expect(
    await desk.page
      .locator('[data-message]:is([data-delivery=sent], [data-delivery=delivered], [data-delivery=read])')
      .count()
  ).toBe(0)
  expect(await onThePhone(server, customer.from)).toEqual([])
  await desk.context.close()
})

test(
  'a reply the platform refuses is red with its reason, and Retry sends it when the fault is gone',
  { tags: 'long' },
  async () => {
    const customer = { id: 'wamid.FAIL1', from: '4915550200004', name: 'Tom Faber', text: 'Anybody?' }
    await customerWrites(server, customer)
    const conversation = await conversationOf(server.dataDir, customer.name)
    const desk = await sitDown(browser, server, 'agent1@demo.test')
    await openConversation(desk.page, conversation)
    await setMood(server, { error: '131026' })
    await reply(desk.page, 'Right here.')
    await eventually(
      () => deliveryOf(desk.page, 'Right here.'),
      rung => rung === 'failed'
    )
    await message(desk.page, 'Right here.')
      .getByText(/Not sent\./)
      .waitFor()
    await setMood(server, { error: null })
    await message(desk.page, 'Right here.').getByRole('button', { name: 'Retry' }).click()
    await eventually(
      () => onThePhone(server, customer.from),
      words => words.length === 1
    )
    await eventually(
      () => deliveryOf(desk.page, 'Right here.'),
      rung => rung === 'delivered' || rung === 'read'
    )
    await desk.context.close()
  }
)

test(
  'an inbox whose account is locked says so to everybody in it, and an admin lets it send again',
  { tags: 'long' },
  async () => {
    const customer = { id: 'wamid.STOP1', from: '4915550200006', name: 'Stella Stopped', text: 'Are you there?' }
    await customerWrites(server, customer)
    const conversation = await conversationOf(server.dataDir, customer.name)
    const desk = await sitDown(browser, server, 'admin@demo.test')
    await openConversation(desk.page, conversation)
    await setMood(server, { error: '131031' })
    await reply(desk.page, 'We are.')
    const alarm = desk.page.getByRole('alert').filter({ hasText: 'sends nothing' })
    await alarm.getByText('WhatsApp has locked this account').waitFor()
    // The inbox stops before the reply waits again, so the screen hears of it first.
    await eventually(
      () => deliveryOf(desk.page, 'We are.'),
      rung => rung === 'waiting'
    )
    expect(await axeComplaints(desk.page)).toEqual([])
    await setMood(server, { error: null })
    await alarm.getByRole('button', { name: 'Try again' }).click()
    await eventually(
      () => onThePhone(server, customer.from),
      words => words.length === 1
    )
    await alarm.waitFor({ state: 'detached' })
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  }
)

test('when the answer of the platform is lost, nobody is told it was sent, and nothing is sent twice', async () => {
  const customer = { id: 'wamid.LOST1', from: '4915550200005', name: 'Uma Unknown', text: 'Did it work?' }
  await customerWrites(server, customer)
  const conversation = await conversationOf(server.dataDir, customer.name)
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  await openConversation(desk.page, conversation)
  await setMood(server, { answersLost: true, phonesOff: true, latencyMs: 1500 })
  await reply(desk.page, 'It did.')
  const seen = new Set<string | null>()
  await eventually(
    async () => {
      const rung = await deliveryOf(desk.page, 'It did.')
      seen.add(rung)
      return rung
    },
    rung => rung === 'unknown' || rung === 'sent'
  )
  await setMood(server, { answersLost: false, phonesOff: false, latencyMs: 0 })
  await eventually(
    () => deliveryOf(desk.page, 'It did.'),
    rung => rung === 'delivered' || rung === 'read'
  )
  expect(await onThePhone(server, customer.from)).toEqual(['It did.'])
  await desk.context.close()
})
