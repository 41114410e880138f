import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { launchInstalled } from '../support/browser.ts'
import { conversationOf } from './conversation-of.ts'
import {
  asAtHome,
  composer,
  deliveryOf,
  deskIn,
  draftIsStored,
  message,
  offline,
  openConversation,
  readyForOffline,
  reply,
  signIn,
  sitDown,
  upToDate,
  writes
} from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites, onThePhone } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

const noor = { id: 'wamid.OFFLINE1', from: '4915550100001', name: 'Noor Offline', text: 'Is the blue notebook back?' }

test('the server dies, the agent goes on, the server comes back, everything arrives once and in order', async () => {
  await customerWrites(server, noor)
  const conversation = await conversationOf(server.dataDir, noor.name)
  const mine = await sitDown(browser, server, 'agent1@demo.test')
  const colleague = await sitDown(browser, server, 'agent2@demo.test')
  await openConversation(mine.page, conversation)
  await openConversation(colleague.page, conversation)
  await readyForOffline(mine.page)

  await server.kill('SIGKILL')
  await mine.page.reload()
  await message(mine.page, noor.text).waitFor()
  await offline(mine.page)

  // Faster than the disk: the second is written while the first is still being stored.
  const field = composer(mine.page).getByRole('textbox')
  for (const words of ['Yes, since this morning.', 'Shall I put one aside?']) {
    await field.fill(words)
    await field.press('Enter')
  }
  await message(mine.page, 'Shall I put one aside?').waitFor()
  expect(await deliveryOf(mine.page, 'Yes, since this morning.')).toBe('waiting')
  await mine.page.getByRole('button', { name: 'Claim', exact: true }).click()
  await mine.page.getByRole('button', { name: 'Resolve', exact: true }).click()
  await mine.page.getByRole('button', { name: 'Reopen' }).waitFor()

  // A second tab, opened cold while nothing answers, shows the same.
  const second = await mine.context.newPage()
  await second.goto(`${server.url}/inbox/resolved/${conversation}`)
  await message(second, 'Shall I put one aside?').waitFor()
  await second.goto(`${server.url}/outbox`)
  await second.getByText('Waiting to go, in this order').waitFor()

  await server.restart()
  await upToDate(mine.page)
  const sent = await eventually(
    () => onThePhone(server, noor.from),
    words => words.length >= 2
  )
  expect(sent).toEqual(['Yes, since this morning.', 'Shall I put one aside?'])

  // The colleague sees all of it without a reload.
  await message(colleague.page, 'Shall I put one aside?').waitFor()
  await colleague.page.getByRole('button', { name: 'Reopen' }).waitFor()
  await eventually(
    () => deliveryOf(colleague.page, 'Shall I put one aside?'),
    rung => rung === 'delivered' || rung === 'read'
  )
  await second.getByText('Everything has reached the server').waitFor()

  const facts = (await exported(server.dataDir)).filter(event => event.stream === `conversation/${conversation}`)
  const types = facts.map(({ fact }) => fact.type).filter(type => !/send|sent|receipt|read/.test(type))
  expect(types).toEqual([
    'conversation.opened',
    'conversation.message-received',
    'conversation.replied',
    'conversation.replied',
    'conversation.claimed',
    'conversation.resolved'
  ])
  expect([...mine.complaints, ...colleague.complaints]).toEqual([])
  await mine.context.close()
  await colleague.context.close()
})

test('the browser is killed in the middle of offline work, and no word is lost', async () => {
  const customer = { ...noor, id: 'wamid.OFFLINE2', from: '4915550100002', name: 'Pia Offline' }
  await customerWrites(server, customer)
  const conversation = await conversationOf(server.dataDir, customer.name)
  const profile = mkdtempSync(join(tmpdir(), 'daybook-profile-'))
  // Yesterday: browsers write cookies down half a minute late, and nobody signs in just before the tunnel.
  const yesterday = await deskIn(await launchInstalled(profile, asAtHome(server)))
  await signIn(yesterday.page, 'agent1@demo.test')
  await readyForOffline(yesterday.page)
  await yesterday.context.close()

  const before = await deskIn(await launchInstalled(profile, asAtHome(server)))
  await openConversation(before.page, conversation)
  await server.kill('SIGKILL')
  await offline(before.page)
  await reply(before.page, 'Written in the tunnel')
  await composer(before.page).getByRole('textbox').fill('Half a sentence that')
  await draftIsStored(before.page, 'Half a sentence that')
  const gone = new Promise(resolve => before.context.once('close', resolve))
  spawnSync('pkill', ['-KILL', '-f', profile])
  await gone

  const { context: after, page } = await deskIn(await launchInstalled(profile, asAtHome(server)))
  await openConversation(page, conversation)
  await message(page, 'Written in the tunnel').waitFor()
  await writes(page, 'Half a sentence that')
  await server.restart()
  const sent = await eventually(
    () => onThePhone(server, customer.from),
    words => words.length > 0
  )
  expect(sent).toEqual(['Written in the tunnel'])
  await after.close()
  rmSync(profile, { recursive: true, force: true })
})
