import { emailAddress, personName, role } from '../../../shared/identity/events.ts'
import { newPassword, passwordLength } from '../../../shared/protocol/people.ts'
import { askPassword } from '../ask-password.ts'
import { checked, needed, only, type Command } from '../command.ts'

export const usersAdd: Command = {
  name: 'users add',
  usage: '--tenant <id> --email <address> --name <name> [--role agent|supervisor|admin] [--inbox <id>]…',
  about: [
    'a new sign-in, and the inboxes they work in (an admin works in all);',
    'asks for the password, or reads it from a pipe'
  ],
  options: {
    tenant: { type: 'string' },
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    inbox: { type: 'string', multiple: true }
  },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    const email = checked(emailAddress, needed(desk.text('email'), '--email'), '--email must be an e-mail address.')
    const name = checked(personName, needed(desk.text('name'), '--name'), '--name must have 1 to 80 characters.')
    const as = checked(role, desk.text('role') ?? 'agent', '--role must be agent, supervisor or admin.')
    const { password, made } = await askPassword(desk.terminal)
    checked(newPassword, password, `A password has ${passwordLength.least} to ${passwordLength.most} characters.`)
    const inboxes = [...desk.texts('inbox')]
    const { agent } = await only(desk.ask('add-user', { tenant, name, email, role: as, password, inboxes }))
    const words = `${name} can sign in as ${email}.${made ? ` Password: ${password}` : ''}`
    await desk.print({ tenant, agent, email, ...(made && { password }) }, words)
  }
}
