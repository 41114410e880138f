import { useId, useState } from 'preact/hooks'
import { Mark } from '../app/shell/mark.tsx'
import { signIn, type SignInAnswer } from '../app/sign-in-and-out.ts'
import { Submit } from '../ui/submit.tsx'

type Props = { last: { readonly name: string; readonly tenantName: string } | null }

const sentences: Record<Exclude<SignInAnswer, 'in'>, string> = {
  wrong: 'This e-mail and password do not belong together.',
  'too-often': 'Too many attempts. Wait a minute, then try again.',
  'no-storage': 'This browser does not let Daybook keep anything on the device. Leave private mode, or allow storage.',
  unreachable: 'The server cannot be reached. Check the connection and try again.'
}

export function SignIn({ last }: Props) {
  const [answer, setAnswer] = useState<SignInAnswer | null>(null)
  const [asking, setAsking] = useState(false)
  const title = useId()
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setAsking(true)
    setAnswer(await signIn(String(form.get('email')).trim(), String(form.get('password'))))
    setAsking(false)
  }
  const wrong = answer === 'wrong'
  return (
    <main class="door">
      <form class="door-sheet" aria-labelledby={title} onSubmit={event => void submit(event)}>
        <Mark />
        <h1 id={title}>{last ? `Welcome back, ${last.name.split(' ')[0]}` : 'Sign in to Daybook'}</h1>
        {last && <p class="hint">{last.tenantName}. What you have not sent is still on this device.</p>}
        <div class="field">
          <label for="email">E-mail</label>
          <input
            id="email"
            class="input"
            name="email"
            type="email"
            autocomplete="username"
            required
            aria-invalid={wrong}
          />
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input
            id="password"
            class="input"
            name="password"
            type="password"
            autocomplete="current-password"
            required
            aria-invalid={wrong}
          />
        </div>
        <details class="hint">
          <summary>No password, or forgotten?</summary>
          An admin of your workspace makes you a link to a new one, under Me, People.
        </details>
        <p class="wrong" role="alert">
          {answer && answer !== 'in' && sentences[answer]}
        </p>
        <Submit asking={asking} words="Sign in" waiting="Signing in…" />
      </form>
    </main>
  )
}
