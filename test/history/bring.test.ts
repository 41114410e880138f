import { beforeEach, describe, expect, test } from 'vitest'
import { thread } from '../../shared/conversations/thread.ts'
import { given, shop, type Shop } from '../sealing/given.ts'
import { chat, chatPlan, house } from './house.ts'
import { pack } from './packed.ts'

const here = given()
let ours: Shop
let at: ReturnType<typeof house>
beforeEach(async () => {
  ours = await shop(here)
  at = house(here, ours)
})

test('a chat is a conversation that is over: everything when it was said, and by whom', async () => {
  const before = Date.now()
  const { counts } = await at.bring(chat, chatPlan)
  expect(counts).toEqual({ messages: 4, conversations: 1, contacts: 1, files: 0, known: 0, unread: 0 })
  const contact = await at.contact('Anna')
  const conversation = at.conversation(contact)
  const items = await at.page(conversation)
  expect(items.map(item => [item.kind, new Date(item.at).toISOString(), 'content' in item && item.content])).toEqual([
    ['received', '2023-12-31T20:41:07.000Z', { kind: 'text', text: 'Hi' }],
    ['received', '2023-12-31T20:41:07.000Z', { kind: 'text', text: 'Hi' }],
    ['replied', '2023-12-31T20:42:00.000Z', { kind: 'text', text: 'Hello' }],
    ['received', '2024-01-01T08:00:00.000Z', { kind: 'text', text: 'Bye' }]
  ])
  const state = await here.core.actors.state(ours.tenant, 'conversation', conversation)
  expect(state).toMatchObject({ status: 'resolved', received: 0, waitingSince: null, lastReceivedAt: null, contact })
  expect(state.runs).toBeUndefined()
  expect(thread(conversation, state)).toMatchObject({ history: true, last: { text: 'Bye' } })
  // It counts as resolved when it was brought: what is kept for a month is kept for a month from now.
  expect(state.resolvedAt).toBeGreaterThanOrEqual(before)
  const events = await here.core.log.streams.all(ours.tenant, `conversation/${conversation}`)
  expect(events.every(event => event.recordedAt >= before)).toBe(true)
})

test('nothing but the past comes of it', async () => {
  const seq = await at.head()
  await at.bring(chat, chatPlan)
  expect(await at.kindsSince(seq)).toEqual([
    'contact.met',
    'conversation.history-begun',
    'conversation.history-told',
    'inbox.import-began',
    'inbox.import-ended'
  ])
})

test('nobody answers there, and what they write now is another conversation', async () => {
  await at.bring(chat, chatPlan)
  const contact = (await at.contact('Anna')) ?? ''
  const conversation = at.conversation(contact)
  const reply = { type: 'conversation.reply', conversation, content: { kind: 'text', text: 'x' }, seen: null } as const
  await expect(ours.tell(reply)).rejects.toThrow('outside-reply-window')
  expect(here.core.handles.conversationOf(ours.tenant, at.inbox, contact)).not.toBe(conversation)
})

test('the same file twice brings nothing new, and leaves no second import', async () => {
  const first = await at.bring(chat, chatPlan)
  const seq = await at.head()
  expect(await at.bring(chat, chatPlan)).toEqual(first)
  expect([await at.head(), (await at.imports()).length]).toEqual([seq, 1])
})

test('a later export of the same chat adds what is new', async () => {
  await at.bring(chat, chatPlan)
  const { counts } = await at.bring(`${chat}\n[02.01.24, 09:00:00] Anna: Again`, chatPlan)
  expect(counts).toMatchObject({ messages: 1, conversations: 0, contacts: 0, known: 4 })
  expect(await at.page(at.conversation(await at.contact('Anna')))).toHaveLength(5)
})

test('with a number they are who writes from it', async () => {
  const handle = { platform: 'whatsapp', kind: 'wa_id', value: '491512345678' }
  const [person] = await here.core.handles.claim(ours.tenant, [[handle]])
  const contact = person?.contact ?? ''
  await ours.tell({ type: 'contact.meet', contact, inbox: at.inbox, handles: [handle], name: 'Anna Ż.' })
  const { counts } = await at.bring(chat, { ...chatPlan, phone: '491512345678' })
  expect(counts).toMatchObject({ messages: 4, contacts: 0 })
  expect((await here.core.actors.state(ours.tenant, 'contact', contact)).name).toBe('Anna Ż.')
  expect(await at.page(at.conversation(contact))).toHaveLength(4)
})

