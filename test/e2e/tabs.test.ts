import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { conversationOf } from './conversation-of.ts'
import { message, openConversation, reply, signIn, sitDown, upToDate } from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

test('[T1] two tabs use one socket and show the same; when its owner goes, the other takes over', async () => {
  const customer = { id: 'wamid.TABS1', from: '4915550400001', name: 'Tia Tabs', text: 'One or two?' }
  await customerWrites(server, customer)
  const conversation = await conversationOf(server.dataDir, customer.name)
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  const second = await desk.context.newPage()
  const sockets = countSockets([desk.page, second])
  await openConversation(desk.page, conversation)
  await openConversation(second, conversation)
  await eventually(
    () => Promise.resolve(sockets.open()),
    owners => owners.length === 1
  )

  await reply(second, 'Two tabs, one voice.')
  await message(desk.page, 'Two tabs, one voice.').waitFor()
  for (const page of [desk.page, second]) {
    await eventually(
      () => message(page, 'Two tabs, one voice.').getAttribute('data-delivery'),
      rung => rung === 'delivered' || rung === 'read'
    )
    expect(await message(page, 'Two tabs, one voice.').count()).toBe(1)
  }

  const [owner] = sockets.open()
  const heir = owner === second ? desk.page : second
  await owner?.close()
  await eventually(
    () => Promise.resolve(sockets.open()),
    owners => owners.includes(heir)
  )
  await reply(heir, 'And still one.')
  await eventually(
    () => message(heir, 'And still one.').getAttribute('data-delivery'),
    rung => rung === 'delivered' || rung === 'read'
  )
  await desk.context.close()
})

test(
  '[T1] five tabs share one socket; the one that has it freezes, and another takes over and loses nothing',
  { tags: 'long' },
  async () => {
    const customer = { id: 'wamid.TABS5', from: '4915550400005', name: 'Finn Five', text: 'How many are you?' }
    await customerWrites(server, customer)
    const conversation = await conversationOf(server.dataDir, customer.name)
    const desk = await sitDown(browser, server, 'agent2@demo.test')
    const tabs = [desk.page]
    while (tabs.length < 5) tabs.push(await desk.context.newPage())
    const sockets = countSockets(tabs)
    for (const tab of tabs) await openConversation(tab, conversation)
    await eventually(
      () => Promise.resolve(sockets.open()),
      owners => owners.length === 1
    )
    for (const [index, tab] of tabs.entries()) await reply(tab, `From tab ${index + 1}.`)
    for (const tab of tabs) await message(tab, 'From tab 5.').waitFor()

    const [owner] = sockets.open()
    if (!owner) throw new Error('no tab has the socket')
    const heir = tabs.find(tab => tab !== owner)!
    const devtools = await desk.context.newCDPSession(owner)
    await heir.bringToFront()
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' })
    await reply(heir, 'Somebody froze.')
    await eventually(
      () => message(heir, 'Somebody froze.').getAttribute('data-delivery'),
      rung => rung === 'delivered' || rung === 'read'
    )
    await devtools.send('Page.setWebLifecycleState', { state: 'active' })
    await message(owner, 'Somebody froze.').waitFor()
    await eventually(
      () => Promise.resolve(sockets.open()),
      owners => owners.length === 1
    )
    const said = (await exported(server.dataDir)).filter(
      ({ stream, fact }) => stream === `conversation/${conversation}` && fact.type === 'conversation.replied'
    )
    expect(said).toHaveLength(6)
    await desk.context.close()
  }
)

/** The pages that have a sync socket open just now. */
function countSockets(pages: readonly Page[]): { open(): Page[] } {
  const counts = new Map(pages.map(page => [page, 0]))
  for (const page of pages) {
    page.on('websocket', socket => {
      if (!socket.url().includes('/sync')) return
      counts.set(page, (counts.get(page) ?? 0) + 1)
      socket.on('close', () => counts.set(page, (counts.get(page) ?? 0) - 1))
    })
  }
  return { open: () => [...counts].filter(([, count]) => count > 0).map(([page]) => page) }
}

test('who signs out in one tab is out in all, and none of them leaves a conversation on the device', async () => {
  const desk = await sitDown(browser, server, 'agent1@demo.test')
  const others = [await desk.context.newPage(), await desk.context.newPage()]
  for (const tab of others) {
    await tab.goto('/')
    await upToDate(tab)
  }
  await desk.page.goto('/me')
  // A tab that hears of something meanwhile would like to keep it.
  const quiet = new AbortController()
  const writing = (async () => {
    for (let n = 0; !quiet.signal.aborted; n++)
      await customerWrites(server, { id: `wamid.BUSY${n}`, from: '4915550400009', name: 'Bo Busy', text: `And ${n}?` })
  })()
  await desk.page.getByRole('button', { name: 'Sign out' }).click()
  for (const tab of [desk.page, ...others]) await tab.getByLabel('E-mail').waitFor()
  await eventually(
    () => desk.page.evaluate(() => localStorage.getItem('daybook-sign-out-owed')),
    owed => owed === null
  )
  quiet.abort()
  await writing
  const kept = () => desk.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''))
  await eventually(kept, names => !names.some(name => name.startsWith('daybook-past')))

  await signIn(desk.page, 'agent2@demo.test')
  for (const tab of others) await upToDate(tab)
  expect((await kept()).filter(name => name.startsWith('daybook-past'))).toHaveLength(1)
  expect(desk.complaints).toEqual([])
  await desk.context.close()
})
