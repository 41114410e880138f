import { emailAddress, personName } from '../../../shared/identity/events.ts'
import { newPassword, passwordLength } from '../../../shared/protocol/people.ts'
import { workspaceName } from '../../identity/routes.ts'
import { askPassword } from '../ask-password.ts'
import { checked, needed, only, type Command } from '../command.ts'

export const tenantsAdd: Command = {
  name: 'tenants add',
  usage: '--name <name> --admin <name> --email <address>',
  about: [
    'a workspace, also beside others, and its first admin, who brings in the rest;',
    'asks for their password, or reads it from a pipe'
  ],
  options: { name: { type: 'string' }, admin: { type: 'string' }, email: { type: 'string' } },
  async run(desk) {
    const workspace = checked(
      workspaceName,
      needed(desk.text('name'), '--name'),
      '--name must have 1 to 80 characters.'
    )
    const name = checked(personName, needed(desk.text('admin'), '--admin'), '--admin must have 1 to 80 characters.')
    const email = checked(emailAddress, needed(desk.text('email'), '--email'), '--email must be an e-mail address.')
    const { password, made } = await askPassword(desk.terminal)
    checked(newPassword, password, `A password has ${passwordLength.least} to ${passwordLength.most} characters.`)
    const { tenant, agent } = await only(desk.ask('add-tenant', { workspace, name, email, password }))
    const words = `${workspace} is ${tenant}. ${name} can sign in as ${email}.${made ? ` Password: ${password}` : ''}`
    await desk.print({ tenant, agent, email, ...(made && { password }) }, words)
  }
}
