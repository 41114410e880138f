import type { Role } from '../../shared/identity/events.ts'

export const roles: readonly (readonly [Role, string])[] = [
  ['agent', 'Agent'],
  ['supervisor', 'Supervisor'],
  ['admin', 'Admin']
]

/** What somebody may with it, in a sentence. */
export const mayWords: Readonly<Record<Role, string>> = {
  agent: 'Answers the customers of the inboxes they work in.',
  supervisor: 'Also gives conversations to others, and sees to how much each takes.',
  admin: 'Also works in every inbox, and looks after inboxes, people, workflows and automations.'
}
