import { needed, type Command } from '../command.ts'

export const exportCommand: Command = {
  name: 'export',
  usage: '--tenant <id>',
  about: ['every event of a workspace, one JSON object a line, in the order of seq'],
  options: { tenant: { type: 'string' } },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    for await (const some of desk.ask('export', { tenant })) await desk.write(some)
  }
}
