import { isFromServer, isOk, post, untilDecided, waitNoLonger } from './ask.ts'
import { device, type Leaving } from './device.ts'
import { live } from './live.ts'
import { access, askServer, leave, owed, turn, who } from './session.ts'

/** `no-storage`: the browser keeps nothing for us (a private window, a full disk), so there is nothing to work on. */
export type SignInAnswer = 'in' | 'wrong' | 'too-often' | 'unreachable' | 'no-storage'
export type FoundAnswer = 'in' | 'wrong-link' | 'already-founded' | 'not-understood' | 'unreachable' | 'no-storage'

export async function signIn(email: string, password: string): Promise<SignInAnswer> {
  const answer = await post('/api/sign-in', { email, password })
  if (!isFromServer(answer) || answer.status >= 500) return 'unreachable'
  if (answer.status === 429) return 'too-often'
  if (!isOk(answer)) return 'wrong'
  // A sign-out that is still owed was of another session: this one is wanted.
  localStorage.removeItem(owed)
  waitNoLonger()
  await askServer()
  if (access.peek().state === 'in') return 'in'
  return live.storageTrouble.peek() ? 'no-storage' : 'unreachable'
}

/** Whoever has the `key` of an empty server makes the workspace and becomes its admin. */
export async function foundWorkspace(form: {
  key: string
  workspace: string
  name: string
  email: string
  password: string
}): Promise<FoundAnswer> {
  const answer = await post('/api/found', form)
  if (!isFromServer(answer) || answer.status >= 500) return 'unreachable'
  if (answer.status === 401) return 'wrong-link'
  if (answer.status === 403) return 'already-founded'
  if (!isOk(answer)) return 'not-understood'
  const inside = await signIn(form.email, form.password)
  return inside === 'in' || inside === 'no-storage' ? inside : 'unreachable'
}

/** What signing out would leave behind on this device: warn when it is not zero. */
export function unsent(): Promise<{ readonly commands: number; readonly drafts: number }> {
  return device().unsent()
}

/**
 * The conversations leave this device; what was not sent stays for the same person, unless told to forget it.
 * Offline the server hears of it at the next chance, before anything else.
 */
export function signOut(options: { readonly forgetUnsent: boolean }): Promise<void> {
  waitNoLonger()
  return turn(async () => {
    const how: Leaving = options.forgetUnsent ? 'forget-everything' : 'keep-unsent'
    localStorage.setItem(owed, how)
    await leave(how)
    localStorage.removeItem(who)
    if (isOk(await post('/api/sign-out', {}, untilDecided()))) localStorage.removeItem(owed)
  })
}
