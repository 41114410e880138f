import { once } from 'node:events'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { Misconfigured, readConfig } from '../config.ts'
import { DirectoryRefused } from '../db/lock.ts'
import { DatabaseRefused } from '../db/postgres-lock.ts'
import { UnsafeDatabase } from '../db/safety.ts'
import { emailAddress, personName, role } from '../../shared/identity/events.ts'
import { inboxName } from '../../shared/inboxes/events.ts'
import { id } from '../../shared/kernel/message.ts'
import { askPassword } from './ask-password.ts'
import type { Operator } from './operator.ts'
import { reach } from './reach.ts'

const help = `
  npm run daybook -- <command>

  help                                 this page
  tenants                              every workspace: id, name, number of events
  users add --tenant <id> --email <address> --name <name> [--role agent|supervisor|admin] [--inbox <id>]…
                                       a new sign-in, and the inboxes they work in (an admin works in all);
                                       asks for the password, or reads it from a pipe
  inboxes connect --tenant <id> --inbox <id> --platform webchat --name <name>
  inboxes connect --tenant <id> --inbox <id> --platform whatsapp --name <name> --account <phone number id>
                                       a channel; for WhatsApp its secrets come from the environment, not from the
                                       command: WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN, WHATSAPP_ACCESS_TOKEN.
                                       Its webhook is /hooks/whatsapp/<inbox>; done again it renews the secrets
  export --tenant <id>                 every event of a workspace, one JSON object a line, in the order of seq

  The data are those in DATA_DIR (./data if not set), whether the server is running or not.
`

/** A command that cannot be carried out: its sentence, and exit code 1. */
class Refused extends Error {}

const options = {
  tenant: { type: 'string' },
  email: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string', default: 'agent' },
  inbox: { type: 'string', multiple: true, default: [] as string[] },
  platform: { type: 'string' },
  account: { type: 'string' }
} as const
type Given = {
  tenant?: string
  email?: string
  name?: string
  role: string
  inbox: string[]
  platform?: string
  account?: string
}

const commands: Record<string, (operator: Operator, given: Given) => Promise<void>> = {
  async tenants(operator) {
    for (const { tenant, name, events } of await operator.tenants()) console.log(`${tenant}\t${name}\t${events} events`)
  },

  async 'users add'(operator, given) {
    const tenant = needed(given.tenant, '--tenant')
    const email = checked(emailAddress, needed(given.email, '--email'), '--email must be an e-mail address.')
    const name = checked(personName, needed(given.name, '--name'), '--name must have 1 to 80 characters.')
    const as = checked(role, given.role, '--role must be agent, supervisor or admin.')
    const { password, made } = await askPassword()
    if (password.length < 8 || password.length > 200) throw new Refused('A password has 8 to 200 characters.')
    const result = await operator.addUser(tenant, { name, email, role: as, password }, given.inbox)
    if (result === 'taken') throw new Refused(`${email} signs in already, here or in another workspace.`)
    if (result === 'no-such-inbox') throw new Refused(`There is no inbox ${given.inbox.join(' or ')} in ${tenant}.`)
    if (result === 'no-such-tenant')
      throw new Refused(`There is no workspace ${tenant}. See: npm run daybook -- tenants`)
    console.log(`${name} can sign in as ${email}.${made ? ` Password: ${password}` : ''}`)
  },

  async 'inboxes connect'(operator, given) {
    const tenant = needed(given.tenant, '--tenant')
    const inbox = checked(id, needed(given.inbox[0], '--inbox'), '--inbox must be an id: letters, digits, - and _.')
    const name = checked(inboxName, needed(given.name, '--name'), '--name must have 1 to 60 characters.')
    const platform = needed(given.platform, '--platform')
    if (platform !== 'whatsapp' && platform !== 'webchat') throw new Refused('--platform must be webchat or whatsapp.')
    const secrets = platform === 'whatsapp' ? whatsappSecrets(given.account) : noSecrets(inbox)
    const result = await operator.connectInbox(tenant, { inbox, platform, name, ...secrets })
    if (result === 'taken') throw new Refused(`The inbox id ${inbox} is taken.`)
    if (result === 'no-such-tenant')
      throw new Refused(`There is no workspace ${tenant}. See: npm run daybook -- tenants`)
    console.log(result === 'renewed' ? `${inbox} has its new secrets.` : `${inbox} is connected.`)
  },

  async export(operator, given) {
    const tenant = needed(given.tenant, '--tenant')
    const lines = await operator.export(tenant)
    if (lines === null) throw new Refused(`There is no workspace ${tenant}. See: npm run daybook -- tenants`)
    for await (const some of lines) if (!process.stdout.write(some)) await once(process.stdout, 'drain')
  }
}

/** In the environment, so that they stand in no list of processes and in no shell's history. */
function whatsappSecrets(account: string | undefined) {
  const of = (name: string) => needed(process.env[name], name)
  return {
    account: checked(id, needed(account, '--account'), '--account must be the phone number id.'),
    appSecret: of('WHATSAPP_APP_SECRET'),
    verifyToken: of('WHATSAPP_VERIFY_TOKEN'),
    accessToken: of('WHATSAPP_ACCESS_TOKEN')
  }
}

/** Our own channel has no account anywhere. */
function noSecrets(inbox: string) {
  return { account: inbox, appSecret: '', verifyToken: '', accessToken: '' }
}

function needed(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new Refused(`${option} is missing.`)
  return value
}

function checked<S extends v.GenericSchema<string, unknown>>(
  schema: S,
  value: string,
  sentence: string
): v.InferOutput<S> {
  const read = v.safeParse(schema, value)
  if (!read.success) throw new Refused(sentence)
  return read.output
}

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const name = positionals.join(' ')
  if (name === 'help' || name === '') return console.log(help)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new Refused(`Daybook does not know the command "${name}". See: npm run daybook -- help`)
  const { operator, close } = await reach(readConfig(process.env, []))
  try {
    await command(operator, values)
  } finally {
    await close()
  }
}

// `daybook export | head` closes the pipe early: that is the reader's good right, and no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  await run(process.argv.slice(2))
} catch (error) {
  const told = [Refused, Misconfigured, DirectoryRefused, DatabaseRefused, UnsafeDatabase].some(
    kind => error instanceof kind
  )
  const badOption = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true
  console.error(told || badOption ? (error as Error).message : error)
  process.exitCode = 1
}
