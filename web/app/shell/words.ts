import type { Connection } from '../live.ts'

export const words = {
  product: 'Daybook',
  skip: 'Skip to the conversation',
  nav: 'Main',
  inbox: 'Inbox',
  board: 'Board',
  search: 'Search',
  outbox: 'Outbox',
  me: 'Me',
  views: { mine: 'Mine', unassigned: 'Unassigned', all: 'All', snoozed: 'Snoozed', resolved: 'Resolved' },
  newVersion: 'A new version is ready',
  update: 'Update',
  updateHint: 'Your drafts are kept.',
  notSaved: 'Not saved on this device',
  storageFull: 'This device is full. What you write stays in the field until there is room.',
  storageGone: 'This browser does not let Daybook keep anything. What you write stays in the field.'
} as const

type Line = Pick<Connection, 'state' | 'waiting' | 'sending'>

/** What the chip says: what went wrong, and how things stand besides. */
export function chipWords(so: Line, { refused, trouble }: { refused: number; trouble: boolean }): string {
  const wrong = trouble ? words.notSaved : refused > 0 ? `${refused} not done` : null
  if (wrong === null) return connectionWords(so)
  // How many wait stands at the outbox, and a chip on a phone has room for one thing more.
  if (so.state === 'offline') return `Offline · ${wrong}`
  return so.state === 'connecting' ? `Connecting · ${wrong}` : wrong
}

/** How things stand with the network, in real words. */
export function connectionWords({ state, waiting, sending }: Line): string {
  switch (state) {
    case 'offline':
      return waiting === 0 ? 'Offline' : `Offline · ${waiting} waiting`
    case 'connecting':
      return waiting === 0 ? 'Connecting' : `Connecting · ${waiting} waiting`
    case 'catching-up':
      return 'Catching up'
    case 'up-to-date':
      return waiting === 0 ? 'Up to date' : `Sending ${Math.max(1, sending)} of ${waiting}`
  }
}
