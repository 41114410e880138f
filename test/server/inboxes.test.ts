import { afterAll, beforeAll, expect, test } from 'vitest'
import { daybook } from '../cli/daybook.ts'
import { exported } from '../e2e/operator.ts'
import { called as askedByLine, lineBot } from '../platforms/line-events.ts'
import { called, texted } from '../platforms/texts.ts'
import { json, vendorApi } from '../platforms/contract/vendor-api.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { foundFirm } from './founded.ts'

let server: RunningServer
let tenant: string
let line: Awaited<ReturnType<typeof vendorApi>>

beforeAll(async () => {
  // Nothing of a test may leave this machine: no platform but LINE can be asked.
  line = await vendorApi(json({ userId: lineBot }))
  const nowhere = 'http://127.0.0.1:9'
  const env = {
    WHATSAPP_BASE_URL: nowhere,
    INSTAGRAM_BASE_URL: nowhere,
    MESSENGER_BASE_URL: nowhere,
    TELEGRAM_BASE_URL: nowhere,
    TWILIO_BASE_URL: nowhere,
    LINE_BASE_URL: line.baseUrl
  }
  server = await startServer({ args: ['--empty'], env })
  ;({ tenant } = await foundFirm(server))
})
afterAll(() => Promise.all([server.stop(), line.close()]))

const secrets = {
  WHATSAPP_APP_SECRET: 'app-secret',
  WHATSAPP_VERIFY_TOKEN: 'verify-me',
  WHATSAPP_ACCESS_TOKEN: 'access-token'
}
const bot = { TELEGRAM_BOT_TOKEN: '7000000001:AAbot-token', TELEGRAM_WEBHOOK_SECRET: 'telegram-webhook-secret' }
const meta = (channel: string) => ({
  [`${channel}_APP_SECRET`]: `${channel}-app-secret`,
  [`${channel}_VERIFY_TOKEN`]: `${channel}-verify-token`,
  [`${channel}_ACCESS_TOKEN`]: `${channel}-access-token`
})
const whatsapp = ['--platform', 'whatsapp', '--inbox', 'firm-wa', '--name', 'Phone', '--account', '123']

async function connect(args: readonly string[], env: Record<string, string> = {}) {
  const place = { DATA_DIR: server.dataDir, ...env }
  const { code, out, err } = await daybook(place, 'inboxes', 'connect', '--tenant', tenant, ...args)
  return { code, said: (out + err).trim() }
}

/** Kept, for the platform could not be asked. */
const unasked = (said: string, platform: string) => ({
  code: 0,
  said: `${said} ${platform} could not be reached. So nobody knows yet whether the secrets are right.`
})

const handshake = (token: string) =>
  fetch(`${server.url}/hooks/whatsapp/firm-wa?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=42`)

test('a workspace without an inbox gets one while the server runs, and its webhook answers at once', async () => {
  expect((await handshake('verify-me')).status).toBe(404)
  expect(await connect(whatsapp, secrets)).toEqual(unasked('firm-wa is connected.', 'WhatsApp'))
  expect(await (await handshake('verify-me')).text()).toBe('42')
})

test('connected again it has its new secrets, and the old ones open nothing', async () => {
  const renewed = { ...secrets, WHATSAPP_VERIFY_TOKEN: 'another' }
  expect(await connect(whatsapp, renewed)).toEqual(unasked('firm-wa has its new secrets.', 'WhatsApp'))
  expect((await handshake('verify-me')).status).toBe(403)
  expect(await (await handshake('another')).text()).toBe('42')
})

test('what is missing or taken is said in a sentence', async () => {
  expect(await connect(whatsapp)).toEqual({ code: 2, said: 'WHATSAPP_APP_SECRET is missing.' })
  const other = ['--platform', 'webchat', '--inbox', 'firm-wa', '--name', 'Chat']
  expect(await connect(other)).toEqual({ code: 1, said: 'The inbox id firm-wa is taken.' })
  const odd = ['--platform', 'pigeon', '--inbox', 'x', '--name', 'Chat']
  expect(await connect(odd)).toEqual({
    code: 2,
    said: '--platform must be webchat, whatsapp, instagram, messenger, telegram, sms, line or email.'
  })
})

test('a Telegram bot needs its token and a secret, and takes what comes with it', async () => {
  const telegram = ['--platform', 'telegram', '--inbox', 'firm-bot', '--name', 'Bot']
  const token = { TELEGRAM_BOT_TOKEN: bot.TELEGRAM_BOT_TOKEN }
  expect(await connect(telegram)).toEqual({ code: 2, said: 'TELEGRAM_BOT_TOKEN is missing.' })
  expect(await connect(telegram, token)).toEqual({ code: 2, said: 'TELEGRAM_WEBHOOK_SECRET is missing.' })
  const odd = await connect(telegram, { ...bot, TELEGRAM_BOT_TOKEN: 'no-token' })
  expect(odd).toEqual({ code: 2, said: 'TELEGRAM_BOT_TOKEN must look like 123456:ABC-def.' })
  expect(await connect(telegram, bot)).toEqual(unasked('firm-bot is connected.', 'Telegram'))
  const call = (secret: string) =>
    fetch(`${server.url}/hooks/telegram/firm-bot`, {
      method: 'POST',
      headers: { 'x-telegram-bot-api-secret-token': secret },
      body: JSON.stringify({ update_id: 1, poll: {} })
    })
  expect((await call('guessed-by-somebody')).status).toBe(401)
  expect((await call(bot.TELEGRAM_WEBHOOK_SECRET)).status).toBe(200)
})

