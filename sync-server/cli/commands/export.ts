import { resolve } from 'node:path'
import { writeWhole } from '../../backup/write-whole.ts'
import { needed, type Command } from '../command.ts'
import { demandNew, unwritable } from '../new-file.ts'

export const exportCommand: Command = {
  name: 'export',
  usage: '--tenant <id> [--full] [--to <file>]',
  about: [
    'every event of a workspace, one JSON object a line, in the order of seq;',
    'with --full as it is stored, with the keys that open it, for import: guard it'
  ],
  options: { tenant: { type: 'string' }, full: { type: 'boolean' }, to: { type: 'string' } },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    const lines = desk.ask(desk.flag('full') ? 'export-full' : 'export', { tenant })
    const to = desk.text('to')
    if (to === undefined) {
      for await (const some of lines) await desk.write(some)
      return
    }
    const path = resolve(to)
    demandNew(path)
    const bytes = await writeWhole(path, lines).catch(unwritable(path))
    await desk.print({ path, bytes }, `${path} holds ${tenant}, ${bytes} bytes.`)
  }
}
