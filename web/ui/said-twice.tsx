import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { focusHere } from './focus-here.ts'
import { keepFocus } from './keep-focus.ts'

type Props = {
  /** On the button, and what it is called where several stand on a screen. */
  words: string
  label?: string
  /** In place of the words, where there is little room. */
  icon?: ComponentChildren
  look?: 'tight' | 'icon tight' | undefined
  disabled?: boolean
  /** What comes of it, said before it is done. */
  outcome: string
  again: string
  keep: string
  act(): Promise<unknown>
}

/** What nothing takes back: one press asks, another does it. */
export function SaidTwice({ words, label = words, icon, look, disabled, outcome, again, keep, act }: Props) {
  const [stage, setStage] = useState<'first' | 'asked' | 'kept'>('first')
  const hint = useId()
  if (stage === 'asked') {
    const doIt = () => {
      setStage('first')
      return act()
    }
    return (
      <div ref={focusHere} role="group" aria-label={`${label}?`} aria-describedby={hint} tabIndex={-1}>
        <p class="hint" id={hint}>
          {outcome}
        </p>
        <p class="acts">
          <button
            type="button"
            class="button danger"
            disabled={disabled}
            onClick={({ currentTarget }) => void keepFocus(currentTarget, doIt)}
          >
            {again}
          </button>
          <button type="button" class="button quiet" onClick={() => setStage('kept')}>
            {keep}
          </button>
        </p>
      </div>
    )
  }
  return (
    <button
      ref={stage === 'kept' ? focusHere : null}
      type="button"
      class={`button quiet ${look ?? ''}`}
      aria-label={label}
      title={icon ? words : undefined}
      disabled={disabled}
      onClick={() => setStage('asked')}
    >
      {icon ?? words}
    </button>
  )
}
