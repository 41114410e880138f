import { useId, useState } from 'preact/hooks'
import { passwordLength } from '../../shared/protocol/people.ts'
import { isOk, post } from '../app/ask.ts'
import { focusHere } from '../ui/focus-here.ts'
import { Submit } from '../ui/submit.tsx'
import { toast } from '../ui/toast.ts'

const sentences: Readonly<Record<number, string>> = {
  400: `A password has ${passwordLength.least} to ${passwordLength.most} characters.`,
  401: 'You are signed out. Sign in, and do it again.',
  403: 'This is not your password of now.',
  429: 'Too many attempts. Wait a minute, then try again.'
}

/** It may have come as far as the server, and only the answer not back. */
const lost = 'The server cannot be reached. If your old password does not sign you in any more, the new one does.'

/** My own, which nobody else knows: it needs the server. */
export function ChangePassword() {
  const [isOpen, setOpen] = useState<boolean | null>(null)
  return (
    <section aria-label="Your password">
      <h2>Your password</h2>
      {isOpen ? (
        <Form close={() => setOpen(false)} />
      ) : (
        <button
          ref={isOpen === false ? focusHere : null}
          type="button"
          class="button sign-out"
          onClick={() => setOpen(true)}
        >
          Change it
        </button>
      )}
    </section>
  )
}

function Form({ close }: { close(): void }) {
  const [wrong, setWrong] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const [now, next] = [useId(), useId()]
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setAsking(true)
    const answer = await post('/api/password', { current: String(form.get('now')), next: String(form.get('next')) })
    setAsking(false)
    if (!isOk(answer)) return setWrong(sentences[answer?.status ?? 0] ?? lost)
    close()
    toast('Your password is changed. Your other devices are signed out.')
  }
  return (
    <form onSubmit={event => void submit(event)}>
      <div class="field">
        <label for={now}>Your password now</label>
        <input
          ref={focusHere}
          id={now}
          class="input"
          name="now"
          type="password"
          required
          autocomplete="current-password"
        />
      </div>
      <div class="field">
        <label for={next}>The new one</label>
        <input
          id={next}
          class="input"
          name="next"
          type="password"
          minLength={passwordLength.least}
          maxLength={passwordLength.most}
          required
          autocomplete="new-password"
          aria-describedby={`${next}-hint`}
        />
        <span id={`${next}-hint`} class="hint">
          At least {passwordLength.least} characters.
        </span>
      </div>
      <p class="wrong" role="alert">
        {wrong}
      </p>
      <p class="acts">
        <Submit asking={asking} words="Change it" waiting="One moment…" />
        <button type="button" class="button quiet" onClick={close}>
          Cancel
        </button>
      </p>
    </form>
  )
}
