import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { readNote } from '../../sync-server/cli/operator-file.ts'
import { unquoted, withoutWords } from '../../sync-server/logger.ts'
import { hookTo, visit } from '../server/two-tenants.ts'
import { command, connect } from '../sync/client.ts'
import { foundingKeyOf, startServer, type RunningServer } from '../support/server.ts'
import { until } from '../web/support/until.ts'
import { daybook, scratch } from './daybook.ts'

const token = 'a-token-for-the-scraper'
const secrets = {
  WHATSAPP_APP_SECRET: 'canary-app-secret',
  WHATSAPP_VERIFY_TOKEN: 'canary-verify-token',
  WHATSAPP_ACCESS_TOKEN: 'canary-access-token'
}
/** Words, names, numbers, addresses, passwords: everything a person would not want to find in a log. */
const canaries = ['canary', 'Kanarienvogel', '16505550000', 'nightingale@', 'long-enough-password', token]
const account = { inbox: 'wa', account: '123456', appSecret: secrets.WHATSAPP_APP_SECRET }

const places = scratch()
let server: RunningServer
let tenant: string
let cookie: string

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
const scrape = async (authorization?: string) => {
  const answer = await fetch(`${server.url}/metrics`, authorization ? { headers: { authorization } } : {})
  return { status: answer.status, text: await answer.text() }
}
const valueOf = (text: string, sample: string) =>
  Number(
    text
      .split('\n')
      .find(line => line.startsWith(`${sample} `))
      ?.slice(sample.length + 1) ?? NaN
  )

beforeAll(async () => {
  // Nothing of a test may leave this machine.
  const env = { LOG_LEVEL: 'debug', METRICS_TOKEN: token, HOT_MIB: '64', WHATSAPP_BASE_URL: 'http://127.0.0.1:9' }
  server = await startServer({ dataDir: places.empty(), args: ['--empty'], env })
  const admin = { workspace: 'canary Firm', name: 'Kanarienvogel', email: 'nightingale@firm.test' }
  const founded = await post(
    '/api/found',
    JSON.stringify({ ...admin, key: foundingKeyOf(server), password: 'long-enough-password' })
  )
  tenant = ((await founded.json()) as { tenant: string }).tenant
  cookie = founded.headers.get('set-cookie')?.split(';')[0] ?? ''
  const env2 = { DATA_DIR: server.dataDir, ...secrets }
  const inbox = ['inboxes', 'connect', '--tenant', tenant, '--name', 'canary inbox', '--inbox']
  await daybook(env2, ...inbox, 'wa', '--platform', 'whatsapp', '--account', account.account)
  await daybook(env2, ...inbox, 'chat', '--platform', 'webchat')
}, 240_000)
afterAll(() => server.stop())

