import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { exportedText } from '../e2e/operator.ts'
import { daybook, itemsOf, sampleData, scratch } from './daybook.ts'

const places = scratch()
let data: string
let backup: string
let person: { contact: string; name: string }

type Line = { stream: string; fact: { type: string; name?: string } }

const exported = (place: string) => exportedText({ DATA_DIR: place })

beforeAll(async () => {
  data = places.empty()
  sampleData(data)
  backup = join(places.empty(), 'backup')
  await daybook({ DATA_DIR: data }, 'backup', '--to', backup)
  const lines = (await exported(data)).trimEnd().split('\n')
  const met = lines.map(line => JSON.parse(line) as Line).find(({ fact }) => fact.type === 'contact.met' && fact.name)
  person = { contact: met?.stream.slice('contact/'.length) ?? '', name: met?.fact.name ?? '' }
}, 300_000)

const erase = (place: string, ...more: string[]) =>
  daybook({ DATA_DIR: place }, 'erase', '--tenant', 'demo', '--contact', person.contact, ...more)

test('a person is shown first, and erased only with --yes', { timeout: 300_000 }, async () => {
  const place = places.copyOf(data)
  const shown = await erase(place)
  expect(shown).toMatchObject({
    code: 1,
    out: expect.stringContaining(person.name),
    err: expect.stringContaining('--yes')
  })
  expect(await exported(place)).toContain(person.name)

  const done = await erase(place, '--yes')
  expect(done).toMatchObject({ code: 0, err: '', out: expect.stringContaining(`${person.contact} is erased.`) })
  expect(await exported(place)).not.toContain(person.name)
  expect((await daybook({ DATA_DIR: place }, 'verify')).code).toBe(0)
  expect(await erase(place, '--yes')).toMatchObject({ code: 1, err: expect.stringContaining('There is nobody') })
  expect(readFileSync(join(place, 'erased.jsonl'), 'utf8')).toContain(person.contact)
})

test(
  'a backup from before is restored without who was erased since, or says that it does not know',
  { tags: 'long', timeout: 300_000 },
  async () => {
    const place = places.copyOf(data)
    await erase(place, '--yes')
    rmSync(join(place, 'db'), { recursive: true })
    const restored = await daybook({ DATA_DIR: place }, 'restore', '--from', backup)
    expect(restored).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 people who were erased since are erased again')
    })
    const left = await exported(place)
    expect([left.includes(person.name), left.includes('conversation.message-received')]).toEqual([false, true])
    expect((await daybook({ DATA_DIR: place }, 'verify')).code).toBe(0)

    const elsewhere = join(places.empty(), 'elsewhere')
    const unknowing = await daybook({ DATA_DIR: elsewhere }, 'restore', '--from', backup)
    expect(unknowing).toMatchObject({ code: 0, out: expect.stringContaining('Nobody is known to be erased since') })
    expect(await exported(elsewhere)).toContain(person.name)
    expect(existsSync(join(elsewhere, 'master.key'))).toBe(true)

    const told = join(places.empty(), 'told')
    const list = join(place, 'erased.jsonl')
    const knowing = await daybook({ DATA_DIR: told }, 'restore', '--from', backup, '--erased', list, '--json')
    expect(itemsOf(knowing)[0]).toMatchObject({ erasedAgain: 1 })
    expect(await exported(told)).not.toContain(person.name)
  }
)

test('an inbox is told how long to keep conversations', { timeout: 300_000 }, async () => {
  const place = places.copyOf(data)
  const keep = (days: string, inbox = 'demo-webchat') =>
    daybook({ DATA_DIR: place }, 'inboxes', 'retention', '--tenant', 'demo', '--inbox', inbox, '--days', days)
  expect(await keep('90')).toMatchObject({
    code: 0,
    out: 'demo-webchat keeps conversations 90 days after they were resolved.\n'
  })
  expect(await keep('for-ever')).toMatchObject({ code: 0, out: 'demo-webchat keeps conversations for ever.\n' })
  expect(await keep('soon')).toMatchObject({ code: 2, err: expect.stringContaining('--days must be') })
  expect(await keep('90', 'no-inbox')).toMatchObject({ code: 1, err: expect.stringContaining('There is no inbox') })
})
