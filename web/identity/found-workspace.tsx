import { useEffect, useId, useState } from 'preact/hooks'
import { passwordLength } from '../../shared/protocol/people.ts'
import { Mark } from '../app/shell/mark.tsx'
import { foundWorkspace, type FoundAnswer } from '../app/sign-in-and-out.ts'
import { Submit } from '../ui/submit.tsx'
import { secretInLink } from './secret-in-link.ts'

const sentences: Record<Exclude<FoundAnswer, 'in'>, string> = {
  'wrong-link': 'This link is of an earlier start of the server. Open the one that was printed when it last started.',
  'already-founded': 'Somebody was faster: the workspace exists. Reload and sign in.',
  'not-understood': 'The server did not accept this. Is the e-mail whole and the password long enough?',
  'no-storage': 'This browser does not let Daybook keep anything on the device. Leave private mode, or allow storage.',
  unreachable: 'The server cannot be reached. Check the connection and try again.'
}

/** An empty server: whoever comes with the link that it printed makes the workspace, anybody else reads where that is. */
export function FoundWorkspace() {
  const [key, setKey] = useState(secretInLink)
  useEffect(() => {
    const again = () => setKey(secretInLink())
    // The link, pasted over the bare address, loads nothing by itself.
    addEventListener('hashchange', again)
    return () => removeEventListener('hashchange', again)
  }, [])
  return <main class="door">{key === '' ? <WhereTheLinkIs /> : <FoundingForm key={key} secret={key} />}</main>
}

function WhereTheLinkIs() {
  return (
    <div class="door-sheet">
      <Mark />
      <h1>Open the first page</h1>
      <p class="hint">
        This Daybook is new. Whoever started it was given a link to begin with, where it was started: open that one.
      </p>
    </div>
  )
}

function FoundingForm({ secret }: { secret: string }) {
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
        key: secret,
        workspace: text('workspace'),
        name: text('name'),
        email: text('email'),
        password: String(form.get('password'))
      })
    )
    setAsking(false)
  }
  return (
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
  )
}
