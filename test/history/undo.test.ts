import { beforeEach, expect, test } from 'vitest'
import { given, shop, type Shop } from '../sealing/given.ts'
import { openThreads } from '../../sync-server/conversations/threads.ts'
import { whenContactErased } from '../../sync-server/erasing/when-contact-erased.ts'
import { chat, chatPlan, house } from './house.ts'
import { pack } from './packed.ts'

const here = given()
let ours: Shop
let at: ReturnType<typeof house>
beforeEach(async () => {
  ours = await shop(here)
  at = house(here, ours)
})

const state = (conversation: string) => here.core.actors.state(ours.tenant, 'conversation', conversation)

/** What follows when somebody was erased has followed. */
async function followed() {
  const { sql, actors, erasing: parts, log } = here.core
  const threads = openThreads(sql, actors, log.follow)
  const erasing = whenContactErased(parts, threads, log.follow)
  await erasing.caughtUp()
  await erasing.stop()
  await threads.stop()
}

test('what an import brought is gone with its key, and so is whom it made; and it can be brought again', async () => {
  const first = await at.bring(chat, chatPlan)
  const contact = (await at.contact('Anna')) ?? ''
  const conversation = at.conversation(contact)
  await at.undo(first.import)
  await followed()
  expect((await state(conversation)).status).toBe('unknown')
  expect((await at.facts(`conversation/${conversation}`))[1]).toMatchObject({ content: { kind: 'erased' } })
  expect(await here.core.actors.state(ours.tenant, 'contact', contact)).toMatchObject({ erased: true, name: null })
  expect(await at.imports()).toMatchObject([{ import: first.import, state: 'undone' }])

  const again = await at.bring(chat, chatPlan)
  expect([again.import === first.import, again.counts.messages]).toEqual([false, 4])
  const somebody = await at.contact('Anna')
  expect(somebody).not.toBe(contact)
  expect(await at.page(at.conversation(somebody))).toHaveLength(4)
})

test('undone twice, it is undone once', async () => {
  const { import: which } = await at.bring(chat, chatPlan)
  await at.undo(which)
  await followed()
  const seq = await at.head()
  await at.undo(which)
  expect(await at.head()).toBe(seq)
  await expect(at.undo('nothing')).rejects.toThrow('no such import')
})

test('what another import brought into the same conversation stays, in its last words too', async () => {
  await at.bring(chat, chatPlan)
  const later = await at.bring(`${chat}\n[02.01.24, 09:00:00] Anna: Again`, chatPlan)
  const conversation = at.conversation(await at.contact('Anna'))
  expect((await state(conversation)).last?.text).toBe('Again')
  await at.undo(later.import)
  await followed()
  expect((await at.page(conversation)).length).toBe(4)
  expect(await state(conversation)).toMatchObject({ status: 'resolved', last: { text: 'Bye' } })
  expect((await at.bring(`${chat}\n[02.01.24, 09:00:00] Anna: Again`, chatPlan)).counts).toMatchObject({
    messages: 1,
    known: 4
  })
})

test('whoever has written since stays, with what they wrote', async () => {
  const { import: which } = await at.bring(chat, chatPlan)
  const contact = (await at.contact('Anna')) ?? ''
  const conversation = here.core.handles.conversationOf(ours.tenant, at.inbox, contact)
  const said = { message: 'm1', content: { kind: 'text', text: 'New' } } as const
  await ours.tell({
    type: 'conversation.receive',
    conversation,
    platform: 'webchat',
    inbox: at.inbox,
    contact,
    ...said
  })
  await at.undo(which)
  await followed()
  expect((await state(at.conversation(contact))).status).toBe('unknown')
  expect(await state(conversation)).toMatchObject({ status: 'open', last: { text: 'New' } })
  expect(await here.core.actors.state(ours.tenant, 'contact', contact)).toMatchObject({ name: 'Anna', erased: false })
})

test('whom a colleague has found to be somebody who writes stays, and takes nobody along', async () => {
  const { import: which } = await at.bring(chat, chatPlan)
  const brought = (await at.contact('Anna')) ?? ''
  const { contact, conversation } = await ours.writes('Anna', 'New')
  await ours.tell({ type: 'contact.merge', contact: brought, into: contact })
  await at.undo(which)
  await followed()
  expect((await state(at.conversation(brought))).status).toBe('unknown')
  expect(await state(conversation)).toMatchObject({ status: 'open', last: { text: 'New' } })
  expect(await here.core.actors.state(ours.tenant, 'contact', contact)).toMatchObject({ name: 'Anna', erased: false })
})

test('whom an import made goes with the last one that brought something of them', async () => {
  const first = await at.bring(chat, chatPlan)
  const second = await at.bring('[01.02.24, 09:00:00] Anna: Later', { ...chatPlan, us: [] })
  const anna = (await at.contact('Anna')) ?? ''
  const isErased = async () => (await here.core.actors.state(ours.tenant, 'contact', anna)).erased
  await at.undo(first.import)
  await followed()
  expect(await isErased()).toBe(false)
  await at.undo(second.import)
  await followed()
  expect(await isErased()).toBe(true)
})

test('two whom one import made, and a colleague merged, go together', async () => {
  const { import: which } = await at.bring('Name,Email\nTom,tom@example.com\nTom,tom@example.org', {
    source: 'contacts'
  })
  const [one, two] = [
    (await at.contact('tom@example.com', 'address', 'email')) ?? '',
    (await at.contact('tom@example.org', 'address', 'email')) ?? ''
  ]
  await ours.tell({ type: 'contact.merge', contact: one, into: two })
  await at.undo(which)
  await followed()
  for (const contact of [one, two])
    expect(await here.core.actors.state(ours.tenant, 'contact', contact)).toMatchObject({ erased: true })
})