test('photos come along; what was not exported is said to be gone', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64'
  )
  const body = [
    '[31.12.23, 21:41:07] Anna: \u200E<attached: 1-PHOTO.png>',
    '[31.12.23, 21:41:08] Anna: Dress \u200E<attached: 2-PHOTO.jpg>',
    '[31.12.23, 21:41:09] Anna: \u200Eimage omitted'
  ].join('\n')
  const packed = pack([
    { name: '1-PHOTO.png', body: png },
    { name: '_chat.txt', body }
  ])
  const { counts } = await at.bring(packed, { ...chatPlan, us: [] })
  expect(counts).toMatchObject({ messages: 3, files: 1 })
  const conversation = at.conversation(await at.contact('Anna'))
  const [photo, lost, omitted] = await at.page(conversation)
  expect(photo).toMatchObject({
    content: { kind: 'media', items: [{ media: 'image', name: '1-PHOTO.png' }] },
    later: { files: { '0 ': { mime: 'image/png', width: 1, height: 1 } } }
  })
  expect(lost).toMatchObject({
    content: { kind: 'media', caption: 'Dress' },
    later: { files: { '0 ': { lost: 'gone' } } }
  })
  expect(omitted).toMatchObject({ content: { kind: 'text', text: '[A file that was not exported]' } })
  const kept = (await at.facts(`conversation/${conversation}`)).find(fact => fact.type === 'conversation.file-kept')
  const file = kept?.type === 'conversation.file-kept' ? kept.file : ''
  expect((await here.core.files.open(ours.tenant, conversation, file))?.size).toBe(png.length)
})

const mail = (from: string, to: string, id: string, text: string, more = '') =>
  `From: ${from}\r\nTo: ${to}\r\nDate: Sun, 31 Dec 2023 21:41:00 +0100\r\nMessage-ID: <${id}@x>\r\nSubject: Re: Dress\r\n${more}\r\n${text}\r\n`

test('mail is told to whom it was with, whoever wrote it', async () => {
  const mbox = [
    mail('Anna <Anna@Example.com>', 'shop@example.com', 'a', 'Hi'),
    mail('shop@example.com', '"Anna" <anna@example.com>', 'b', 'Hello'),
    mail('Tom <tom@example.com>', 'shop@example.com', 'c', 'Hey'),
    mail('shop@example.com', 'shop@example.com', 'd', 'To myself'),
    'Subject: nobody\r\n\r\nx'
  ]
    .map(text => `From x Sun Dec 31 21:41:00 2023\r\n${text}\r\n`)
    .join('')
  const plan = { source: 'mail' as const, us: ['Shop@example.com'] }
  const { counts } = await at.bring(mbox, plan)
  expect(counts).toMatchObject({ messages: 3, conversations: 2, contacts: 2, unread: 2 })
  const anna = await at.contact('anna@example.com', 'address', 'email')
  expect(await at.page(at.conversation(anna))).toMatchObject([
    { kind: 'received', at: Date.UTC(2023, 11, 31, 20, 41), content: { kind: 'text', text: 'Hi' } },
    { kind: 'replied', content: { kind: 'text', text: 'Hello' } }
  ])
  expect((await at.bring(`${mbox}\n`, plan)).counts).toMatchObject({ messages: 0, known: 3 })
})

test('a mail that lies in a mailbox twice is told once', async () => {
  const one = `From x Sun Dec 31 21:41:00 2023\r\n${mail('anna@example.com', 'shop@example.com', 'a', 'Hi')}\r\n`
  const { counts } = await at.bring(one + one, { source: 'mail', us: ['shop@example.com'] })
  expect(counts).toMatchObject({ messages: 1, known: 1, unread: 0 })
})

test('a file is found in an archive that a Mac has packed again, however it writes its accents', async () => {
  const pdf = { name: 'Rechnung fu\u0308r Anna.pdf', body: '%PDF-1.4' }
  const text = '[31.12.23, 21:41:07] Anna: \u200E<attached: Rechnung f\u00FCr Anna.pdf>'
  const { counts } = await at.bring(pack([{ name: '_chat.txt', body: text }, pdf]), { ...chatPlan, us: [] })
  expect(counts).toMatchObject({ messages: 1, files: 1 })
})

