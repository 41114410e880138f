import { describe, expect, test } from 'vitest'
import { axeComplaints, darkComplaints } from './axe.ts'
import { cutOff } from './cut-off.ts'
import { sitDown } from './desk.ts'
import { browser, server } from './opened.ts'

describe.each([{ small: true }, { small: false }])('axe finds nothing, light and dark, small $small', ({ small }) => {
  test('for an agent', { tags: small ? [] : 'long', timeout: 900_000 }, async () => {
    const desk = await sitDown(browser, server, 'admin@demo.test', { small })
    const { page } = desk
    const found: Record<string, string[]> = {}
    const look = async (name: string) => {
      const complaints = [...(await axeComplaints(page)), ...(await darkComplaints(page)), ...(await cutOff(page))]
      if (complaints.length > 0) found[name] = complaints
    }
    for (const view of ['mine', 'unassigned', 'all', 'snoozed', 'resolved']) {
      await page.goto(`${server.url}/inbox/${view}`)
      await page.getByRole('heading').first().waitFor()
      await look(`list ${view}`)
    }
    await page.goto(`${server.url}/inbox/all`)
    // WhatsApp's composer has the most to show.
    await page
      .getByRole('option', { name: /Tom Whitfield/ })
      .first()
      .click()
    await page.getByRole('region', { name: 'Write' }).waitFor()
    await look('conversation')
    for (const path of [
      'outbox',
      'search?q=order',
      'me',
      'letters',
      'history',
      'routing',
      'automations',
      'phrases',
      'inboxes',
      'workflows',
      'workflows/sales'
    ]) {
      await page.goto(`${server.url}/${path}`)
      await page.getByRole('heading').first().waitFor()
      await look(path)
    }
    await page.goto(`${server.url}/board/support`)
    await page.locator('.card').first().waitFor()
    await look('board')
    await page.keyboard.press('j')
    await page.keyboard.press('m')
    await page.getByRole('menuitemradio').first().waitFor()
    await look('move menu')
    await page.keyboard.press('Escape')
    await page.keyboard.press('i')
    await page.getByRole('dialog').waitFor()
    await look('card')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('o')
    await page.getByRole('region', { name: 'Write' }).waitFor()
    await look('board and conversation')
    await page.goto(`${server.url}/inbox/all`)
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await look('help')
    await page.keyboard.press('Escape')
    // Under a dialog that is still closing, keys go nowhere.
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').first().waitFor()
    await look('palette')
    expect(found).toEqual({})
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  })

  test('for strangers and customers', async () => {
    const viewport = small ? { width: 390, height: 844 } : { width: 1280, height: 800 }
    const context = await browser.newContext({ viewport, locale: 'en-GB' })
    const page = await context.newPage()
    const found: Record<string, string[]> = {}
    for (const path of ['sign-in', 'chat/demo-webchat', 'phone', 'embed-demo.html']) {
      await page.goto(`${server.url}/${path}`)
      await page
        .getByRole(path === 'embed-demo.html' ? 'button' : 'main')
        .first()
        .waitFor()
      // The shop's own page has one look, and it is not ours.
      const dark = path === 'embed-demo.html' ? [] : await darkComplaints(page)
      const complaints = [...(await axeComplaints(page)), ...dark, ...(await cutOff(page))]
      if (complaints.length > 0) found[path] = complaints
    }
    expect(found).toEqual({})
    await context.close()
  })
})
