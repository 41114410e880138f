import type { Command } from '../command.ts'

export const tenants: Command = {
  name: 'tenants',
  usage: '',
  about: ['every workspace: id, name, number of events'],
  options: {},
  async run(desk) {
    for await (const one of desk.ask('tenants', {})) {
      await desk.print(one, `${one.tenant}\t${one.name}\t${one.events} events`)
    }
  }
}
