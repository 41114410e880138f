import * as v from 'valibot'
import { inboxName } from '../../../shared/inboxes/events.ts'
import { id } from '../../../shared/kernel/message.ts'
import { checked, needed, only, type Command, type Desk } from '../command.ts'
import { Misused } from '../refused.ts'

export const inboxesConnect: Command = {
  name: 'inboxes connect',
  usage:
    '--tenant <id> --inbox <id> --platform webchat|whatsapp|instagram|messenger|telegram|sms|line|email --name <name> [--account <id>]',
  about: [
    'a channel; its secrets come from the environment, not from the command:',
    'for WhatsApp WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN, WHATSAPP_ACCESS_TOKEN, and --account, the phone number id;',
    'for Instagram and Messenger the same with INSTAGRAM_ and MESSENGER_; --account is the id of the Instagram account or the page;',
    'for Telegram TELEGRAM_BOT_TOKEN, as BotFather says it, and TELEGRAM_WEBHOOK_SECRET, which you make up',
    'and give to setWebhook as secret_token; for SMS TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, and --account, the number',
    'that customers write to (+15557122661) or the messaging service (MG…); for LINE LINE_CHANNEL_SECRET,',
    'LINE_CHANNEL_ACCESS_TOKEN, and --account, the bot’s user id (U…); for e-mail EMAIL_IMAP_URL and EMAIL_SMTP_URL, imaps://user:password@host and',
    'smtps://user:password@host (imap and smtp begin with STARTTLS; a special character is %-encoded), and --account, the',
    'address that customers write to: both servers are tried before anything is kept. A webhook is /hooks/<platform>/<inbox>; done again it renews the secrets,',
    'and the app secret of before is good for a day more, or until it is done once again'
  ],
  options: {
    tenant: { type: 'string' },
    inbox: { type: 'string' },
    platform: { type: 'string' },
    name: { type: 'string' },
    account: { type: 'string' }
  },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    const inbox = checked(id, needed(desk.text('inbox'), '--inbox'), '--inbox must be an id: letters, digits, - and _.')
    const name = checked(inboxName, needed(desk.text('name'), '--name'), '--name must have 1 to 60 characters.')
    const platform = needed(desk.text('platform'), '--platform')
    const account = accountOf(platform, inbox, desk)
    const done = await only(desk.ask('connect-inbox', { tenant, inbox, name, ...account }))
    await desk.print(done, done.result === 'renewed' ? `${inbox} has its new secrets.` : `${inbox} is connected.`)
  }
}

/** In the environment, so that they stand in no list of processes and in no shell's history. */
function accountOf(platform: string, inbox: string, desk: Desk) {
  switch (platform) {
    case 'whatsapp':
      return { platform, ...metaSecrets(desk, 'WHATSAPP', 'the phone number id') }
    case 'instagram':
      return { platform, ...metaSecrets(desk, 'INSTAGRAM', 'the id of the Instagram account') }
    case 'messenger':
      return { platform, ...metaSecrets(desk, 'MESSENGER', 'the page id') }
    case 'telegram':
      return { platform, ...telegramSecrets(desk) }
    case 'sms':
      return { platform, ...twilioSecrets(desk) }
    case 'line':
      return { platform, ...lineSecrets(desk) }
    case 'email':
      return { platform, ...mailServers(desk) }
    case 'webchat':
      return { platform, ...noSecrets(inbox) }
    default:
      throw new Misused('--platform must be webchat, whatsapp, instagram, messenger, telegram, sms, line or email.')
  }
}

function metaSecrets(desk: Desk, channel: string, what: string) {
  const of = (name: string) => needed(desk.env[`${channel}_${name}`], `${channel}_${name}`)
  return {
    account: checked(id, needed(desk.text('account'), '--account'), `--account must be ${what}.`),
    appSecret: of('APP_SECRET'),
    verifyToken: of('VERIFY_TOKEN'),
    accessToken: of('ACCESS_TOKEN')
  }
}

const botToken = v.pipe(v.string(), v.regex(/^\d{1,16}:[\w-]{10,200}$/))
const webhookSecret = v.pipe(v.string(), v.regex(/^[\w-]{16,256}$/))

/** The number before the colon is the bot's own id. */
function telegramSecrets(desk: Desk) {
  const given = (name: string) => needed(desk.env[name], name)
  const token = given('TELEGRAM_BOT_TOKEN')
  const [account = ''] = checked(botToken, token, 'TELEGRAM_BOT_TOKEN must look like 123456:ABC-def.').split(':')
  const words = 'TELEGRAM_WEBHOOK_SECRET must have 16 to 256 of A-Z, a-z, 0-9, _ and -.'
  const appSecret = checked(webhookSecret, given('TELEGRAM_WEBHOOK_SECRET'), words)
  return { account, appSecret, verifyToken: '', accessToken: token }
}

const accountSid = v.pipe(v.string(), v.regex(/^AC[0-9a-f]{32}$/))
const smsSender = v.pipe(v.string(), v.regex(/^(?:\+?\d{3,15}|MG[0-9a-f]{32})$/))

/** One token proves both ways: that a webhook is Twilio's, and that a send is ours. */
function twilioSecrets(desk: Desk) {
  const given = (name: string) => needed(desk.env[name], name)
  const sid = checked(accountSid, given('TWILIO_ACCOUNT_SID'), 'TWILIO_ACCOUNT_SID must be AC and 32 hex digits.')
  const words = '--account must be a number like +15557122661, or a messaging service: MG and 32 hex digits.'
  const sender = checked(smsSender, needed(desk.text('account'), '--account'), words)
  const token = given('TWILIO_AUTH_TOKEN')
  return { account: `${sid}:${sender}`, appSecret: token, verifyToken: '', accessToken: token }
}

const lineBot = v.pipe(v.string(), v.regex(/^U[0-9a-f]{32}$/))

/** LINE asks for no word when it is told the address: it sends no events at all, signed. */
function lineSecrets(desk: Desk) {
  const given = (name: string) => needed(desk.env[name], name)
  const words = '--account must be the bot’s user id, U and 32 hex digits, as GET /v2/bot/info says it.'
  return {
    account: checked(lineBot, needed(desk.text('account'), '--account'), words),
    appSecret: given('LINE_CHANNEL_SECRET'),
    verifyToken: '',
    accessToken: given('LINE_CHANNEL_ACCESS_TOKEN')
  }
}

const address = v.pipe(id, v.email())

/** Where mail is fetched and where it is sent, each with its password in it. */
function mailServers(desk: Desk) {
  const given = (name: string) => needed(desk.env[name], name)
  const at = (name: string, kind: string) => {
    const form = v.pipe(
      v.string(),
      v.regex(new RegExp(`^${kind}s?://[^@/?#\\s]+@[^@/?#\\s]+/?(\\?tls=none)?$`)),
      v.url()
    )
    return checked(form, given(name), `${name} must look like ${kind}s://user:password@mail.example.com.`)
  }
  return {
    account: checked(
      address,
      needed(desk.text('account'), '--account'),
      '--account must be an e-mail address.'
    ).toLowerCase(),
    appSecret: at('EMAIL_IMAP_URL', 'imap'),
    verifyToken: '',
    accessToken: at('EMAIL_SMTP_URL', 'smtp')
  }
}

/** Our own channel has no account anywhere. */
function noSecrets(inbox: string) {
  return { account: inbox, appSecret: '', verifyToken: '', accessToken: '' }
}
