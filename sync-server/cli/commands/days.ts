import type { Command } from '../command.ts'

export const days: Command = {
  name: 'days',
  usage: '[--tenant <id>]',
  about: [
    'every day on which something was recorded: hot (still open), warm (closed, in the database) or cold (in the',
    'archive), from which event to which, how many, the bytes of what they say, and the root that stands for them'
  ],
  options: { tenant: { type: 'string' } },
  async run(desk) {
    for await (const one of desk.ask('days', { tenant: desk.text('tenant') ?? null })) {
      const { tenant, day, tier, firstSeq, lastSeq, events, bytes, root } = one
      const words = [tenant, day, tier, `${firstSeq} to ${lastSeq}`, `${events} events`]
      await desk.print(one, [...words, ...(root === null ? [] : [`${bytes} bytes`, root])].join('\t'))
    }
  }
}
