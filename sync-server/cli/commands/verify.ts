import type { Command } from '../command.ts'

export const verify: Command = {
  name: 'verify',
  usage: '[--tenant <id>]',
  about: [
    'follows every stored event of every workspace, reads every file of the archive, and names the first bad one of each:',
    'its hash in the chain, its place, its version, the root of its day, what the tables beside the log say of it, and',
    'whether there is a key for what it holds sealed'
  ],
  options: { tenant: { type: 'string' } },
  async run(desk) {
    let bad = 0
    for await (const verdict of desk.ask('verify', { tenant: desk.text('tenant') ?? null })) {
      const { tenant, events, streams, days, fault } = verdict
      if (fault) bad += 1
      const counted = `${events} events of ${streams} streams on ${days} days`
      const where = typeof fault?.seq === 'number' ? `event ${fault.seq} ` : ''
      await desk.print(verdict, fault ? `${tenant}\tBAD\t${where}${fault.what}` : `${tenant}\tgood\t${counted}`)
    }
    return bad > 0 ? 1 : 0
  }
}
