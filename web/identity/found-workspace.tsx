import { useId, useState } from 'preact/hooks'
import { passwordLength } from '../../shared/protocol/people.ts'
import { Mark } from '../app/shell/mark.tsx'
import { foundWorkspace, type FoundAnswer } from '../app/sign-in-and-out.ts'
import { Submit } from '../ui/submit.tsx'

const sentences: Record<Exclude<FoundAnswer, 'in'>, string> = {
  'already-founded': 'Somebody was faster: the workspace exists. Reload and sign in.',
  'not-understood': 'The server did not accept this. Is the e-mail whole and the password long enough?',
  'no-storage': 'This browser does not let Daybook keep anything on the device. Leave private mode, or allow storage.',
  unreachable: 'The server cannot be reached. Check the connection and try again.'
}

/** The first visitor of an empty server. */
export function FoundWorkspace() {
  const [answer, setAnswer] = useState<FoundAnswer | null>(null)
  const [asking, setAsking] = useState(false)
  const title = useId()
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name)).trim()
    setAsking(true)
    setAnswer(
      await foundWorkspace({
        workspace: text('workspace'),
        name: text('name'),
        email: text('email'),
        password: String(form.get('password'))
      })
    )
    setAsking(false)
  }
  return (
    <main class="door">
      <form class="door-sheet" aria-labelledby={title} onSubmit={event => void submit(event)}>
        <Mark />
        <h1 id={title}>Open the first page</h1>
        <p class="hint">This Daybook is new. Name the workspace; you become its admin.</p>
        <div class="field">
          <label for="workspace">Workspace</label>
          <input id="workspace" class="input" name="workspace" maxLength={80} required autocomplete="organization" />
        </div>
        <div class="field">
          <label for="name">Your name</label>
          <input id="name" class="input" name="name" maxLength={80} required autocomplete="name" />
        </div>
        <div class="field">
          <label for="email">E-mail</label>
          <input id="email" class="input" name="email" type="email" required autocomplete="username" />
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input
            id="password"
            class="input"
            name="password"
            type="password"
            minLength={passwordLength.least}
            required
            autocomplete="new-password"
            aria-describedby="password-hint"
          />
          <span id="password-hint" class="hint">
            At least {passwordLength.least} characters.
          </span>
        </div>
        <p class="wrong" role="alert">
          {answer && answer !== 'in' && sentences[answer]}
        </p>
        <Submit asking={asking} words="Create the workspace" waiting="Creating…" />
      </form>
    </main>
  )
}