test.each(['messenger', 'instagram'])('%s has secrets of its own, and the id of its account', async platform => {
  const channel = platform.toUpperCase()
  const inbox = `firm-${platform}`
  const args = ['--platform', platform, '--inbox', inbox, '--name', 'Shop']
  const connected = () => connect([...args, '--account', '123'], meta(channel))
  expect(await connect([...args, '--account', '123'], secrets)).toEqual({
    code: 2,
    said: `${channel}_APP_SECRET is missing.`
  })
  expect((await connect(args, meta(channel))).said).toBe('--account is missing.')
  const name = platform === 'messenger' ? 'Messenger' : 'Instagram'
  expect(await connected()).toEqual(unasked(`${inbox} is connected.`, name))
  const query = `hub.mode=subscribe&hub.verify_token=${channel}-verify-token&hub.challenge=42`
  expect(await (await fetch(`${server.url}/hooks/${platform}/${inbox}?${query}`)).text()).toBe('42')
})

const twilio = { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'twilio-auth-token' }
const lineChannel = { LINE_CHANNEL_SECRET: 'line-channel-secret', LINE_CHANNEL_ACCESS_TOKEN: 'line-access-token' }

test('a number at Twilio needs its account and its token, and takes what is signed with it', async () => {
  const sms = ['--platform', 'sms', '--inbox', 'firm-sms', '--name', 'Texts']
  const withNumber = [...sms, '--account', '+15557122661']
  expect(await connect(withNumber)).toEqual({ code: 2, said: 'TWILIO_ACCOUNT_SID is missing.' })
  const { TWILIO_AUTH_TOKEN: token, ...sid } = twilio
  expect(await connect(withNumber, sid)).toEqual({ code: 2, said: 'TWILIO_AUTH_TOKEN is missing.' })
  expect((await connect(sms, twilio)).said).toBe('--account is missing.')
  expect((await connect([...sms, '--account', 'Firm'], twilio)).said).toContain('--account must be a number')
  expect(await connect(withNumber, twilio)).toEqual(unasked('firm-sms is connected.', 'Twilio'))
  const address = `${server.url}/hooks/sms/firm-sms`
  const form = texted(1, 'Hello', { AccountSid: twilio.TWILIO_ACCOUNT_SID, To: '+15557122661' })
  expect((await fetch(address, called(form, 'guessed', address))).status).toBe(401)
  const answer = await fetch(address, called(form, token, address))
  expect([answer.status, await answer.text()]).toEqual([200, '<Response></Response>'])
})

test('a LINE channel needs its secret and its token, says who its bot is, and answers when it is asked', async () => {
  const args = ['--platform', 'line', '--inbox', 'firm-line', '--name', 'LINE']
  expect((await connect(args)).said).toBe('LINE_CHANNEL_SECRET is missing.')
  expect(await connect(args, lineChannel)).toEqual({ code: 0, said: 'firm-line is connected.' })
  const ask = (secret: string) =>
    fetch(`${server.url}/hooks/line/firm-line`, askedByLine({ destination: lineBot, events: [] }, secret))
  expect((await ask('guessed')).status).toBe(401)
  expect((await ask(lineChannel.LINE_CHANNEL_SECRET)).status).toBe(200)
})

test('a web chat needs no secret, and no secret stands in the log', async () => {
  const webchat = ['--platform', 'webchat', '--inbox', 'firm-chat', '--name', 'Chat']
  expect(await connect(webchat)).toEqual({ code: 0, said: 'firm-chat is connected.' })
  const events = await exported(server.dataDir, { tenant })
  const connected = events.filter(({ fact }) => fact.type === 'inbox.connected')
  expect(connected.map(({ stream }) => stream)).toEqual([
    'inbox/firm-wa',
    'inbox/firm-bot',
    'inbox/firm-messenger',
    'inbox/firm-instagram',
    'inbox/firm-sms',
    'inbox/firm-line',
    'inbox/firm-chat'
  ])
  const kept = { ...secrets, ...bot, ...meta('MESSENGER'), ...meta('INSTAGRAM'), ...lineChannel }
  for (const secret of [...Object.values(kept), twilio.TWILIO_AUTH_TOKEN])
    expect(JSON.stringify(events) + server.output).not.toContain(secret)
})
