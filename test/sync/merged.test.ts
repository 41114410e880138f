import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { command, type Client } from './client.ts'
import { firm, house } from './house.ts'

const daybook = house()

const isWhole = (client: Client) => client.frames.some(frame => frame.type === 'snapshot' && frame.last)

test('[S1] a merge over two inboxes brings nobody a byte of the inbox they do not work in', async () => {
  const { socket, customerWrites, inboxes, tell, tenant } = await firm(daybook)
  const [here, there] = ['canary-of-sales', 'canary-of-support']
  const [mine, theirs] = [await customerWrites(inboxes.sales, here), await customerWrites(inboxes.support, there)]
  const [a, b] = [`contact-${mine}`, `contact-${theirs}`]
  await tell({ type: 'contact.note', contact: b, text: `${there} note` })
  const [ada, bea, admin] = await Promise.all([socket('ada'), socket('bea'), socket('admin')])
  await Promise.all([ada, bea, admin].map(one => one.until(isWhole, 'the snapshot')))

  const refused = await ada.push(
    1,
    command({ type: 'contact.merge', contact: a, into: b }),
    command({ type: 'contact.merge', contact: b, into: a })
  )
  expect(refused.map(ack => ack.refusal?.reason)).toEqual(['no-such-contact', 'no-such-contact'])
  const [merged] = await admin.push(1, command({ type: 'contact.merge', contact: a, into: b }))
  expect(merged?.refusal).toBeNull()
  await tell({ type: 'contact.set-attribute', contact: b, key: 'City', value: `${there} city` })
  await tell({ type: 'contact.rename', contact: b, name: `${there} name` })
  const [undone] = await ada.push(3, command({ type: 'contact.unmerge', contact: a, from: b }))
  expect(undone?.refusal?.reason).toBe('no-such-contact')

  const late = await socket('ada', { client: randomUUID() })
  await late.until(isWhole, 'the snapshot')
  ada.say({ type: 'need', stream: `contact/${b}`, before: 1000 })
  expect(await ada.next('part')).toMatchObject({ events: [], complete: true })
  const head = await daybook.core.log.follow.head(tenant)
  await Promise.all([ada, bea, admin].map(one => one.until(is => is.cursor === head, 'the head')))
  for (const one of [ada, late]) {
    expect(one.heard).toContain(here)
    expect(one.heard).not.toContain(there)
  }
  expect(bea.heard).toContain(`${there} city`)
  expect(bea.heard).not.toContain(here)
  expect(admin.heard).toContain(`${there} city`)
})

test('[S1] with a conversation come all parts of its person, also one that has been silent for long', async () => {
  const { socket, customerWrites, inboxes, tell } = await firm(daybook)
  const recent = await customerWrites(inboxes.sales, 'recent')
  const silent = `contact-${randomUUID()}`
  const handles = [{ platform: 'webchat', kind: 'visitor', value: silent }]
  await tell({ type: 'contact.meet', contact: silent, inbox: inboxes.sales, handles, name: 'somebody silent' })
  const before = await socket('ada')
  await before.until(isWhole, 'the snapshot')
  expect(before.heard).not.toContain('somebody silent')
  await tell({ type: 'contact.merge', contact: silent, into: `contact-${recent}` })
  const after = await socket('ada')
  await after.until(isWhole, 'the snapshot')
  expect(after.heard).toContain('somebody silent')
})
