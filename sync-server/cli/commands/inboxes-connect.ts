import { inboxName } from '../../../shared/inboxes/events.ts'
import { id } from '../../../shared/kernel/message.ts'
import { checked, needed, only, type Command, type Desk } from '../command.ts'
import { Misused } from '../refused.ts'

export const inboxesConnect: Command = {
  name: 'inboxes connect',
  usage: '--tenant <id> --inbox <id> --platform webchat|whatsapp --name <name> [--account <phone number id>]',
  about: [
    'a channel; for WhatsApp its secrets come from the environment, not from the command:',
    'WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN, WHATSAPP_ACCESS_TOKEN.',
    'Its webhook is /hooks/whatsapp/<inbox>; done again it renews the secrets'
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
    if (platform !== 'whatsapp' && platform !== 'webchat') throw new Misused('--platform must be webchat or whatsapp.')
    const secrets = platform === 'whatsapp' ? whatsappSecrets(desk) : noSecrets(inbox)
    const done = await only(desk.ask('connect-inbox', { tenant, inbox, platform, name, ...secrets }))
    await desk.print(done, done.result === 'renewed' ? `${inbox} has its new secrets.` : `${inbox} is connected.`)
  }
}

/** In the environment, so that they stand in no list of processes and in no shell's history. */
function whatsappSecrets(desk: Desk) {
  const of = (name: string) => needed(desk.env[name], name)
  return {
    account: checked(id, needed(desk.text('account'), '--account'), '--account must be the phone number id.'),
    appSecret: of('WHATSAPP_APP_SECRET'),
    verifyToken: of('WHATSAPP_VERIFY_TOKEN'),
    accessToken: of('WHATSAPP_ACCESS_TOKEN')
  }
}

/** Our own channel has no account anywhere. */
function noSecrets(inbox: string) {
  return { account: inbox, appSecret: '', verifyToken: '', accessToken: '' }
}
