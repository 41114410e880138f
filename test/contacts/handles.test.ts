import { beforeAll, describe, expect, test } from 'vitest'
import type { Handle } from '../../shared/contacts/events.ts'
import { contactHandles, type ContactHandles } from '../../sync-server/contacts/handles.ts'
import { contactMarks, contactTables } from '../../sync-server/contacts/tables.ts'
import type { Batch } from '../../sync-server/log/recorded.ts'
import { database, freshTenant } from '../support/database.ts'

const db = database([
  { name: 'contacts', sql: contactTables },
  { name: 'marks', sql: contactMarks }
])
let handles: ContactHandles
/** What a workspace's key makes of a handle. */
const marks = { markOf: (tenant: string, text: string) => Promise.resolve(`mark of ${text} in ${tenant}`) }
beforeAll(() => {
  handles = contactHandles(db.sql, marks)
})

const number = (value: string): Handle => ({ platform: 'whatsapp', kind: 'wa_id', value })
const user = (value: string): Handle => ({ platform: 'whatsapp', kind: 'user_id', value })
const contactOf = async (here: ContactHandles, tenant: string, ...of: Handle[]) =>
  (await here.claim(tenant, [of]))[0]!.contact

describe('who is behind a handle', () => {
  test('the same person, whichever of their handles comes, in whatever order', async () => {
    const tenant = freshTenant()
    const ana = await contactOf(handles, tenant, user('US.1'))
    expect(await contactOf(handles, tenant, number('1'), user('US.1'))).toBe(ana)
    expect(await contactOf(handles, tenant, number('1'))).toBe(ana)
    expect(await handles.find(tenant, [[number('1')], [number('2')], [user('US.1')]])).toEqual([ana, undefined, ana])
  })

  test('is found again by a server that has just started', async () => {
    const tenant = freshTenant()
    const ana = await contactOf(handles, tenant, number('1'))
    const fresh = contactHandles(db.sql, marks)
    expect(await fresh.find(tenant, [[number('1')]])).toEqual([ana])
    expect(await contactOf(fresh, tenant, number('1'))).toBe(ana)
  })

  test('two people who turn out to be one stay two, and neither takes the other’s handle', async () => {
    const tenant = freshTenant()
    const [ana, bob] = [await contactOf(handles, tenant, number('1')), await contactOf(handles, tenant, user('US.2'))]
    expect(ana).not.toBe(bob)
    expect(await handles.claim(tenant, [[number('1'), user('US.2')]])).toEqual([
      { contact: ana, handles: [number('1')] }
    ])
    expect(await contactOf(handles, tenant, user('US.2'))).toBe(bob)
  })

  test('first messages that come at once over several servers make one person', async () => {
    const tenant = freshTenant()
    const servers = Array.from({ length: 6 }, () => contactHandles(db.sql, marks))
    const all = (sets: Handle[][]) =>
      Promise.all(servers.flatMap(one => sets.map(set => contactOf(one, tenant, ...set))))
    const first = await all([
      [number('1'), user('US.1')],
      [user('US.1'), number('1')]
    ])
    const later = await all([[number('1')], [user('US.1')]])
    expect(first.length + later.length).toBe(24)
    expect(new Set([...first, ...later]).size).toBe(1)
  })

  test('nobody, in another workspace', async () => {
    const [one, other] = [freshTenant(), freshTenant()]
    const ana = await contactOf(handles, one, number('1'))
    expect(await handles.find(other, [[number('1')]])).toEqual([undefined])
    expect(await contactOf(handles, other, number('1'))).not.toBe(ana)
  })

  test('whom the log says, when somebody met them without asking here', async () => {
    const tenant = freshTenant()
    const fact = { at: 1, by: { kind: 'system' as const, id: 'import' }, cause: 'import-1' }
    const events = [
      { ...fact, type: 'contact.met', inbox: 'inbox-1', handle: number('1'), name: 'Ana' },
      { ...fact, type: 'contact.handle-learned', handle: user('US.1') }
    ].map((each, n) => ({
      seq: n + 1,
      stream: 'contact/c-1' as const,
      version: n + 1,
      recordedAt: 1,
      scope: 'inbox:inbox-1' as const,
      hash: '',
      fact: each
    }))
    const batch: Batch = { tenant, from: 1, to: 2, events }
    await handles.learn(batch)
    await handles.learn(batch)
    expect(await handles.find(tenant, [[number('1')], [user('US.1')]])).toEqual(['c-1', 'c-1'])
    expect(await handles.contacts(tenant, 'whatsapp', 10)).toEqual(['c-1'])
  })

  test('a thousand at once, each their own', async () => {
    const tenant = freshTenant()
    const people = await handles.claim(
      tenant,
      Array.from({ length: 1000 }, (_, n) => [number(`${n}`)])
    )
    expect(new Set(people.map(person => person.contact)).size).toBe(1000)
    expect(people[0]!.contact).toMatch(/^[0-9a-f]{24}$/)
  })
})
