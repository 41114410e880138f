import { useState } from 'preact/hooks'
import { connection } from '../../app/live.ts'
import { askWorkflowDryRun, type Tried } from './ask-dry-run.ts'
import { publishOf } from './draft.ts'
import type { Editing } from './editing.ts'
import { faultsIn } from './faults.ts'
import { playedWords } from './try-words.ts'
import { TriedOut } from './tried-out.tsx'

/** The draft played over the cards that are there and over the past week's log, before it is published. Nothing of it happens. */
export function TryVersion({ draft, row }: Omit<Editing, 'edit'>) {
  const [tried, setTried] = useState<{ of: string; answer: Tried | 'asking' } | null>(null)
  const isOnline = connection.value.state === 'up-to-date'
  const isWhole = faultsIn(draft, row).length === 0
  const asked = publishOf(draft, row)
  const of = JSON.stringify(asked)
  const answer = tried?.answer
  const run = async () => {
    setTried({ of, answer: 'asking' })
    setTried({ of, answer: await askWorkflowDryRun(asked) })
  }
  if (!row?.now) return null
  return (
    <section aria-label="Try it">
      <h2>Try it on the past week</h2>
      <p class="acts">
        <button
          type="button"
          class="button"
          disabled={!isWhole || !isOnline || answer === 'asking'}
          onClick={() => void run()}
        >
          Try
        </button>
      </p>
      <div role="status">
        {!isWhole && <p class="hint">Mend first what is marked below.</p>}
        {!isOnline && <p class="hint">The past week is on the server: this needs a network.</p>}
        {answer === 'asking' && <p class="hint">Playing the past week…</p>}
        {answer === 'unreachable' && <p class="wrong">The server cannot be reached. Try again.</p>}
        {answer === 'one-runs' && (
          <p class="wrong">A colleague is trying something on the past week. Wait a moment, and try again.</p>
        )}
        {answer && typeof answer !== 'string' && (
          <p>
            {playedWords(answer)}
            {tried.of !== of && ' That was before you changed it.'}
          </p>
        )}
      </div>
      {answer && typeof answer !== 'string' && <TriedOut run={answer} draft={draft} row={row} />}
    </section>
  )
}
