// @module-tag long
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeComplaints, darkComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { composer, draftIsStored, openConversation, sitDown, upToDate } from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

const canary = 'Kanarienvogel'
const customer = { id: 'wamid.ERASE1', from: '4915550600001', name: `Clara ${canary}`, text: `My ${canary} is ill` }

async function details(page: Page): Promise<void> {
  // Where there is room for three panes they are there already, or come a moment later.
  const isBeside = (page.viewportSize()?.width ?? 0) > 1100
  if (!isBeside) await page.locator('[data-hook=details]').first().click()
}

/** Everything that this browser has stored for the app. */
async function stored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const all = (store: IDBObjectStore) =>
      new Promise<unknown[]>((resolve, reject) => {
        const asking = store.getAll()
        asking.addEventListener('success', () => resolve(asking.result))
        asking.addEventListener('error', () => reject(new Error('cannot be read')))
      })
    const texts: string[] = [JSON.stringify({ ...sessionStorage })]
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name ?? '')
        opening.addEventListener('success', () => resolve(opening.result))
        opening.addEventListener('error', () => reject(new Error(`no ${name}`)))
      })
      for (const store of db.objectStoreNames)
        texts.push(JSON.stringify(await all(db.transaction(store).objectStore(store))))
      db.close()
    }
    return texts.join('\n')
  })
}

test(
  'an admin erases a person after being asked, and a colleague’s phone that was offline drops them',
  { timeout: 900_000 },
  async () => {
    await customerWrites(server, customer)
    const conversation = await conversationOf(server.dataDir, customer.name)
    const phone = await sitDown(browser, server, 'agent1@demo.test', { small: true })
    await openConversation(phone.page, conversation)
    await details(phone.page)
    await phone.page.getByRole('complementary').waitFor()
    expect(await phone.page.getByRole('button', { name: 'Erase this person…' }).count()).toBe(0)
    await openConversation(phone.page, conversation)
    await phone.context.setOffline(true)
    // On a phone the chip is an icon, and says it to those who cannot see it.
    await phone.page
      .getByText(/^Offline/)
      .first()
      .waitFor({ state: 'attached' })
    await composer(phone.page).getByRole('textbox').fill(`Dear ${canary}`)
    await draftIsStored(phone.page, `Dear ${canary}`)
    expect(await stored(phone.page)).toContain(canary)

    const found: Record<string, string[]> = {}
    for (const small of [false, true]) {
      const admin = await sitDown(browser, server, 'admin@demo.test', { small })
      await openConversation(admin.page, conversation)
      await details(admin.page)
      await admin.page.getByRole('button', { name: 'Erase this person…' }).click()
      const dialog = admin.page.getByRole('dialog', { name: `Erase ${customer.name} for good?` })
      await dialog.waitFor()
      const complaints = [...(await axeComplaints(admin.page)), ...(await darkComplaints(admin.page))]
      if (complaints.length > 0) found[small ? 'phone' : 'desktop'] = complaints
      const isLast = small
      await dialog.getByRole('button', { name: isLast ? 'Erase for good' : 'Keep them' }).click()
      await dialog.waitFor({ state: 'hidden' })
      await eventually(
        () => stored(admin.page),
        text => text.includes(canary) !== isLast
      )
      expect(admin.complaints).toEqual([])
      await admin.context.close()
    }
    expect(found).toEqual({})
    expect(JSON.stringify(await exported(server.dataDir))).not.toContain(canary)

    await phone.context.setOffline(false)
    await upToDate(phone.page)
    await eventually(
      () => stored(phone.page),
      text => !text.includes(canary)
    )
    await phone.page.goto('/inbox/all')
    await phone.page.getByRole('option').first().waitFor()
    expect(await phone.page.getByText(canary).count()).toBe(0)
    expect(phone.complaints).toEqual([])
    await phone.context.close()
  }
)

test(
  'two handles are merged offline, with a note; a colleague unmerges them, and both are as they were',
  { timeout: 900_000 },
  async () => {
    const mia = { id: 'wamid.MERGE1', from: '4915550600011', name: 'Mia Berg', text: 'Is it blue?' }
    const twin = { id: 'wamid.MERGE2', from: '4915550600012', name: 'MIA  BERG', text: 'Or is it green?' }
    // Of two names that customers gave themselves, the one that was known first is kept.
    await customerWrites(server, { ...mia, at: Date.now() - 60_000 })
    await customerWrites(server, twin)
    const [first, second] = [
      await conversationOf(server.dataDir, mia.name),
      await conversationOf(server.dataDir, twin.name)
    ]
    const alike = (page: Page) => page.getByRole('region', { name: 'Looks like the same person' })
    const merged = (page: Page) => page.getByRole('region', { name: 'Merged' })

    const phone = await sitDown(browser, server, 'agent1@demo.test', { small: true })
    await openConversation(phone.page, second)
    await details(phone.page)
    await alike(phone.page).getByText('Same name').waitFor()
    await phone.context.setOffline(true)
    await phone.page.getByRole('button', { name: `Merge with ${mia.name}` }).click()
    await merged(phone.page).getByRole('button', { name: 'Unmerge' }).waitFor()
    expect(await alike(phone.page).count()).toBe(0)
    await phone.page.getByRole('button', { name: 'Add a note' }).click()
    await phone.page.getByRole('textbox', { name: 'A note about the person' }).fill('Colour-blind')
    await phone.page.getByRole('button', { name: 'Keep', exact: true }).click()
    const complaints = [...(await axeComplaints(phone.page)), ...(await darkComplaints(phone.page))]
    expect(complaints).toEqual([])
    await phone.context.setOffline(false)

    const desk = await sitDown(browser, server, 'agent2@demo.test')
    await openConversation(desk.page, second)
    await desk.page.getByRole('article', { name: `Conversation with ${mia.name}`, exact: true }).waitFor()
    const about = desk.page.getByRole('complementary', { name: `About ${mia.name}`, exact: true })
    await about.getByText('Colour-blind').waitFor()
    await about
      .getByRole('region', { name: 'Other conversations' })
      .getByRole('link')
      .filter({ hasText: mia.text })
      .waitFor()
    const deskComplaints = [...(await axeComplaints(desk.page)), ...(await darkComplaints(desk.page))]
    expect(deskComplaints).toEqual([])
    await merged(desk.page).getByRole('button', { name: 'Unmerge' }).click()
    await desk.page.getByRole('article', { name: `Conversation with ${twin.name}` }).waitFor()
    await desk.page.getByText('Colour-blind').waitFor()

    await merged(phone.page).waitFor({ state: 'detached' })
    await alike(phone.page)
      .getByRole('button', { name: `${mia.name} is not the same` })
      .click()
    await alike(phone.page).waitFor({ state: 'detached' })
    await alike(desk.page).waitFor({ state: 'detached' })
    await openConversation(desk.page, first)
    await desk.page.getByRole('complementary', { name: `About ${mia.name}`, exact: true }).waitFor()
    expect(await desk.page.getByText('Colour-blind').count()).toBe(0)
    expect([...phone.complaints, ...desk.complaints]).toEqual([])
    await phone.context.close()
    await desk.context.close()
  }
)
