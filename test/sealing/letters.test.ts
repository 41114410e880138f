import { expect, test } from 'vitest'
import { given, inboxOf, shop } from './given.ts'

const here = given()
const mail = (from: string) =>
  [`Received: from mx by mail; ${'x'.repeat(300)}`, `From: "Ada" <${from}>`, 'To: us@shop.test', '', 'my words'].join(
    '\r\n'
  )

const letters: [string, (from: string) => string][] = [
  ['a whole mail', from => JSON.stringify({ place: '1.2', source: mail(from) })],
  ['a mail with a name on a line of its own', from => JSON.stringify({ source: `${mail('us@shop.test')}\r\n${from}` })],
  ['the beginning of one', from => JSON.stringify({ place: '1.2', source: mail(from) }).slice(0, -5)]
]

test.each(letters)('of who is erased %s that nobody could read goes too, and others’ stay', async (_, letterFrom) => {
  const { core } = here
  const ours = await shop(here)
  const handle = { platform: 'email', kind: 'address', value: 'ada@example.com' }
  const [person] = await core.handles.claim(ours.tenant, [[handle]])
  const inbox = inboxOf(ours.tenant)
  const raws = ['Ada@Example.com', 'ben@example.com'].map(from => ({ why: 'is odd', raw: letterFrom(from) }))
  await core.erasing.letters.keep(ours.tenant, inbox, raws)
  await core.erasing.letters.forget(ours.tenant, await core.handles.marksOf(ours.tenant, person!.contact))
  const left = await core.erasing.letters.of(ours.tenant)
  expect(left.map(one => one.raw)).toEqual([letterFrom('ben@example.com')])
})
