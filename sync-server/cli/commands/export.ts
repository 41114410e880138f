import { needed, type Command } from '../command.ts'

export const exportCommand: Command = {
  name: 'export',
  usage: '--tenant <id> [--full]',
  about: [
    'every event of a workspace, one JSON object a line, in the order of seq;',
    'with --full as it is stored, with the keys that open it, for import: guard it'
  ],
  options: { tenant: { type: 'string' }, full: { type: 'boolean' } },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    for await (const some of desk.ask(desk.flag('full') ? 'export-full' : 'export', { tenant })) await desk.write(some)
  }
}
