import { inboxName } from '../../../shared/inboxes/events.ts'
import { id } from '../../../shared/kernel/message.ts'
import { accountForm, channel, type Channel } from '../../../shared/platforms/accounts.ts'
import { checked, needed, only, type Command, type Desk } from '../command.ts'

const platformMust = '--platform must be webchat, whatsapp, instagram, messenger, telegram, sms, line or email.'

export const inboxesConnect: Command = {
  name: 'inboxes connect',
  usage:
    '--tenant <id> --inbox <id> --platform webchat|whatsapp|instagram|messenger|telegram|sms|line|email --name <name> [--account <id>]',
  about: [
    'a channel; its secrets come from the environment, not from the command:',
    'for WhatsApp WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN, WHATSAPP_ACCESS_TOKEN, and --account, the phone number id;',
    'with WHATSAPP_BUSINESS_ID, the id of its WhatsApp Business account, its templates are brought here;',
    'for Instagram and Messenger the same with INSTAGRAM_ and MESSENGER_; --account is the id of the Instagram account or the page;',
    'for Telegram TELEGRAM_BOT_TOKEN, as BotFather says it, and TELEGRAM_WEBHOOK_SECRET, which you make up',
    'and give to setWebhook as secret_token; for SMS TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, and --account, the number',
    'that customers write to (+15557122661) or the messaging service (MG…); for LINE LINE_CHANNEL_SECRET,',
    'LINE_CHANNEL_ACCESS_TOKEN (who the bot is, LINE says itself); for e-mail EMAIL_IMAP_URL and EMAIL_SMTP_URL, imaps://user:password@host and',
    'smtps://user:password@host (imap and smtp begin with STARTTLS; a special character is %-encoded), and --account, the',
    'address that customers write to. Each platform is asked first, and what it does not take is not kept. A webhook is /hooks/<platform>/<inbox>; done again it renews the secrets,',
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
    const platform = checked(channel, needed(desk.text('platform'), '--platform'), platformMust)
    const account = accountOf(platform, inbox, desk)
    const done = await only(desk.ask('connect-inbox', { tenant, inbox, platform, name, ...account }))
    const said = done.result === 'renewed' ? `${inbox} has its new secrets.` : `${inbox} is connected.`
    await desk.print(done, done.notAsked === null ? said : `${said} ${done.notAsked}`)
  }
}

/** Secrets come from the environment, so that they stand in no list of processes and in no shell's history. */
function accountOf(platform: Channel, inbox: string, desk: Desk) {
  const { fields, accountIn } = accountForm(platform)
  const given = fields.map(({ name, variable, form, must, optional }) => {
    const from = variable ?? '--account'
    const found = variable === null ? desk.text('account') : desk.env[variable]
    const value = optional ? (found ?? '') : needed(found, from)
    return [name, checked(form, value, `${from} ${must}`)] as const
  })
  return accountIn({ account: inbox, ...Object.fromEntries(given) })
}
