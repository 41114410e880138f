import { needed, type Command } from '../command.ts'

export const letters: Command = {
  name: 'letters',
  usage: '--tenant <id> [--show]',
  about: [
    'what a platform said and nobody could read, the latest first: its name, when it came, to which inbox, and why',
    'it could not be read; --show adds what it says, which may be a customer’s words'
  ],
  options: { tenant: { type: 'string' }, show: { type: 'boolean' } },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    for await (const { raw, ...letter } of desk.ask('letters', { tenant })) {
      const shown = desk.flag('show') ? [raw] : []
      const line = [letter.digest, new Date(letter.at).toISOString(), letter.inbox, letter.why, ...shown]
      await desk.print(desk.flag('show') ? { ...letter, raw } : letter, line.join('\t'))
    }
  }
}

export const lettersRead: Command = {
  name: 'letters read',
  usage: '--tenant <id> [--letter <name>]',
  about: [
    'tries every letter once more, or one: after an update that understands it, or when its sender is known by now.',
    'What can be read is in its conversation then; ends with 1 when a letter still cannot be read'
  ],
  options: { tenant: { type: 'string' }, letter: { type: 'string' } },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    let unread = 0
    for await (const one of desk.ask('read-letters', { tenant, letter: desk.text('letter') ?? null })) {
      if (!one.read) unread += 1
      await desk.print(one, [one.digest, one.inbox, one.read ? 'read' : one.why].join('\t'))
    }
    return unread > 0 ? 1 : 0
  }
}

export const lettersDiscard: Command = {
  name: 'letters discard',
  usage: '--tenant <id> --letter <name>',
  about: ['throws a letter away, for good: platforms do not tell twice'],
  options: { tenant: { type: 'string' }, letter: { type: 'string' } },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    const letter = needed(desk.text('letter'), '--letter')
    for await (const one of desk.ask('discard-letter', { tenant, letter })) {
      await desk.print(one, `${one.digest} is thrown away.`)
    }
  }
}
