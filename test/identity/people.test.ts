import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { agentContext } from '../../shared/identity/may.ts'
import { openAcceptance } from '../../sync-server/identity/acceptance.ts'
import { firm, house, password, signIn, type Firm } from '../sync/house.ts'

const daybook = house()

type Said = { readonly status: number; readonly body: Record<string, unknown> }

async function ask(path: string, body?: unknown, cookie = ''): Promise<Said> {
  const headers = { 'content-type': 'application/json', ...(cookie && { cookie }) }
  const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const answer = await fetch(`${daybook.url}/api${path}`, { headers, ...post })
  return { status: answer.status, body: (await answer.json()) as Said['body'] }
}

type There = Firm & { readonly admin: string; addressOf(name: string): string }

async function there(): Promise<There> {
  const made = await firm(daybook)
  const addressOf = (name: string) => `${name}.${made.tenant}@firm.test`
  return { ...made, addressOf, admin: await signIn(daybook.url, addressOf('admin')) }
}

async function invited({ admin, addressOf }: There, wanted: object = {}): Promise<string> {
  const made = await ask('/people/invite', { email: addressOf('cem'), role: 'agent', inboxes: [], ...wanted }, admin)
  expect(made.status).toBe(200)
  return String(made.body['token'])
}

const another = 'another long password'

test('who is invited sees by whom and where to, joins once, and works where they were asked to', async () => {
  const firm = await there()
  const { tenant, inboxes, addressOf, admin } = firm
  const token = await invited(firm, { inboxes: [inboxes.sales, 'made-up'] })
  expect(await ask('/invitation/look', { token })).toEqual({
    status: 200,
    body: { workspace: tenant, email: addressOf('cem'), role: 'agent', name: null, by: 'admin' }
  })
  expect((await ask('/people', undefined, admin)).body['invited']).toMatchObject([
    { email: addressOf('cem'), role: 'agent' }
  ])
  const accepting = () => ask('/invitation/accept', { token, name: 'Cem', password })
  const answers = await Promise.all([accepting(), accepting()])
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 410])
  const me = await ask('/me', undefined, await signIn(daybook.url, addressOf('cem')))
  expect(me.body).toMatchObject({ tenant, name: 'Cem', role: 'agent' })
  const workspace = await daybook.core.roster.of(tenant)
  expect(workspace.inboxesOf(String(me.body['agent']))).toEqual([inboxes.sales])
  expect((await ask('/people', undefined, admin)).body['invited']).toEqual([])
  // Who let them in stands in the log.
  const stream = `agent/${String(me.body['agent'])}` as const
  const [joined] = await daybook.core.log.streams.last(tenant, stream, 1)
  expect(joined?.fact).toMatchObject({ type: 'agent.joined', by: { kind: 'agent', id: 'admin' } })
})

