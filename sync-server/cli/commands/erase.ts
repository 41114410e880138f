import { id } from '../../../shared/kernel/message.ts'
import { checked, needed, only, type Command } from '../command.ts'
import { Refused } from '../refused.ts'

export const erase: Command = {
  name: 'erase',
  usage: '--tenant <id> --contact <id> [--yes]',
  about: [
    'a person, for good: their keys are destroyed, so that nothing they said, and nothing that was said to them or',
    'noted of them, can be read any more, here, in the archive or on a device; verify stays green.',
    'All that was merged with them is the same person, and goes too. It first shows who it is, and without --yes that is all: it ends with 1. Older backups still hold them'
  ],
  options: { tenant: { type: 'string' }, contact: { type: 'string' }, yes: { type: 'boolean' } },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    const contact = checked(id, needed(desk.text('contact'), '--contact'), '--contact must be an id.')
    const person = await only(desk.ask('who-is', { tenant, contact }))
    const names = person.handles.map(handle => `${handle.platform} ${handle.value}`).join(', ')
    const counted = `${person.conversations} conversations, ${person.events} events, ${person.attributes} attributes`
    const merged = person.mergedWith.length > 0 ? `\tmerged with ${person.mergedWith.join(', ')}, erased too` : ''
    await desk.print(person, `${contact}\t${person.name ?? 'no name'}\t${names}\t${counted}${merged}`)
    if (!desk.flag('yes')) throw new Refused('Nothing was erased. To erase this person for good, add --yes.')
    const done = await only(desk.ask('erase', { tenant, contact }))
    const kept =
      person.inTheClear > 0
        ? ` ${person.inTheClear} events are from before words were sealed: they are shown to nobody, but their bytes stay.`
        : ''
    await desk.print(done, `${contact} is erased.${kept}`)
  }
}
