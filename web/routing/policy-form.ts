import { manual, type Method, type RoutingPolicy } from '../../shared/routing/content.ts'

/** A policy as it is typed. */
export type PolicyForm = {
  readonly method: Method
  /** Empty: everybody who works in the inbox. */
  readonly team: string
  /** Empty: as many as come. */
  readonly limit: string
  readonly sticky: boolean
  /** Empty: nobody else is asked. */
  readonly helpers: string
  readonly afterMinutes: string
}

export type Wrong = { readonly field: 'limit' | 'afterMinutes'; readonly words: string }

const usualMinutes = '15'
const mostMinutes = 10_080
export const mostOpen = 1000

export function policyForm({ method, team, limit, sticky, overflow }: RoutingPolicy = manual): PolicyForm {
  return {
    method,
    team: team ?? '',
    limit: limit === null ? '' : `${limit}`,
    sticky,
    helpers: overflow?.team ?? '',
    afterMinutes: overflow ? `${overflow.afterMinutes}` : usualMinutes
  }
}

/** What was typed, as a policy; or what is wrong with it. Where people choose themselves, nothing else counts. */
export function readPolicy(form: PolicyForm): RoutingPolicy | Wrong {
  if (form.method === 'manual') return manual
  const limit = readLimit(form.limit)
  if (limit === undefined) return { field: 'limit', words: limitWords }
  const afterMinutes = wholeNumber(form.afterMinutes)
  if (form.helpers !== '' && (afterMinutes === undefined || afterMinutes < 1 || afterMinutes > mostMinutes)) {
    return { field: 'afterMinutes', words: 'A whole number of minutes, from 1 to a week.' }
  }
  const overflow = form.helpers === '' ? null : { team: form.helpers, afterMinutes: afterMinutes ?? 1 }
  return { method: form.method, team: form.team === '' ? null : form.team, limit, sticky: form.sticky, overflow }
}

export const limitWords = `A whole number from 0 to ${mostOpen}, or nothing for no limit.`

/** `null`: no limit. `undefined`: that is no number. */
export function readLimit(typed: string): number | null | undefined {
  if (typed.trim() === '') return null
  const limit = wholeNumber(typed)
  return limit !== undefined && limit <= mostOpen ? limit : undefined
}

function wholeNumber(typed: string): number | undefined {
  return /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : undefined
}
