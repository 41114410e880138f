import type { ListView } from '../../shared/conversations/thread.ts'

/** An empty list teaches the next step. */
export const emptyList: Record<ListView, { readonly title: string; readonly next: string }> = {
  mine: {
    title: 'Nothing is yours right now',
    next: 'Take one from Unassigned: open it and press A, or choose Claim.'
  },
  unassigned: { title: 'Everybody is looked after', next: 'A new conversation appears here until somebody takes it.' },
  all: { title: 'No open conversations', next: 'When a customer writes on any inbox, it appears here.' },
  snoozed: { title: 'Nothing is asleep', next: 'Press S in a conversation to let it come back later.' },
  resolved: {
    title: 'Nothing resolved yet',
    next: 'Press E in a conversation when it is done. It comes back if the customer writes again.'
  }
}

/** Without an inbox nobody can write: that comes before every other next step. */
export const noInbox = {
  admin: {
    title: 'No inbox is connected yet',
    next: 'Whoever runs the server connects one with npm run daybook -- inboxes connect, and adds colleagues with npm run daybook -- users add.'
  },
  others: { title: 'You work in no inbox yet', next: 'Ask an admin of your workspace to add you to one.' },
  coming: {
    title: 'Fetching your conversations',
    next: 'The first time takes a moment. Afterwards they are on this device.'
  },
  offline: { title: 'Nothing is on this device yet', next: 'Your conversations come when you are online.' }
} as const
