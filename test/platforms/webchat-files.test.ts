import { createHash, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { chatHouse } from './chat-house.ts'

const { here, url, page, conversationIn, join, reply, files } = chatHouse()
const photo = pictureOf('a dress')
const nameOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

type Bring = { token: string | null; body?: Buffer; mime?: string; name?: string }
const bring = async (inbox: InboxSecret, { token, body = photo, mime = 'image/png', name = nameOf(body) }: Bring) => {
  const answer = await fetch(url(`/chat/${inbox.inbox}/files/${name}`), {
    method: 'PUT',
    headers: { 'content-type': mime, ...(token !== null && { authorization: `Bearer ${token}` }) },
    body: new Uint8Array(body)
  })
  return [answer.status, ((await answer.json()) as { error?: string }).error]
}
const file = { file: nameOf(photo), media: 'image', mime: 'image/png', bytes: photo.length, name: 'dress.png' } as const
const sendFile = (more: Partial<{ bytes: number; mime: string }> = {}) => ({
  type: 'send-file' as const,
  id: randomUUID(),
  at: Date.now(),
  file: { ...file, ...more }
})

test('a visitor sees what the agent sends, with the words under it, and nobody else’s address leads there', async () => {
  const inbox = await here.connect('webchat')
  const { tenant } = inbox
  await join(tenant)
  const visitor = await page(inbox)
  await visitor.say('Do you have a picture?')
  const { id } = await conversationIn(inbox)
  const { file: name } = await files().store.keep(tenant, new Blob([new Uint8Array(photo)]).stream(), 1e9)
  await files().rows.brought(tenant, id, { file: name, mime: 'image/png', bytes: photo.length })
  await reply(inbox, id, { kind: 'media', items: [{ ...file, width: 640, height: 480 }], caption: 'In blue' })
  await visitor.shows(2)
  const [, answer] = visitor.messages()
  expect(answer).toMatchObject({ mine: false, text: 'In blue', from: 'Mara' })
  expect(answer?.file).toMatchObject({ media: 'image', mime: 'image/png', name: 'dress.png', width: 640 })
  const opened = await fetch(url(answer!.file!.at))
  expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(Buffer.from(await opened.arrayBuffer()).equals(photo)).toBe(true)
  await files().forget(tenant, id)
  expect((await fetch(url(answer!.file!.at))).status).toBe(404)
  visitor.socket.close()
})

test('a visitor brings a photo as their first words, and it is in the conversation once', async () => {
  const inbox = await here.connect('webchat')
  const visitor = await page(inbox)
  const { token } = visitor
  expect(await bring(inbox, { token })).toEqual([401, 'not-met'])
  visitor.send({ type: 'stay', id: randomUUID() })
  await visitor.heard('staying')
  expect(await bring(inbox, { token })).toEqual([201, undefined])
  expect(await bring(inbox, { token })).toEqual([200, undefined])
  const sent = sendFile()
  visitor.send(sent)
  visitor.send(sent)
  await visitor.heard('kept', 2)
  const received = (await here.facts(inbox.tenant)).filter(({ type }) => type === 'conversation.message-received')
  expect(received).toMatchObject([{ content: { kind: 'media', items: [{ file: file.file, mime: 'image/png' }] } }])
  await visitor.shows(1)
  expect(visitor.messages()).toMatchObject([{ mine: true, text: '', file: { media: 'image', name: 'dress.png' } }])
  const { id } = await conversationIn(inbox)
  expect(await files().rows.of(inbox.tenant, id, file.file)).toMatchObject({ mime: 'image/png', bytes: photo.length })
  visitor.socket.close()
})

test('what is not what it says, too big, of another type, or not here, is not taken', async () => {
  const inbox = await here.connect('webchat')
  const visitor = await page(inbox)
  await visitor.say('Hello')
  const { token } = visitor
  const page2 = Buffer.from('<html><script>alert(1)</script></html>')
  expect(await bring(inbox, { token, body: page2 })).toEqual([415, 'file-not-what-it-says'])
  expect(await bring(inbox, { token, name: nameOf(page2) })).toEqual([422, 'file-damaged'])
  expect(await bring(inbox, { token, mime: 'nonsense' })).toEqual([415, 'no-type'])
  expect(await bring(inbox, { token, body: Buffer.alloc(26_214_401) })).toEqual([413, 'file-too-big'])
  expect(await bring(inbox, { token: 'guessed' })).toEqual([401, 'not-met'])
  expect(await bring(inbox, { token: null })).toEqual([401, 'not-met'])
  const elsewhere = await here.connect('webchat')
  expect(await bring(elsewhere, { token })).toEqual([401, 'not-met'])

  const reasons: string[] = []
  for (const sent of [sendFile(), sendFile({ mime: 'image/bmp' }), sendFile({ bytes: 26_214_401 })]) {
    visitor.send(sent)
    reasons.push((await visitor.heard('refused', reasons.length + 1)).reason)
  }
  expect(reasons).toEqual(['no-such-file', 'file-not-taken', 'file-not-taken'])
  visitor.send(JSON.stringify({ ...sendFile(), file: { ...file, file: '../../etc' } }))
  expect(await visitor.heard('refused', 4)).toMatchObject({ reason: 'not-understood' })
  visitor.socket.close()
})

test('nobody fills the disk: after twenty files a visitor waits', async () => {
  const inbox = await here.connect('webchat')
  const visitor = await page(inbox)
  await visitor.say('Hello')
  const statuses: unknown[] = []
  for (let n = 0; n < 21; n += 1) {
    const [status] = await bring(inbox, { token: visitor.token, body: Buffer.from(`paper ${n}`), mime: 'text/plain' })
    statuses.push(status)
  }
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 201), 429])
  visitor.socket.close()
})
