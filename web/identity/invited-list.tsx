import { useRef, useState } from 'preact/hooks'
import type { Invited } from '../../shared/protocol/people.ts'
import { agents } from '../app/live.ts'
import { fullWhen } from '../ui/time-words.ts'
import { askToWithdraw } from './ask-people.ts'
import { roles } from './role-words.ts'
import type { WhoIsInvited } from './use-invited.ts'

type Props = WhoIsInvited & { withdrawn(agent: string): void }

/** Links that are out, and how to take one back. */
export function InvitedList({ invited, isUnsure, look, withdrawn }: Props) {
  const [wrong, setWrong] = useState<string | null>(null)
  const box = useRef<HTMLElement>(null)
  if (invited.length === 0 && !isUnsure) return null
  const withdraw = async (agent: string) => {
    const sentence = await askToWithdraw(agent)
    setWrong(sentence)
    if (sentence === null) withdrawn(agent)
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
        {wrong}
      </p>
      {isUnsure && (
        <p class="acts">
          <span class="hint">
            {invited.length === 0
              ? 'Which links are out, the server could not be asked.'
              : 'There may be others by now.'}
          </span>
          <button type="button" class="button" onClick={() => void look()}>
            Ask again
          </button>
        </p>
      )}
    </section>
  )
}

function forWords({ agent, role }: Invited): string {
  if (role === null) return `A new password for ${agents.all.get(agent)?.name ?? 'a colleague'}`
  return `Invited as ${roles.find(([name]) => name === role)?.[1].toLowerCase() ?? role}`
}
