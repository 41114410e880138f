import { emailAddress } from '../../../shared/identity/events.ts'
import { checked, needed, only, type Command } from '../command.ts'

export const usersLink: Command = {
  name: 'users link',
  usage: '--tenant <id> --email <address>',
  about: [
    'a link with which they set a new password, for an admin who cannot get in; good once, for a day;',
    'who came with a workspace from another machine has no password here yet, and gets in with one too'
  ],
  options: { tenant: { type: 'string' }, email: { type: 'string' } },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    const email = checked(emailAddress, needed(desk.text('email'), '--email'), '--email must be an e-mail address.')
    const { agent, token, until } = await only(desk.ask('link-user', { tenant, email }))
    const { publicOrigin, port } = desk.config
    const link = `${publicOrigin ?? `http://localhost:${port}`}/join#${token}`
    await desk.print({ agent, link, until }, `${link}\nGood once, until ${new Date(until).toISOString()}.`)
  }
}
