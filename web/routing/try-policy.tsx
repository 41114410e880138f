import { useState } from 'preact/hooks'
import type { PolicyDryRun } from '../../shared/protocol/routing-dry-run.ts'
import type { RoutingPolicy } from '../../shared/routing/content.ts'
import { connection } from '../app/live.ts'
import { askPolicyDryRun, type Tried } from './ask-dry-run.ts'
import { ComparedFigures } from './compared-figures.tsx'
import { playedWords } from './dry-run-words.ts'
import { WentElsewhere } from './went-elsewhere.tsx'

type Props = { inbox: string; name: string; policy: RoutingPolicy | null }

/** A policy played over the past week's log, beside what really was. Nothing of it happens. */
export function TryPolicy({ inbox, name, policy }: Props) {
  const [tried, setTried] = useState<{ of: string; answer: Tried | 'asking' } | null>(null)
  const isOnline = connection.value.state === 'up-to-date'
  const isByHand = policy?.method === 'manual'
  const of = JSON.stringify(policy)
  const answer = tried?.answer
  const run = async () => {
    if (!policy) return
    setTried({ of, answer: 'asking' })
    setTried({ of, answer: await askPolicyDryRun(inbox, policy) })
  }
  return (
    <div class="try" role="group" aria-label={`Try it on ${name}`}>
      <p class="acts">
        <button
          type="button"
          class="button"
          disabled={!policy || isByHand || !isOnline || answer === 'asking'}
          onClick={() => void run()}
        >
          Try it on the past week
        </button>
      </p>
      <div role="status">
        {isByHand && <p class="hint">Who would have taken what by hand, no log can tell.</p>}
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
      {answer && typeof answer !== 'string' && <Outcome run={answer} />}
    </div>
  )
}

function Outcome({ run }: { run: PolicyDryRun }) {
  if (run.was.given + run.was.waiting + run.would.given + run.would.waiting === 0) return null
  return (
    <>
      <ComparedFigures run={run} />
      <WentElsewhere run={run} />
      <details class="versions">
        <summary>What this cannot know</summary>
        <p class="hint">
          People come, go and are free as the log says, and whoever gets a conversation is taken to need as long for it
          as whoever had it did. Customers write when they wrote. Where nobody would have been free, whoever took it by
          hand takes it here too. What somebody would have answered better or sooner than somebody else, no log can
          tell.
        </p>
      </details>
    </>
  )
}
