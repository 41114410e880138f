import type { ClientCommand } from '../../../shared/catalog.ts'
import { unreachable } from '../../../shared/kernel/unreachable.ts'
import { untilWords } from '../../ui/time-words.ts'

export type Told = { readonly now: number; nameOf(agent: string): string }

type Bare<C> = C extends ClientCommand ? Omit<C, 'id' | 'at'> : never
type Setting = Extract<
  Bare<ClientCommand>,
  { type: `${'inbox' | 'agent' | 'team' | 'automation' | 'phrase'}.${string}` }
>

/** What somebody wanted of the workspace, as a line of the outbox. */
export function settingWords(command: Setting, told: Told): string {
  const { nameOf } = told
  if (isOfInbox(command)) return inboxWords(command, told)
  switch (command.type) {
    case 'agent.rename':
      return `Change your name to ${command.name}`
    case 'agent.change-role':
      return `Change the role of ${nameOf(command.agent)} to ${command.role}`
    case 'agent.leave':
      return `Remove ${nameOf(command.agent)} from the workspace`
    case 'agent.set-availability':
      return availabilityWords(command, told)
    case 'agent.set-limit':
      return limitWords(nameOf(command.agent), command.limit)
    case 'agent.set-skills':
      return `Set the skills of ${nameOf(command.agent)}`
    case 'team.form':
      return `Form the team ${command.name}`
    case 'team.rename':
      return `Rename the team to ${command.name}`
    case 'team.add-member':
      return `Add ${nameOf(command.agent)} to the team`
    case 'team.remove-member':
      return `Remove ${nameOf(command.agent)} from the team`
    case 'team.disband':
      return 'Disband the team'
    case 'automation.publish':
      return `Publish the automation ${command.rule.name}`
    case 'automation.turn-on':
      return 'Turn the automation on'
    case 'automation.turn-off':
      return 'Turn the automation off'
    case 'automation.remove':
      return 'Remove the automation'
    case 'phrase.save':
      return `Save the reply ${command.name}`
    case 'phrase.remove':
      return 'Remove the saved reply'
    default:
      return unreachable(command)
  }
}

type OfInbox = Extract<Setting, { type: `inbox.${string}` }>

function isOfInbox(command: Setting): command is OfInbox {
  return command.type.startsWith('inbox.')
}

function inboxWords(command: OfInbox, { nameOf }: Told): string {
  switch (command.type) {
    case 'inbox.rename':
      return `Rename the inbox to ${command.name}`
    case 'inbox.add-member':
      return `Add ${nameOf(command.agent)} to the inbox`
    case 'inbox.remove-member':
      return `Remove ${nameOf(command.agent)} from the inbox`
    case 'inbox.set-retention':
      return command.days === null ? 'Keep conversations for ever' : `Keep conversations ${command.days} days`
    case 'inbox.set-routing':
      return 'Publish the routing of the inbox'
    case 'inbox.set-hours':
      return command.hours === null ? 'Open the inbox at all hours' : 'Set the business hours of the inbox'
    case 'inbox.set-away-message':
      return command.text === null ? 'Take the away message of the inbox away' : 'Set the away message of the inbox'
    case 'inbox.set-sla':
      return 'Set the answer times of the inbox'
    case 'inbox.set-courtesies':
      return 'Change what customers of the inbox are shown'
    case 'inbox.resume-sending':
      return 'Let the inbox send again'
    default:
      return unreachable(command)
  }
}

function availabilityWords(
  command: Extract<Setting, { type: 'agent.set-availability' }>,
  { now, nameOf }: Told
): string {
  const { agent, availability, until } = command
  return `Set ${nameOf(agent)} ${availability}${until === null ? '' : ` until ${untilWords(until, now)}`}`
}

function limitWords(name: string, limit: number | null): string {
  return limit === null ? `Take the limit of ${name} away` : `Set the limit of ${name} to ${limit}`
}