test('whom a colleague has written something of stays', async () => {
  const { import: which } = await at.bring('Name,Email\nTom,tom@example.com', { source: 'contacts' })
  const tom = (await at.contact('tom@example.com', 'address', 'email')) ?? ''
  await ours.tell({ type: 'contact.note', contact: tom, text: 'Rings on Mondays' })
  await at.undo(which)
  await followed()
  expect(await here.core.actors.state(ours.tenant, 'contact', tom)).toMatchObject({ name: 'Tom', erased: false })
})

test('a note that somebody wrote beside it stays where it is', async () => {
  const { import: which } = await at.bring(chat, chatPlan)
  const conversation = at.conversation(await at.contact('Anna'))
  await ours.tell({ type: 'conversation.note', conversation, text: 'Likes blue' })
  await at.undo(which)
  await followed()
  expect(await at.page(conversation)).toMatchObject([{ kind: 'noted', text: 'Likes blue' }])
})

test('its files go, unless another conversation has them too', async () => {
  const body = '[31.12.23, 21:41:07] Anna: \u200E<attached: 1-DOC.pdf>'
  const packed = (more: string) =>
    pack([
      { name: '1-DOC.pdf', body: `%PDF-1.4 ${ours.tenant}` },
      { name: '_chat.txt', body: body + more }
    ])
  const first = await at.bring(packed(''), { ...chatPlan, us: [] })
  const second = await at.bring(packed(''), { ...chatPlan, us: [], customer: 'Tom' })
  const anna = at.conversation(await at.contact('Anna'))
  const tom = at.conversation(await at.contact('Tom'))
  const kept = (await at.facts(`conversation/${anna}`)).find(fact => fact.type === 'conversation.file-kept')
  const file = kept?.type === 'conversation.file-kept' ? kept.file : ''
  await at.undo(first.import)
  await followed()
  expect(await here.core.files.open(ours.tenant, anna, file)).toBeUndefined()
  expect(await here.core.files.open(ours.tenant, tom, file)).toBeDefined()
  await at.undo(second.import)
  await followed()
  expect(await here.core.files.store.size(ours.tenant, file)).toBeUndefined()
})

test('a file of what is withdrawn from among others goes as well', async () => {
  await at.bring('[31.12.23, 21:41:06] Anna: Hi', { ...chatPlan, us: [] })
  const body = '[31.12.23, 21:41:07] Anna: \u200E<attached: 1-DOC.pdf>'
  const pdf = { name: '1-DOC.pdf', body: `%PDF-1.4 alone ${ours.tenant}` }
  const { import: which } = await at.bring(pack([pdf, { name: '_chat.txt', body }]), { ...chatPlan, us: [] })
  const conversation = at.conversation(await at.contact('Anna'))
  const kept = (await at.facts(`conversation/${conversation}`)).find(fact => fact.type === 'conversation.file-kept')
  const file = kept?.type === 'conversation.file-kept' ? kept.file : ''
  expect(await here.core.files.open(ours.tenant, conversation, file)).toBeDefined()
  await at.undo(which)
  expect(await here.core.files.open(ours.tenant, conversation, file)).toBeUndefined()
  expect(await here.core.files.store.size(ours.tenant, file)).toBeUndefined()
  expect(await at.page(conversation)).toHaveLength(1)
})

test('contacts of a table go, but not those who were here before', async () => {
  await at.bring('Name,Email\nTom,tom@example.com', { source: 'contacts' })
  const later = await at.bring('Name,Email\nTom,tom@example.com\nAnna,anna@example.com', { source: 'contacts' })
  await at.undo(later.import)
  await followed()
  expect(await at.contact('anna@example.com', 'address', 'email')).toBeUndefined()
  const tom = (await at.contact('tom@example.com', 'address', 'email')) ?? ''
  expect(await here.core.actors.state(ours.tenant, 'contact', tom)).toMatchObject({ name: 'Tom', erased: false })
})

test('wherever it breaks off, bringing and undoing again come to the same', async () => {
  const body = Array.from({ length: 12 }, (_, i) => `[31.12.23, 21:41:${String(i).padStart(2, '0')}] Anna: ${i % 3}`)
  let runs = 0
  for (let broken = 0; ; broken++) {
    const customer = `Anna ${broken}`
    const plan = { ...chatPlan, us: [], customer }
    let left = broken
    // The judge answers, and the one who asked never hears of it: the worst moment there is.
    const core = {
      ...here.core,
      actors: {
        ...here.core.actors,
        tell: async (...args: Parameters<typeof here.core.actors.tell>) => {
          const told = await here.core.actors.tell(...args)
          if (left-- === 0) throw new Error('the plug was pulled')
          return told
        }
      }
    }
    const done = await at.bring(body.join('\n'), plan, core).catch((error: Error) => error.message)
    runs += 1
    const { import: which } = await at.bring(body.join('\n'), plan)
    const conversation = at.conversation(await at.contact(customer))
    const items = await at.page(conversation)
    expect(items.map(item => 'content' in item && item.content)).toEqual(
      body.map((_, i) => ({ kind: 'text', text: String(i % 3) }))
    )
    left = broken
    await at.undo(which, core).catch(() => undefined)
    await at.undo(which)
    expect((await state(conversation)).status).toBe('unknown')
    if (done !== 'the plug was pulled') break
  }
  // Begun, met, twelve times told, ended: each was the last thing once, and then nothing broke.
  expect(runs).toBe(16)
})
