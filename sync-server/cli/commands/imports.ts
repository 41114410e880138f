import { needed, only, type Command } from '../command.ts'

export const imports: Command = {
  name: 'imports',
  usage: '--tenant <id>',
  about: ['what was brought from before Daybook, the latest first: each with its name, its inbox and how it stands'],
  options: { tenant: { type: 'string' } },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    for await (const one of desk.ask('imports', { tenant })) {
      const brought = one.counts ? `${one.counts.messages} messages, ${one.counts.contacts} contacts` : ''
      await desk.print(
        one,
        [one.import, new Date(one.at).toISOString(), one.inbox, one.source, one.state, brought].join('\t')
      )
    }
  }
}

export const importsUndo: Command = {
  name: 'imports undo',
  usage: '--tenant <id> --import <name>',
  about: ['takes back what an import brought: its messages, and the people it made whom nothing else is left of'],
  options: { tenant: { type: 'string' }, import: { type: 'string' } },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    const done = await only(desk.ask('undo-import', { tenant, import: needed(desk.text('import'), '--import') }))
    await desk.print(done, `${done.import} is undone.`)
  }
}