test('a film that is too big to be kept does not keep the chat away', async () => {
  const film = Buffer.alloc(100 * 1024 * 1024 + 1)
  const text = '[31.12.23, 21:41:07] Anna: \u200E<attached: film.mp4>\n[31.12.23, 21:42:00] Shop: Nice'
  const { counts } = await at.bring(
    pack([
      { name: '_chat.txt', body: text },
      { name: 'film.mp4', body: film }
    ]),
    chatPlan
  )
  expect(counts).toMatchObject({ messages: 2, files: 0 })
  const told = await at.facts(`conversation/${at.conversation(await at.contact('Anna'))}`)
  expect(told).toContainEqual(expect.objectContaining({ type: 'conversation.file-lost', why: 'too-big' }))
})

test('contacts, with what is known of them; whom we know stays as they are', async () => {
  const csv = 'Name,Phone,Email,City\nAnna,+491512345678,anna@example.com,Kraków\nTom,,tom@example.com,\nNobody,,,'
  const { counts } = await at.bring(csv, { source: 'contacts' })
  expect(counts).toEqual({ messages: 0, conversations: 0, contacts: 2, files: 0, known: 0, unread: 1 })
  const anna = (await at.contact('anna@example.com', 'address', 'email')) ?? ''
  expect(await at.contact('491512345678', 'wa_id', 'whatsapp')).toBe(anna)
  await ours.tell({ type: 'contact.set-attribute', contact: anna, key: 'City', value: 'Berlin' })
  const again = await at.bring(`${csv}\n`, { source: 'contacts' })
  expect(again.counts).toMatchObject({ contacts: 0, known: 2 })
  expect((await here.core.actors.state(ours.tenant, 'contact', anna)).attributes).toEqual([
    { key: 'City', value: 'Berlin' }
  ])
})

test.each([
  ['a strange author', { us: ['Nobody'] }, /“Nobody”/],
  ['a strange zone', { zone: 'Europe/Atlantis' }, /Europe\/Atlantis/]
])('%s is refused, and nothing was told', async (_, wrong, sentence) => {
  const seq = await at.head()
  await expect(at.bring(chat, { ...chatPlan, ...wrong })).rejects.toThrow(sentence)
  expect(await at.head()).toBe(seq)
})

test('colleagues who share a number or an address are as many people', async () => {
  const table = [
    'Name,Phone,Email',
    'Anna,+493012345,anna@firm.example',
    'Tom,+493012345,tom@firm.example',
    'Eve,+493012345,info@firm.example',
    'Max,+493012345,info@firm.example',
    // The same one twice: with everything that either line says.
    'anna,+491512345678,anna@firm.example'
  ].join('\n')
  const { counts } = await at.bring(table, { source: 'contacts' })
  expect(counts).toMatchObject({ contacts: 3, known: 2 })
  const state = async (value: string, kind: string, platform: string) =>
    here.core.actors.state(ours.tenant, 'contact', (await at.contact(value, kind, platform)) ?? '')
  const names = ['anna', 'tom', 'info'].map(who => state(`${who}@firm.example`, 'address', 'email'))
  expect((await Promise.all(names)).map(({ name }) => name)).toEqual(['Anna', 'Tom', 'Eve'])
  const anna = await state('491512345678', 'wa_id', 'whatsapp')
  expect(anna.handles.map(({ value }) => value)).toEqual(['493012345', 'anna@firm.example', '491512345678'])
  expect((await at.bring(table, { source: 'contacts', country: '49' })).counts).toMatchObject({ contacts: 0, known: 5 })
})

test('a table gives nobody who was here before a number that is not in the log', async () => {
  const { contact } = await ours.writes('Firm', 'Hi')
  const visitor = { platform: 'webchat', kind: 'visitor', value: 'visitor Firm' }
  const handles = [visitor, { platform: 'email', kind: 'address', value: 'info@firm.example' }]
  await here.core.handles.claim(ours.tenant, [handles])
  await ours.tell({ type: 'contact.meet', contact, inbox: at.inbox, handles, name: null })
  const { counts } = await at.bring('Name,Phone,Email\nTom,+491512345678,info@firm.example', { source: 'contacts' })
  expect(counts).toMatchObject({ contacts: 0, known: 1 })
  expect(await at.contact('491512345678', 'wa_id', 'whatsapp')).toBeUndefined()
})

