import { expect, test } from 'vitest'
import { openInvitations, type Invitation } from '../../sync-server/identity/invitations.ts'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))

test('of links that are made at the same moment for the same address, or the same person, one opens something', async () => {
  const invitations = openInvitations(db.sql)
  const tenant = freshTenant()
  const cem = (agent: string): Invitation => ({
    tenant,
    agent,
    email: 'cem@x.test',
    role: 'agent',
    inboxes: [],
    by: 'a'
  })
  const ada: Invitation = { tenant, agent: 'ada', email: 'ada@x.test', role: null, inboxes: [], by: 'a' }
  for (const wanted of [[ada, ada, ada], [1, 2, 3].map(nth => cem(`cem-${nth}`))]) {
    const made = await Promise.all(wanted.map(one => invitations.make(one)))
    const opened = await Promise.all(made.map(async one => (one === 'too-many' ? null : invitations.of(one.token))))
    expect(opened.filter(one => one !== null)).toHaveLength(1)
  }
  expect(await invitations.list(tenant)).toHaveLength(2)
})