async function aDayInTheLife(): Promise<void> {
  expect(await hookTo(server, account, 'wamid.1', 'canary says Kanarienvogel')).toBe(200)
  expect(await hookTo(server, { ...account, appSecret: 'canary' }, 'wamid.2', 'canary')).toBe(401)
  await post('/hooks/whatsapp/wa', '{"canary": "Kanarienvogel')
  await post('/api/sign-in', JSON.stringify({ email: 'nightingale@firm.test', password: 'canary wrong' }))
  await post('/api/sign-in', '{"email":"canary')
  await fetch(`${server.url}/hooks/whatsapp/wa?hub.mode=subscribe&hub.verify_token=canary&hub.challenge=canary`)
  const guest = await visit(server, 'chat', null)
  const said = randomUUID()
  guest.say({ type: 'call-me', name: 'Kanarienvogel' })
  guest.say({ type: 'say', id: said, at: Date.now(), text: 'canary in the chat' })
  await guest.until(`"kept","id":"${said}"`)
  guest.say({ canary: 'Kanarienvogel' })

  const agent = await connect(server.url, cookie)
  await agent.until(one => one.frames.some(frame => frame.type === 'snapshot' && frame.last), 'the snapshot')
  const conversation = agent.events.find(event => event.stream.startsWith('conversation/'))!.stream.split('/')[1]!
  const reply = command({ type: 'conversation.note', conversation, text: 'canary noted' })
  agent.say({ type: 'push', items: [{ n: 1, command: reply, after: null }] })
  await agent.next('acks')
  await agent.close()

  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/sync`, { headers: { cookie, origin: server.url } })
  await new Promise(resolve => socket.once('open', resolve).once('error', resolve))
  socket.send('{"type":"canary Kanarienvogel')
  await new Promise(resolve => socket.once('close', resolve))
  await daybook({ DATA_DIR: server.dataDir }, 'export', '--tenant', tenant)
  await daybook({ DATA_DIR: server.dataDir }, 'export', '--tenant', 'canary-nowhere')
}

test('a full day leaves no word, name, number, address, password or token in the log, even at debug', async () => {
  await aDayInTheLife()
  await scrape(`Bearer ${token}`)
  const lines = server.output.split('\n').filter(line => line.startsWith('{'))
  expect(lines.length).toBeGreaterThan(10)
  for (const canary of canaries) expect(lines.filter(line => line.includes(canary))).toEqual([])
  const read = lines.map(line => JSON.parse(line) as Record<string, unknown>)
  expect(read.filter(line => line['msg'] === 'started')).toHaveLength(1)
  expect(read).toContainEqual(
    expect.objectContaining({ msg: 'a request', route: '/hooks/:platform/:inbox', status: 401 })
  )
  expect(read).toContainEqual(expect.objectContaining({ job: 'export', result: 'done' }))
  expect(read).toContainEqual(expect.objectContaining({ job: 'export', result: 'refused' }))
  expect(read).toContainEqual(expect.objectContaining({ msg: 'days were looked after', closed: 0, moved: 0 }))
})

test('the id of a request is in its answer and in its line', async () => {
  const id = (await fetch(`${server.url}/api/state`)).headers.get('x-request-id')
  expect(id).toMatch(/^[\da-f-]{36}$/)
  await vi.waitFor(() => expect(server.output).toContain(`"request":"${id}"`))
})

test('what an error quotes is not kept', () => {
  const error = new Error(`Unexpected token, "my "secret" is out" is not JSON (Key (a)=(b) is there)`)
  expect(JSON.stringify(withoutWords(error))).not.toMatch(/secret|is out|Key/)
  expect(withoutWords(error)).toMatchObject({ name: 'Error', message: 'Unexpected token, … is not JSON …' })
  expect(unquoted('never closed: "my secret')).toBe('never closed: …')
})

test('metrics are for whoever has the token, and tell what has happened', async () => {
  expect([await scrape(), await scrape('Bearer wrong')]).toMatchObject([{ status: 404 }, { status: 404 }])
  const own = readNote(server.dataDir)?.token
  expect(await scrape(`Bearer ${own}`)).toMatchObject({ status: 200 })

  const before = await scrape(`Bearer ${token}`)
  const ada = await connect(server.url, cookie)
  await ada.next('welcome')
  expect(await hookTo(server, account, 'wamid.3', 'one more')).toBe(200)
  const after = await scrape(`Bearer ${token}`)
  await ada.close()
  const grew = (sample: string) => valueOf(after.text, sample) - valueOf(before.text, sample)
  expect(grew('daybook_sync_sockets')).toBe(1)
  expect(grew('daybook_facts_total{type="conversation.message-received"}')).toBe(1)
  expect(grew('daybook_webhooks_total{status="200"}')).toBe(1)
  expect(grew('daybook_append_seconds_count')).toBeGreaterThanOrEqual(1)
  expect(grew(`daybook_log_events{tenant="${tenant}"}`)).toBeGreaterThanOrEqual(1)
  expect(valueOf(after.text, 'daybook_append_queue')).toBe(0)
  for (const name of [
    'daybook_warm_days',
    'daybook_warm_bytes',
    'daybook_disk_free_bytes',
    'process_resident_memory_bytes'
  ]) {
    expect([name, valueOf(after.text, name) > 0]).toEqual([name, true])
  }
  expect(valueOf(after.text, 'daybook_hot_bytes')).toBeGreaterThan(0)
  expect(valueOf(after.text, 'daybook_hot_state_bytes')).toBeGreaterThan(0)
  expect(valueOf(after.text, 'daybook_hot_most_bytes')).toBe(48 * 2 ** 20)
  expect(valueOf(after.text, 'daybook_hot_state_most_bytes')).toBe(16 * 2 ** 20)
  expect([valueOf(after.text, 'daybook_cold_days'), valueOf(after.text, 'daybook_cold_bytes')]).toEqual([0, 0])
  expect(after.text).toContain('daybook_inboxes_stopped{platform="whatsapp"} 0\n')
  // Where followers stand is written down now and then.
  const lag = 'daybook_follower_lag_events{follower="sending"}'
  await until(async () => (await scrape(`Bearer ${token}`)).text.includes(lag), 'where a follower stands')
})

test('every line of the metrics is one that Prometheus reads, and none carries a name', async () => {
  const { text } = await scrape(`Bearer ${token}`)
  const sample = /^[a-z_0-9]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?[\d.e+-]+$/
  const lines = text.trimEnd().split('\n')
  for (const line of lines) expect(line).toMatch(line.startsWith('#') ? /^# (HELP|TYPE) [a-z_0-9]+ / : sample)
  const typed = lines.filter(line => line.startsWith('# TYPE')).map(line => line.split(' ')[2])
  expect(new Set(typed).size).toBe(typed.length)
  for (const canary of canaries) expect(text).not.toContain(canary)
})
