import type { Knocked, Reaching } from '../port.ts'
import { isObject, name } from '../reading.ts'
import { look } from './look.ts'

/** What is looked at to see whether a token opens an account. `channel` and `what` are as a person reads them. */
export type Door = {
  readonly channel: string
  readonly path: string
  readonly token: string
  /** What the account is called there, and its id. */
  readonly what: string
  readonly account: string
  idIn(answer: Readonly<Record<string, unknown>>): unknown
}

/* Source: Meta, "Graph API", "Handling errors". */
const permissions: ReadonlySet<number> = new Set([3, 10, 200])
/** Not now, and nothing is said of the token. */
export const busy: ReadonlySet<number> = new Set([1, 2, 4, 17, 32, 613, 80007, 80008])

/** Does the token open the account? */
export async function knockAt(
  { channel, path, token, what, account, idIn }: Door,
  reaching: Reaching
): Promise<Knocked> {
  const looked = await look(path, token, reaching)
  if (looked.result === 'unreached') return { result: 'unasked', why: `${channel} could not be reached.` }
  if (looked.result === 'refused') return shut(looked, channel, what)
  const id = name(idIn(isObject(looked.answer) ? looked.answer : {}))
  if (id === undefined) return { result: 'unasked', why: `${channel} gave an answer that says nothing.` }
  if (id === account) return { result: 'open' }
  return { result: 'shut', why: `The access token is for the ${what} ${id}, not for ${account}.` }
}

function shut({ code, words }: { code: number | null; words: string }, channel: string, what: string): Knocked {
  if (code === 190) return { result: 'shut', why: `${channel} does not accept this access token. ${words}`.trim() }
  if (code !== null && busy.has(code)) return { result: 'unasked', why: `${channel} did not answer now.` }
  if (code !== null && permissions.has(code)) {
    return { result: 'shut', why: `The access token may not see this ${what}: a permission is missing.` }
  }
  // What does not exist and what may not be seen are the same to Meta.
  if (code === 100) return { result: 'shut', why: `The access token sees no ${what} of this ID.` }
  return { result: 'shut', why: `${channel} says: ${words}` }
}
