import type { Actors } from '../actors/actors.ts'
import { NotAllowed, openAddress } from '../public-net/open-address.ts'
import type { CallKeys } from './call-keys.ts'
import type { Call, CallTried } from './calls.ts'
import { signed } from './signed.ts'

export type CallParts = {
  readonly actors: Pick<Actors, 'state'>
  readonly keys: CallKeys
  /** Origins within the operator's own net that may be called. All others are on the public net, or are not called. */
  readonly callsTo: readonly string[]
  readonly now: () => number
}

/** `words` say how this try ended: "it answered 503". */
export type Called =
  | { readonly result: 'called'; readonly words: string }
  | { readonly result: 'later'; readonly afterMs: number; readonly words: string }
  | { readonly result: 'given-up'; readonly words: string }

const withinMs = 10_000
const minuteMs = 60_000

/** After each try that failed. After the last, most of a day later, it is given up. */
export const retriesMs = [5000, minuteMs, 10 * minuteMs, 60 * minuteMs, 180 * minuteMs, 360 * minuteMs, 720 * minuteMs]

/** Nobody else's fault, or passing: asked too early, too often. */
const passing = new Set([408, 425, 429])

/** Calls the address once, signed, with the conversation as it is now. Never throws for what the other end does. */
export async function makeCall(parts: CallParts, call: CallTried): Promise<Called> {
  const told = await toldOf(parts, call)
  if (typeof told === 'string') return { result: 'given-up', words: told }
  const body = JSON.stringify(told)
  const at = parts.now()
  const headers = { 'content-type': 'application/json', 'user-agent': 'Daybook' }
  const signature = signed(call.id, at, body, await parts.keys.signing(call.tenant))
  const signal = AbortSignal.timeout(withinMs)
  try {
    const how = { trusted: parts.callsTo, headers: { ...headers, ...signature }, posted: body, signal }
    const { status, body: answer } = await openAddress(call.url, how)
    await letGo(answer)
    if (status >= 200 && status < 300) return { result: 'called', words: `it answered ${status}` }
    const words = `it answered ${status}`
    return status >= 500 || passing.has(status) ? again(call, words) : { result: 'given-up', words }
  } catch (error) {
    if (error instanceof NotAllowed) return { result: 'given-up', words: error.message }
    return again(call, signal.aborted ? 'it did not answer within ten seconds' : 'it could not be reached')
  }
}

/** What it says besides is nothing to us; but a body that is not read keeps its connection. */
async function letGo(answer: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const _ of answer) break
  } catch {
    // It broke off in the middle. Its status had said all.
  }
}

function again({ tries }: CallTried, words: string): Called {
  const afterMs = retriesMs[tries]
  return afterMs === undefined ? { result: 'given-up', words } : { result: 'later', afterMs, words }
}

/** Perhaps it was turned off because of where it calls. */
export const stopped = { off: 'the automation was turned off', removed: 'the automation was removed' } as const

/** Why this automation calls nobody any more. `null`: it does. */
export async function whyStopped(
  { actors }: Pick<CallParts, 'actors'>,
  { tenant, automation }: Call
): Promise<string | null> {
  const { status } = await actors.state(tenant, 'automation', automation)
  return status === 'off' || status === 'removed' ? stopped[status] : null
}

/** What is told: who it is about and how it stands, now. Or why nothing is to be told any more. */
async function toldOf(parts: CallParts, call: Call): Promise<object | string> {
  const why = await whyStopped(parts, call)
  if (why !== null) return why
  const { actors } = parts
  const { tenant, automation, conversation, at } = call
  const { now } = await actors.state(tenant, 'automation', automation)
  const data = { automation: { id: automation, name: now?.rule.name ?? '' }, conversation: null }
  const told = { type: 'automation.call', timestamp: new Date(at).toISOString(), data }
  if (conversation === null) return told
  const state = await actors.state(tenant, 'conversation', conversation)
  const contact = await actors.state(tenant, 'contact', state.contact)
  if (contact.erased) return 'what it was about was erased'
  const { inbox, platform, labels, priority, assignee, last } = state
  const about = { id: conversation, inbox, platform, status: state.status, labels, priority, assignee }
  const person = { id: state.contact, name: contact.name }
  return { ...told, data: { ...data, conversation: { ...about, contact: person, lastWords: last?.text ?? '' } } }
}
