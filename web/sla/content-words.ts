import type { SlaTargets } from '../../shared/sla/content.ts'

/** Targets as they are typed: `30 min`, `4 h`, or nothing. */
export type TargetsForm = { readonly [key in keyof SlaTargets]: string }

export type WrongTarget = { readonly field: keyof SlaTargets; readonly words: string }

export const targetFields = [
  ['firstReply', 'First reply within'],
  ['nextReply', 'Every next reply within'],
  ['resolution', 'Resolved within']
] as const

const nothing: SlaTargets = { firstReply: null, nextReply: null, resolution: null }
const mostMinutes = 525_600

export function targetsForm(targets: SlaTargets = nothing): TargetsForm {
  const { firstReply, nextReply, resolution } = targets
  return { firstReply: typed(firstReply), nextReply: typed(nextReply), resolution: typed(resolution) }
}

export function readTargets(form: TargetsForm): SlaTargets | WrongTarget {
  const read = { ...nothing }
  for (const [field] of targetFields) {
    const minutes = readMinutes(form[field])
    if (minutes === undefined) return { field, words: 'Write it like 30 min or 4 h, or nothing for no target.' }
    read[field] = minutes
  }
  return read
}

/** Every one that is none, of what was typed. */
export function wrongTargets(typed: {
  readonly [field in keyof SlaTargets]?: string | undefined
}): readonly WrongTarget[] {
  return targetFields.flatMap(([field]) => {
    const read = readTargets({ ...targetsForm(), [field]: typed[field] ?? '' })
    return 'words' in read ? [read] : []
  })
}

function readMinutes(words: string): number | null | undefined {
  if (words.trim() === '') return null
  const [, figure, unit = 'min'] = /^\s*(\d{1,6})\s*(m|min|minutes?|h|hours?)?\s*$/i.exec(words) ?? []
  const minutes = Number(figure) * (unit.toLowerCase().startsWith('h') ? 60 : 1)
  return figure !== undefined && minutes >= 1 && minutes <= mostMinutes ? minutes : undefined
}

function typed(minutes: number | null): string {
  if (minutes === null) return ''
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}