test('the database holds no link that opens anything', async () => {
  const firm = await there()
  const token = await invited(firm)
  const rows = await daybook.core.sql.everywhere.query('select * from invitation where tenant = $1', [firm.tenant])
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('a link that is withdrawn, replaced, too old, made up, or of an admin who is none any more opens nothing', async () => {
  const firm = await there()
  const { tenant, tell, admin, addressOf } = firm
  const replaced = await invited(firm)
  const token = await invited(firm)
  const [{ agent } = { agent: '' }] = (await ask('/people', undefined, admin)).body['invited'] as { agent: string }[]
  const opens = async (one: string) => (await ask('/invitation/look', { token: one })).status
  expect(await opens(replaced)).toBe(410)
  expect(await opens('made-up')).toBe(410)
  expect(await opens(token)).toBe(200)

  await tell({ type: 'agent.change-role', agent: 'admin', role: 'supervisor' })
  expect(await opens(token)).toBe(410)
  expect((await ask('/invitation/accept', { token, name: 'Cem', password })).status).toBe(410)
  await tell({ type: 'agent.change-role', agent: 'admin', role: 'admin' })
  expect(await opens(token)).toBe(200)

  await daybook.core.sql.everywhere.query('update invitation set expires_at = $1 where tenant = $2', [
    Date.now() - 1,
    tenant
  ])
  expect(await opens(token)).toBe(410)
  const last = await invited(firm, { email: addressOf('dora') })
  expect((await ask('/people/withdraw', { agent }, admin)).status).toBe(404)
  const [{ agent: dora } = { agent: '' }] = (await ask('/people', undefined, admin)).body['invited'] as {
    agent: string
  }[]
  expect((await ask('/people/withdraw', { agent: dora }, admin)).status).toBe(200)
  expect(await opens(last)).toBe(410)
})

test('only an admin makes links, and only into their own workspace', async () => {
  const [firm, other] = [await there(), await there()]
  const wanted = { email: firm.addressOf('cem'), role: 'agent', inboxes: [] }
  const ada = await signIn(daybook.url, firm.addressOf('ada'))
  for (const [path, body] of [
    ['/people', undefined],
    ['/people/invite', wanted],
    ['/people/renew', { agent: 'bea' }],
    ['/people/withdraw', { agent: 'bea' }]
  ] as const) {
    expect((await ask(path, body, ada)).status).toBe(403)
    expect((await ask(path, body)).status).toBe(401)
  }
  expect((await ask('/people/invite', { ...wanted, email: firm.addressOf('ada') }, firm.admin)).status).toBe(409)
  // That somebody elsewhere has this address is told to whoever has the link, and to nobody else.
  const token = await invited(other, { email: firm.addressOf('ada') })
  expect((await ask('/invitation/accept', { token, name: 'Ada', password })).status).toBe(409)
  expect((await ask('/me', undefined, await signIn(daybook.url, firm.addressOf('ada')))).body['agent']).toBe('ada')
  const stranger = randomUUID()
  expect((await ask('/people/renew', { agent: stranger }, firm.admin)).status).toBe(404)
  await invited(firm)
  const [{ agent } = { agent: '' }] = (await ask('/people', undefined, firm.admin)).body['invited'] as {
    agent: string
  }[]
  expect((await ask('/people/withdraw', { agent }, other.admin)).status).toBe(404)
  for (const body of [{}, { ...wanted, role: 'owner' }, { ...wanted, email: 'nobody' }, 7]) {
    expect((await ask('/people/invite', body, firm.admin)).status).toBe(400)
  }
})

test('whoever came with a workspace from another machine, and has no password yet, is not invited as somebody else', async () => {
  const { tenant, addressOf, admin } = await there()
  await daybook.core.sql.everywhere.query('delete from credential where tenant = $1 and agent = $2', [tenant, 'ada'])
  const wanted = { email: addressOf('ada'), role: 'agent', inboxes: [] }
  expect((await ask('/people/invite', wanted, admin)).status).toBe(409)
  const renewed = await ask('/people/renew', { agent: 'ada' }, admin)
  const token = String(renewed.body['token'])
  expect((await ask('/invitation/accept', { token, password: another })).status).toBe(200)
})

test('links are listed as long as they open something', async () => {
  const firm = await there()
  const { tell, admin, addressOf } = firm
  await tell({ type: 'agent.change-role', agent: 'bea', role: 'admin' })
  const bea = await signIn(daybook.url, addressOf('bea'))
  await invited(firm)
  await ask('/people/renew', { agent: 'ada' }, bea)
  const listed = async () =>
    ((await ask('/people', undefined, bea)).body['invited'] as { email: string }[]).map(({ email }) => email).toSorted()
  expect(await listed()).toEqual([addressOf('ada'), addressOf('cem')])
  await tell({ type: 'agent.change-role', agent: 'admin', role: 'agent' })
  expect(await listed()).toEqual([addressOf('ada')])
  await tell({ type: 'agent.leave', agent: 'ada' })
  expect(await listed()).toEqual([])
  expect((await ask('/people', undefined, admin)).status).toBe(403)
})

test('a newcomer says who they are, with a password worth the name', async () => {
  const firm = await there()
  const token = await invited(firm)
  for (const body of [
    { token, password },
    { token, name: ' ', password },
    { token, name: 'Cem', password: 'too short' },
    { token, name: 'Cem', password: 'x'.repeat(201) },
    { name: 'Cem', password }
  ]) {
    expect((await ask('/invitation/accept', body)).status).toBe(400)
  }
  expect((await ask('/invitation/look', { token })).status).toBe(200)
})

test('a colleague comes to a new password with a link, and is signed out wherever they were in', async () => {
  const { admin, addressOf, socket } = await there()
  const before = await signIn(daybook.url, addressOf('ada'))
  const ada = await socket('ada')
  const made = await ask('/people/renew', { agent: 'ada' }, admin)
  const token = String(made.body['token'])
  expect((await ask('/invitation/look', { token })).body).toMatchObject({ name: 'ada', role: null, by: 'admin' })
  expect((await ask('/me', undefined, before)).status).toBe(200)
  expect((await ask('/invitation/accept', { token, password: another })).status).toBe(200)
  expect((await ada.next('bye')).reason).toBe('signed-out')
  expect((await ask('/me', undefined, before)).status).toBe(401)
  await expect(signIn(daybook.url, addressOf('ada'))).rejects.toThrow('401')
  const again = await ask('/sign-in', { email: addressOf('ada'), password: another })
  expect(again.body).toMatchObject({ agent: 'ada', role: 'agent' })
  expect((await ask('/invitation/accept', { token, password })).status).toBe(410)
})

test('who has left comes back with the same address, as somebody new; their old links open nothing', async () => {
  const firm = await there()
  const { admin, addressOf, tell, tenant } = firm
  const old = String((await ask('/people/renew', { agent: 'ada' }, admin)).body['token'])
  await tell({ type: 'agent.leave', agent: 'ada' })
  expect((await ask('/invitation/accept', { token: old, password: another })).status).toBe(410)
  await expect(signIn(daybook.url, addressOf('ada'))).rejects.toThrow('401')
  const token = await invited(firm, { email: addressOf('ada'), role: 'supervisor' })
  expect((await ask('/invitation/accept', { token, name: 'Ada', password })).status).toBe(200)
  const me = await ask('/me', undefined, await signIn(daybook.url, addressOf('ada')))
  expect(me.body).toMatchObject({ tenant, name: 'Ada', role: 'supervisor' })
  expect(me.body['agent']).not.toBe('ada')
})

test('everybody changes their own password, if they know the one before; their other sign-ins end', async () => {
  const { addressOf } = await there()
  const [here, elsewhere] = [await signIn(daybook.url, addressOf('ada')), await signIn(daybook.url, addressOf('ada'))]
  const change = (current: string, next: string) => ask('/password', { current, next }, here)
  expect((await change('not the password', another)).status).toBe(403)
  expect((await change(password, 'too short')).status).toBe(400)
  expect((await ask('/me', undefined, elsewhere)).status).toBe(200)
  expect((await change(password, another)).status).toBe(200)
  expect((await ask('/me', undefined, elsewhere)).status).toBe(401)
  expect((await ask('/me', undefined, here)).status).toBe(200)
  await expect(signIn(daybook.url, addressOf('ada'))).rejects.toThrow('401')
  const guesses = []
  for (let i = 0; i < 6; i++) guesses.push((await change(`guess number ${i}`, another)).status)
  expect(guesses).toEqual([403, 403, 403, 403, 403, 429])
  expect((await ask('/password', { current: another, next: password })).status).toBe(401)
})

test('whoever knows the old password does not come before a link to a new one', async () => {
  const { admin, addressOf } = await there()
  const cookie = await signIn(daybook.url, addressOf('ada'))
  const token = String((await ask('/people/renew', { agent: 'ada' }, admin)).body['token'])
  const [, accepted] = await Promise.all([
    ask('/password', { current: password, next: 'whoever sat down here' }, cookie),
    ask('/invitation/accept', { token, password: another })
  ])
  expect(accepted.status).toBe(200)
  expect((await ask('/sign-in', { email: addressOf('ada'), password: 'whoever sat down here' })).status).toBe(401)
  expect((await ask('/sign-in', { email: addressOf('ada'), password: another })).status).toBe(200)
})

test('a newcomer whose address was given to somebody else at this very moment is told so', async () => {
  const firm = await there()
  const { core } = daybook
  const token = await invited(firm, { email: firm.addressOf('ada') + '.invalid' })
  await core.credentials.put({ tenant: firm.tenant, agent: 'bea' }, firm.addressOf('ada') + '.invalid', another)
  const door = { ...core.door, isTaken: () => Promise.resolve(false) }
  const accepted = await openAcceptance({ ...core, door }).accept(token, { name: 'Cem', password })
  expect(accepted).toBe('taken')
  expect((await ask('/people', undefined, firm.admin)).body['invited']).toHaveLength(1)
})

test('nobody takes their own rights away, so somebody always has them', async () => {
  const { tenant } = await there()
  const judge = (now: number) => agentContext({ id: 'admin', role: 'admin', inboxes: [] }, now, () => true)
  const told = (command: { type: 'agent.leave' } | { type: 'agent.change-role'; role: 'agent' }, agent: string) =>
    daybook.core.actors.tell(tenant, { ...command, id: randomUUID(), at: Date.now(), agent }, judge)
  const change = { type: 'agent.change-role', role: 'agent' } as const
  expect(await told(change, 'admin')).toMatchObject({ result: 'refused', refusal: { reason: 'not-allowed' } })
  expect(await told({ type: 'agent.leave' }, 'admin')).toMatchObject({ result: 'refused' })
  expect(await told(change, 'ada')).toMatchObject({ result: 'accepted' })
  expect(await told({ type: 'agent.leave' }, 'ada')).toMatchObject({ result: 'accepted' })
})
