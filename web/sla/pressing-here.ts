import { pressingOf, type Pressing } from '../../shared/sla/pressing.ts'
import { inboxes, type InboxRow, type ThreadRow } from '../app/live.ts'

type Known = { readonly inbox: InboxRow; readonly pressing: Pressing | null }
const known = new WeakMap<ThreadRow, Known>()

/** What of a conversation is due first. Subscribes to its inbox; reckoned once for each row. */
export function pressingHere(row: ThreadRow): Pressing | null {
  return pressingIn(row, inboxes.get(row.inbox))
}

/** The same for who has heard of a change otherwise: a list of thousands does not subscribe to each inbox. */
export function pressingNow(row: ThreadRow): Pressing | null {
  return pressingIn(row, inboxes.all.get(row.inbox))
}

function pressingIn(row: ThreadRow, inbox: InboxRow | undefined): Pressing | null {
  if (!inbox?.sla || !row.runs || row.status !== 'open') return null
  const before = known.get(row)
  if (before?.inbox === inbox) return before.pressing
  const pressing = pressingOf(row.runs, inbox)
  known.set(row, { inbox, pressing })
  return pressing
}