test('what nobody can tell is asked before anything is told', async () => {
  const seq = await at.head()
  const odd = '1/2/23, 9:00 AM - Anna: a'
  await expect(at.bring(odd, { ...chatPlan, us: [] })).rejects.toThrow(/day or the month/)
  expect(await at.head()).toBe(seq)
  expect((await at.bring(odd, { ...chatPlan, us: [], order: 'mdy' })).counts.messages).toBe(1)
})

describe('a chat that was exported without its files, and with them', () => {
  const line = (words: string) => `[31.12.23, 21:41:07] ${words}`
  const chatWith = (...files: readonly string[]) =>
    [line('Anna: Look'), ...files.map(file => line(`Anna: ${file}`)), line('Shop: Nice')].join('\n')
  const without = chatWith('\u200Eimage omitted', '\u200Eimage omitted')
  const photos = ['00000002-PHOTO-2023-12-31-21-41-07.jpg', '00000003-PHOTO-2023-12-31-21-41-07.jpg'] as const
  const packed = (...names: readonly string[]) =>
    pack([
      { name: '_chat.txt', body: chatWith(...names.map(name => `\u200E<attached: ${name}>`)) },
      ...names.map((name, at) => ({ name, body: `photo ${at}` }))
    ])
  const shown = async () =>
    (await at.page(at.conversation(await at.contact('Anna')))).flatMap(item =>
      'content' in item ? [item.content.kind === 'text' ? item.content.text : item.content.kind] : []
    )
  const gap = '[A file that was not exported]'

  test('has each file once, in the place of the line that said it was not exported', async () => {
    await at.bring(without, chatPlan)
    expect(await shown()).toEqual(['Look', gap, gap, 'Nice'])
    const { counts } = await at.bring(packed(...photos), chatPlan)
    expect(counts).toMatchObject({ messages: 2, files: 2, known: 2 })
    expect(await shown()).toEqual(['Look', 'media', 'media', 'Nice'])
  })

  test('says nothing of files that are here already', async () => {
    await at.bring(packed(...photos), chatPlan)
    const { counts } = await at.bring(without, chatPlan)
    expect(counts).toMatchObject({ messages: 0, known: 4 })
    expect((await shown()).toSorted()).toEqual(['Look', 'Nice', 'media', 'media'])
  })

  test('has each file once where a later export counts its files anew', async () => {
    await at.bring(packed(...photos), chatPlan)
    const { counts } = await at.bring(packed(...photos.map(name => name.replace(/^\d+/, '00000777'))), chatPlan)
    expect(counts).toMatchObject({ messages: 0, files: 0 })
    expect((await shown()).toSorted()).toEqual(['Look', 'Nice', 'media', 'media'])
  })

  test('keeps the line of a file that is in neither', async () => {
    await at.bring(without, chatPlan)
    const half = chatWith(`\u200E<attached: ${photos[0]}>`, '\u200Eimage omitted')
    await at.bring(
      pack([
        { name: '_chat.txt', body: half },
        { name: photos[0], body: 'photo' }
      ]),
      chatPlan
    )
    expect((await shown()).toSorted()).toEqual(['Look', 'Nice', gap, 'media'].toSorted())
  })

  test('has the lines again when the files are taken back, and the files when the lines are', async () => {
    const lines = await at.bring(without, chatPlan)
    const files = await at.bring(packed(...photos), chatPlan)
    await at.undo(files.import)
    expect(await shown()).toEqual(['Look', gap, gap, 'Nice'])
    const again = await at.bring(packed(...photos), chatPlan)
    await at.undo(lines.import)
    expect(await shown()).toEqual(['media', 'media'])
    await at.bring(without, chatPlan)
    expect((await shown()).toSorted()).toEqual(['Look', 'Nice', 'media', 'media'])
    await at.undo(again.import)
    expect((await shown()).toSorted()).toEqual(['Look', 'Nice'])
  })
})
