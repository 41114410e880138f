import type { Letter } from '../../shared/protocol/letters.ts'
import { inboxes } from '../app/live.ts'
import { now } from '../ui/now.ts'
import { SaidTwice } from '../ui/said-twice.tsx'
import { fullWhen, shortWhen } from '../ui/time-words.ts'

type Props = { letter: Letter; busy: boolean; readAgain(): void; discard(): Promise<void> }

/** One letter: where it came, why nobody could read it, its own words folded away, and what can be done with it. */
export function LetterEntry({ letter, busy, readAgain, discard }: Props) {
  return (
    <li class="entry" data-letter={letter.digest}>
      <p class="entry-head">
        <b dir="auto">{inboxes.get(letter.inbox)?.name ?? letter.inbox}</b>
        <time title={fullWhen(letter.at)}>{shortWhen(letter.at, now.value)}</time>
      </p>
      <p class="why amber">Not read: {letter.why}</p>
      <details>
        <summary>What it says</summary>
        <pre tabIndex={0} dir="ltr">
          {indented(letter.raw)}
        </pre>
      </details>
      <div class="acts">
        {letter.again && (
          <button type="button" class="button" disabled={busy} onClick={readAgain}>
            Try again
          </button>
        )}
        <SaidTwice
          words="Throw away"
          disabled={busy}
          outcome="What it says is gone then, for everybody."
          again="Throw it away"
          keep="Keep it"
          act={discard}
        />
      </div>
    </li>
  )
}

/** Easier on the eye, where it is whole and JSON. */
function indented(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2)
  } catch {
    return raw
  }
}
