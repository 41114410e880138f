import type { Plan, PlanFault, Stage } from './plan.ts'

// Beside the shapes of a plan, because a first screen judges by one before it reads any from outside.

/** What every card has, beside the workflow's own fields. */
export const ownFields: readonly string[] = ['value', 'due', 'owner']

export function takesFrom({ takes }: Plan, inbox: string): boolean {
  return takes.from === 'every-inbox' || (takes.from === 'inboxes' && takes.inboxes.includes(inbox))
}

/** The first thing that is wrong with a plan, if anything is. */
export function faultOf({ stages, transitions, fields }: Plan): PlanFault | undefined {
  const ids = stages.map(one => one.id)
  const keys = [...ownFields, ...fields.map(field => field.key)]
  const twice = firstTwice(ids) ?? firstTwice(stages.map(one => one.name)) ?? firstTwice(keys)
  if (twice !== undefined) return { fault: 'named-twice', name: twice }
  if (!stages.some(one => one.kind === 'incoming')) return { fault: 'no-incoming-stage' }
  const limited = stages.find(one => one.limit && (isClosing(one) || (one.limit.hard && one.kind === 'incoming')))
  if (limited) return { fault: 'limit-cannot-hold', stage: limited.name }
  const nowhere = (transitions ?? []).flatMap(({ from, to }) => [from, to]).find(end => !ids.includes(end))
  if (nowhere !== undefined) return { fault: 'unknown-stage', stage: nowhere }
  const unknown = stages.flatMap(one => one.required).find(key => !keys.includes(key))
  return unknown === undefined ? undefined : { fault: 'unknown-field', field: unknown }
}

/** Whoever comes here has reached the end of a cycle. */
export function isClosing({ kind }: Stage): boolean {
  return kind === 'won' || kind === 'lost'
}

/** Whether a card may go from the one stage to the other. Where no paths are laid out, all are open. */
export function isOpen({ transitions }: Plan, from: string, to: string): boolean {
  return transitions === null || transitions.some(path => path.from === from && path.to === to)
}

function firstTwice(names: readonly string[]): string | undefined {
  return names.find((one, at) => names.indexOf(one) < at)
}
