import { useEffect, useId, useState } from 'preact/hooks'
import * as v from 'valibot'
import { looked, passwordLength, type Looked } from '../../shared/protocol/people.ts'
import { isFromServer, isOk, post } from '../app/ask.ts'
import { Mark } from '../app/shell/mark.tsx'
import { focusHere } from '../ui/focus-here.ts'
import { Submit } from '../ui/submit.tsx'
import { secretInLink } from './secret-in-link.ts'

type Stage = 'looking' | 'gone' | 'unreachable' | 'done' | Looked

/** Whoever comes with a link: a newcomer, or a colleague without a password. Nobody is signed in by it. */
export function Join() {
  const [stage, setStage] = useState<Stage>('looking')
  const look = async () => {
    setStage('looking')
    const answer = await post('/api/invitation/look', { token: secretInLink() })
    const known = v.safeParse(looked, answer?.body)
    if (isOk(answer) && known.success) setStage(known.output)
    else setStage(isFromServer(answer) && answer.status < 500 ? 'gone' : 'unreachable')
  }
  useEffect(() => {
    const again = () => void look()
    again()
    // Another link, pasted over this one, loads nothing by itself.
    addEventListener('hashchange', again)
    return () => removeEventListener('hashchange', again)
  }, [])
  return (
    <main class="door" aria-live="polite">
      {typeof stage === 'object' ? <Form invitation={stage} moveOn={setStage} /> : <Said stage={stage} look={look} />}
    </main>
  )
}

function Said({ stage, look }: { stage: Exclude<Stage, Looked>; look(): Promise<void> }) {
  return (
    <div class="door-sheet">
      <Mark />
      <h1>{headings[stage]}</h1>
      {stage === 'gone' && (
        <p class="hint">
          A link is good once, and not for ever. If yours is all there, ask whoever sent it for another. If you have
          used it, you can <a href="/">sign in</a>.
        </p>
      )}
      {stage === 'unreachable' && (
        <button ref={focusHere} type="button" class="button primary" onClick={() => void look()}>
          Try again
        </button>
      )}
      {stage === 'done' && (
        <a ref={focusHere} class="button primary" href="/">
          Sign in
        </a>
      )}
    </div>
  )
}

const headings: Readonly<Record<Exclude<Stage, Looked>, string>> = {
  looking: 'One moment…',
  gone: 'This link opens nothing',
  unreachable: 'The server cannot be reached',
  done: 'That is your password now'
}

const sentences: Readonly<Record<number, string>> = {
  400: `A password has ${passwordLength.least} to ${passwordLength.most} characters, and a name at most 80.`,
  409: 'Somebody signs in with this address already. Ask for a link for another address.'
}

function Form({ invitation, moveOn }: { invitation: Looked; moveOn(stage: Stage): void }) {
  const { workspace, email, name, by } = invitation
  const [wrong, setWrong] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const [nameField, passwordField] = [useId(), useId()]
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = name === null ? { name: String(form.get('name')).trim() } : {}
    setAsking(true)
    const password = String(form.get('password'))
    const answer = await post('/api/invitation/accept', { token: secretInLink(), ...said, password })
    setAsking(false)
    if (isOk(answer)) return moveOn('done')
    if (answer?.status === 410) return moveOn('gone')
    setWrong(sentences[answer?.status ?? 0] ?? 'The server cannot be reached. Check the connection and try again.')
  }
  return (
    <form class="door-sheet" onSubmit={event => void submit(event)}>
      <Mark />
      <h1>
        {name === null ? 'Join ' : 'A new password for '}
        <bdi>{name ?? workspace}</bdi>
      </h1>
      <p class="hint">
        {name === null && by !== null && (
          <>
            <bdi>{by}</bdi> invites you.{' '}
          </>
        )}
        You sign in as <bdi>{email}</bdi>
        {name !== null && (
          <>
            {' '}
            in <bdi>{workspace}</bdi>
          </>
        )}
        .
      </p>
      {name === null && (
        <div class="field">
          <label for={nameField}>Your name</label>
          <input id={nameField} class="input" name="name" maxLength={80} required autocomplete="name" />
        </div>
      )}
      {/* So that a password manager knows whose it is. */}
      <input class="unseen" type="email" value={email} readOnly tabIndex={-1} autocomplete="username" aria-hidden />
      <div class="field">
        <label for={passwordField}>Password</label>
        <input
          id={passwordField}
          class="input"
          name="password"
          type="password"
          minLength={passwordLength.least}
          maxLength={passwordLength.most}
          required
          autocomplete="new-password"
          aria-describedby={`${passwordField}-hint`}
        />
        <span id={`${passwordField}-hint`} class="hint">
          At least {passwordLength.least} characters.
        </span>
      </div>
      <p class="wrong" role="alert">
        {wrong}
      </p>
      <Submit asking={asking} words={name === null ? 'Join' : 'Set the password'} waiting="One moment…" />
    </form>
  )
}
