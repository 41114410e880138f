import * as v from 'valibot'
import { retentionDays } from '../../../shared/inboxes/events.ts'
import { id } from '../../../shared/kernel/message.ts'
import { checked, needed, only, type Command } from '../command.ts'

const given = v.pipe(
  v.string(),
  v.transform(text => (text === 'for-ever' ? null : Number(text))),
  retentionDays
)

export const inboxesRetention: Command = {
  name: 'inboxes retention',
  usage: '--tenant <id> --inbox <id> --days <number | for-ever>',
  about: [
    'how long conversations are kept after they were resolved; what was kept long enough is erased every hour,',
    'for good, and the person stays'
  ],
  options: { tenant: { type: 'string' }, inbox: { type: 'string' }, days: { type: 'string' } },
  async run(desk) {
    const tenant = needed(desk.text('tenant'), '--tenant')
    const inbox = checked(id, needed(desk.text('inbox'), '--inbox'), '--inbox must be an id.')
    const sentence = '--days must be a number of days, from 1 on, or for-ever.'
    const days = checked(given, needed(desk.text('days'), '--days'), sentence)
    const done = await only(desk.ask('set-retention', { tenant, inbox, days }))
    const kept = days === null ? 'for ever' : `${days} days after they were resolved`
    await desk.print(done, `${inbox} keeps conversations ${kept}.`)
  }
}
