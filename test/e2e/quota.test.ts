// @module-tag long
import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { conversationOf } from './conversation-of.ts'
import { composer, deliveryOf, message, openConversation, reply, sitDown, upToDate, writes } from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites } from './meta.ts'
import { browser, server } from './opened.ts'
import { exported } from './operator.ts'

/** How a transaction of a page ends that stores a little, in a database of its own. */
function storesALittle(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>(tell => {
        const asked = indexedDB.open('scratch')
        asked.addEventListener('upgradeneeded', () => asked.result.createObjectStore('all', { autoIncrement: true }))
        asked.addEventListener('error', () => tell(asked.error?.name ?? 'not opened'))
        asked.addEventListener('success', () => {
          const storing = asked.result.transaction('all', 'readwrite')
          storing.objectStore('all').add('a little')
          const end = (how: string) => {
            asked.result.close()
            tell(how)
          }
          storing.addEventListener('complete', () => end('stored'))
          storing.addEventListener('abort', () => end(storing.error?.name ?? 'aborted'))
        })
      })
  )
}

/** The browser’s own limit for this origin. It looks at it anew half a minute after it did last. */
async function setQuota(page: Page, cdp: CDPSession, quotaSize: number | undefined): Promise<void> {
  const { origin } = new URL(page.url())
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize !== undefined && { quotaSize }) })
  const wanted = quotaSize === undefined ? 'stored' : 'QuotaExceededError'
  await eventually(
    () => storesALittle(page),
    how => how === wanted
  )
}

test('pictures that were looked at make room for words before any are refused', async () => {
  const { page } = await sitDown(browser, server, 'agent1@demo.test')
  const customer = { id: 'wamid.QUOTA3', from: '4915550901235', name: 'Pia Picture' }
  await customerWrites(server, { ...customer, text: 'Have you seen it?' })
  await openConversation(page, await conversationOf(server.dataDir, customer.name))
  await page.evaluate(async () => {
    const cache = await caches.open('daybook-files')
    await cache.put('/media/somewhere/large', new Response(new Uint8Array(4 << 20)))
  })
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0)
  const cdp = await page.context().newCDPSession(page)
  await setQuota(page, cdp, used - (2 << 20))
  await reply(page, 'In a tunnel')
  await upToDate(page)
  expect(await page.getByText('This device is full.').count()).toBe(0)
  expect(await page.evaluate(async () => (await (await caches.open('daybook-files')).keys()).length)).toBe(0)
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin })
})

test('a browser that gives no more room: what is written stays in the field, and all goes on by itself once there is', async () => {
  const { page } = await sitDown(browser, server, 'agent1@demo.test')
  const customer = { id: 'wamid.QUOTA1', from: '4915550901234', name: 'Quirin Quota' }
  await customerWrites(server, { ...customer, text: 'Is there room?' })
  const conversation = await conversationOf(server.dataDir, customer.name)
  await openConversation(page, conversation)
  await reply(page, 'Plenty')
  const cdp = await page.context().newCDPSession(page)
  await setQuota(page, cdp, 1000)

  const field = composer(page).getByRole('textbox')
  await field.fill('There is none')
  await field.press('Enter')
  await page.getByText('This device is full.').waitFor()
  await writes(page, 'There is none')
  await page.getByRole('status').getByText('Not saved on this device').first().waitFor()
  expect(await message(page, 'There is none').count()).toBe(0)
  await customerWrites(server, { ...customer, id: 'wamid.QUOTA2', text: 'And now?' })

  await setQuota(page, cdp, undefined)
  // What came meanwhile could not be kept either: it comes by itself.
  await message(page, 'And now?').waitFor()
  await writes(page, 'There is none')
  await field.press('Enter')
  await message(page, 'There is none').waitFor()
  await writes(page, '')
  await upToDate(page)
  await page.reload()
  for (const words of ['Is there room?', 'Plenty', 'And now?', 'There is none']) await message(page, words).waitFor()
  expect(await deliveryOf(page, 'There is none')).not.toBe(null)
  const events = await exported(server.dataDir)
  const texts = events.flatMap(({ fact }) =>
    fact.type === 'conversation.replied' && 'content' in fact ? [Object(fact.content).text as string] : []
  )
  expect(texts.filter(words => words === 'There is none')).toHaveLength(1)
})
