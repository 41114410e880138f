import type { SignInWanted } from '../../shared/protocol/inboxes.ts'
import { askToSignIn } from './ask-inboxes.ts'

type Props = {
  /** With whom this server can. */
  offered: readonly string[]
  inbox: string | null
  name: string
  given: Readonly<Record<string, string>>
  busy: boolean
  refused(wrong: { field: string | undefined; sentence: string }): void
}

const names = { google: 'Google', microsoft: 'Microsoft' }

/** Instead of a password, where who runs the mailbox has that, and this server is known there. */
export function SignInWith({ offered, inbox, name, given, busy, refused }: Props) {
  const provider = signInAt(given, offered)
  if (!provider) return null
  const leave = async () => {
    const { password: _none, provider: _its, ...rest } = given
    try {
      const answer = await askToSignIn({ inbox, name: name.trim(), provider, given: rest })
      if ('address' in answer) location.assign(answer.address)
      else refused({ field: answer.field, sentence: answer.sentence })
    } catch {
      refused({ field: undefined, sentence: 'The server cannot be reached. Nothing was connected.' })
    }
  }
  return (
    <p class="acts">
      <button type="button" class="button" disabled={busy || name.trim() === ''} onClick={() => void leave()}>
        Sign in with {names[provider]}
      </button>
      <span class="hint">Then it needs no password here.</span>
    </p>
  )
}

/** With whom one signs in to the mailbox that is given. */
function signInAt(given: Props['given'], offered: readonly string[]): SignInWanted['provider'] | undefined {
  const id = given['provider']
  return (id === 'google' || id === 'microsoft') && offered.includes(id) ? id : undefined
}

/** What a provider has sent back, once: the address is cleared of it. `null`: nobody comes from one. */
export function takeReturn(): { state: string; code: string | null } | null {
  const query = new URLSearchParams(location.search)
  const state = query.get('state')
  if (state === null || !(query.has('code') || query.has('error'))) return null
  history.replaceState(history.state, '', location.pathname)
  return { state, code: query.get('code') }
}
