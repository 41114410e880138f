import { signal, type ReadonlySignal } from '@preact/signals'
import * as v from 'valibot'
import { role } from '../../shared/identity/events.ts'
import { inTurn } from '../log/in-turn.ts'
import { ask, isOk, post, untilDecided } from './ask.ts'
import type { Leaving } from './device.ts'
import { leaveDevice, enterDevice } from './enter-device.ts'
import { live, type Me } from './live.ts'
import { isFull } from '../log/db.ts'

/**
 * `opening`: not known yet, a few milliseconds. `founding`: the server has no workspace, ask for one.
 * `signed-out`: show the sign-in, with `last` who was here. `in`: show the app, online or not.
 */
export type Access =
  | { readonly state: 'opening' }
  | { readonly state: 'founding' }
  | { readonly state: 'signed-out'; readonly last: { readonly name: string; readonly tenantName: string } | null }
  | { readonly state: 'in'; readonly me: Me }

const current = signal<Access>({ state: 'opening' })
export const access: ReadonlySignal<Access> = current

const person = v.object({
  tenant: v.string(),
  tenantName: v.string(),
  agent: v.string(),
  name: v.string(),
  role
})

/** Signing in, out and asking happen one after the other, so that no late answer brings back who has left. */
export const turn = inTurn()

/** Opens with whoever was here before, without waiting for any network, and asks the server meanwhile. */
export async function openSession(): Promise<void> {
  // Another tab signed in or out: this one follows, and leaves nothing behind that it had still in its hands.
  addEventListener('storage', ({ key, newValue }) => {
    if (key === owed && newValue !== null) void turn(() => leave(newValue as Leaving))
    else if (key === who && newValue === null) void turn(() => leave())
    // Whoever signs in again is who they were: that alone is no news of who it is.
    else if (key === who || (key === again && newValue === null)) void askServer()
  })
  const last = remembered()
  const begun = localStorage.getItem(owed)
  if (last && begun !== null) await turn(() => finishLeaving(last, begun as Leaving))
  else if (last && localStorage.getItem(again) === null) await turn(() => enter(last))
  await askServer()
}

/** The browser was closed, or broke down, while somebody signed out: nobody sees anything before that is done. */
async function finishLeaving(last: Me, how: Leaving): Promise<void> {
  try {
    const { forgetHere } = await import('./forget-here.ts')
    await forgetHere(last, how)
    localStorage.removeItem(who)
  } catch (error) {
    reportError(error)
  }
}

/**
 * Does the server know who we are? A 401 shows the sign-in; what is on the device stays for the same person. Of whoever
 * has left the workspace only what they have not sent stays, as if they had signed out here.
 */
export function askServer(): Promise<void> {
  const signal = untilDecided()
  return turn(async () => {
    if (localStorage.getItem(owed) !== null && !isOk(await post('/api/sign-out', {}, signal))) return showSignIn()
    localStorage.removeItem(owed)
    const answer = await ask('/api/me', { signal })
    const me = v.safeParse(person, answer?.body)
    if (isOk(answer) && me.success) return enter(me.output)
    if (answer?.status === 401) {
      const how = (answer.body as { error?: string } | null)?.error === 'left' ? 'keep-unsent' : undefined
      localStorage.setItem(how ? owed : again, how ?? 'yes')
      return leave(how, signal)
    }
    // No server, one in trouble, or a hotel's sign-in page: whoever is in stays in.
    if (current.peek().state !== 'in') showSignIn()
  })
}

/** First the screens go, then what they stand on. */
export async function leave(how?: Leaving, signal = untilDecided()): Promise<void> {
  const state = how ? null : await ask('/api/state', { signal })
  const isFounded = v.safeParse(v.object({ founded: v.boolean() }), state?.body)
  if (isFounded.success && !isFounded.output.founded) current.value = { state: 'founding' }
  else showSignIn()
  await leaveDevice(how)
}

export const who = 'daybook-who'
export const owed = 'daybook-sign-out-owed'
const again = 'daybook-sign-in-again'

async function enter(me: Me): Promise<void> {
  localStorage.removeItem(again)
  localStorage.setItem(who, JSON.stringify(me))
  const so = current.peek()
  // The screens of somebody else go before what they stand on.
  if (so.state === 'in' && so.me.agent !== me.agent) current.value = { state: 'opening' }
  try {
    const inside: Access = { state: 'in', me }
    const letIn = () => void (current.value = inside)
    await enterDevice(me, () => void askServer(), letIn)
    letIn()
  } catch (error) {
    live.storageTrouble.value = { kind: isFull(error) ? 'full' : 'unavailable', at: Date.now() }
    reportError(error)
    showSignIn()
  }
}

function showSignIn(): void {
  const last = remembered()
  current.value = { state: 'signed-out', last: last && { name: last.name, tenantName: last.tenantName } }
}

function remembered(): Me | null {
  const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), person), localStorage.getItem(who))
  return stored.success ? stored.output : null
}
