import { useRef, useState } from 'preact/hooks'
import type { Invited } from '../../shared/protocol/people.ts'
import { agents } from '../app/live.ts'
import { fullWhen } from '../ui/time-words.ts'
import { askToWithdraw } from './ask-people.ts'
import { roles } from './role-words.ts'

type Props = { readonly invited: readonly Invited[]; look(): Promise<void>; withdrawn(agent: string): void }

/** Links that are out, and how to take one back. */
export function InvitedList({ invited, look, withdrawn }: Props) {
  const [failed, setFailed] = useState(false)
  const box = useRef<HTMLElement>(null)
  if (invited.length === 0) return null
  const withdraw = async (agent: string) => {
    const done = await askToWithdraw(agent)
    setFailed(!done)
    if (done) withdrawn(agent)
    await look()
    // The button is gone with its link.
    requestAnimationFrame(() => (box.current ?? document.querySelector<HTMLElement>('#main'))?.focus())
  }
  return (
    <section ref={box} aria-label="Links that are out" tabIndex={-1}>
      <h2>Links that are out</h2>
      <ul class="entries">
        {invited.map(one => (
          <li key={one.agent} class="entry">
            <p class="entry-head">
              <b dir="auto">{one.email}</b>
              <span class="hint">
                {forWords(one)}, until {fullWhen(one.until)}
              </span>
              <button
                type="button"
                class="button quiet"
                aria-label={`Withdraw the link for ${one.email}`}
                onClick={() => void withdraw(one.agent)}
              >
                Withdraw
              </button>
            </p>
          </li>
        ))}
      </ul>
      <p class="wrong" role="alert">
        {failed && 'The server cannot be reached. The link may still work.'}
      </p>
    </section>
  )
}

function forWords({ agent, role }: Invited): string {
  if (role === null) return `A new password for ${agents.all.get(agent)?.name ?? 'a colleague'}`
  return `Invited as ${roles.find(([name]) => name === role)?.[1].toLowerCase() ?? role}`
}
