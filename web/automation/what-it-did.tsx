import { useEffect, useState } from 'preact/hooks'
import type { Rule } from '../../shared/automation/content.ts'
import type { DryRun, Run } from '../../shared/protocol/automations.ts'
import { cards, connection, threads, type CardRow } from '../app/live.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { contactName } from '../app/shell/contact-name.ts'
import { pathOf } from '../app/shell/route.ts'
import { say } from '../app/shell/say.ts'
import { now } from '../ui/now.ts'
import { fullWhen, shortWhen } from '../ui/time-words.ts'
import { askDryRun, askRuns, OneRuns } from './ask-automations.ts'
import { cameWords, type RefusalWords } from './came-words.ts'

type Asked<T> = 'asking' | 'unreachable' | 'one-runs' | T

/** Played over the past week's log: what it would have done, and nothing of it happens. */
export function TryIt({ rule, isWhole }: { rule: Rule; isWhole: boolean }) {
  const [tried, setTried] = useState<{ of: Rule; answer: Asked<DryRun> } | null>(null)
  const online = connection.value.state === 'up-to-date'
  const run = async () => {
    setTried({ of: rule, answer: 'asking' })
    const answer = await askDryRun(rule).catch(why => (why instanceof OneRuns ? ('one-runs' as const) : 'unreachable'))
    setTried({ of: rule, answer })
  }
  const answer = tried?.answer
  return (
    <section aria-label="Try it">
      <h2>Try it on the past week</h2>
      <p class="acts">
        <button
          type="button"
          class="button"
          disabled={!isWhole || !online || answer === 'asking'}
          onClick={() => void run()}
        >
          What would it have done?
        </button>
      </p>
      <div role="status">
        {!online && <p class="hint">The past week is on the server: this needs a network.</p>}
        {answer === 'unreachable' && <p class="wrong">The server cannot be reached. Try again.</p>}
        {answer === 'one-runs' && <p class="wrong">A colleague is trying something on the past week. Wait a moment.</p>}
        {answer && typeof answer !== 'string' && (
          <p>
            {dryRunWords(answer)}
            {tried.of !== rule && ' That was before you changed it.'}
          </p>
        )}
      </div>
      {answer && typeof answer !== 'string' && <Runs runs={answer.runs} isDry />}
    </section>
  )
}

function dryRunWords({ events, looked, fired }: DryRun): string {
  return `In ${events.toLocaleString('en')} events it would have looked ${timesWords(looked)} and acted ${timesWords(fired)}. Nothing was done.`
}

function timesWords(count: number): string {
  return count === 1 ? 'once' : `${count.toLocaleString('en')} times`
}

/** Why it acted, or did not: the newest first. */
export function WhatItDid({ automation }: { automation: string }) {
  const [runs, setRuns] = useState<Asked<readonly Run[]>>('asking')
  const online = connection.value.state === 'up-to-date'
  const look = async () => setRuns(await askRuns(automation).catch(() => 'unreachable' as const))
  useEffect(() => {
    if (online) void look()
  }, [automation, online])
  return (
    <section aria-label="What it did">
      <h2>What it did, and why</h2>
      <p class="acts">
        <button type="button" class="button" disabled={!online} onClick={() => void look()}>
          Look again
        </button>
      </p>
      {runs === 'asking' && !online && <p class="hint">This is kept on the server: it needs a network.</p>}
      {runs === 'unreachable' && <p class="wrong">The server cannot be reached.</p>}
      {typeof runs !== 'string' && runs.length === 0 && (
        <p class="hint">It has not looked at anything yet: nothing happened since it was published.</p>
      )}
      {typeof runs !== 'string' && <Runs runs={runs} />}
    </section>
  )
}

const silent: RefusalWords = { refusalSentence: () => '' }

function Runs({ runs, isDry = false }: { runs: readonly Run[]; isDry?: boolean }) {
  const [words, setWords] = useState(silent)
  useEffect(() => {
    void say().then(({ refusalSentence }) => setWords({ refusalSentence }))
  }, [])
  return (
    <ul class="entries runs">
      {runs.map(run => (
        <li key={run.cause} class="entry" data-came={run.came.as}>
          <p class="entry-head">
            <Where run={run} />
            <time title={fullWhen(run.at)}>{shortWhen(run.at, now.value)}</time>
          </p>
          <p class={run.came.as === 'fired' ? '' : 'hint'} dir="auto">
            {cameWords(run.came, isDry, words, { now: now.value, nameOf })}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Where({ run: { conversation, card } }: { run: Run }) {
  if (conversation === null) return <StandAlone card={card ? cards.get(card) : undefined} />
  const thread = threads.get(conversation)
  const name = thread ? contactName(thread.contact) : 'A conversation that is not on this device'
  return (
    <a href={pathOf({ screen: 'inbox', view: 'all', conversation })} data-in-app dir="auto">
      {name}
    </a>
  )
}

function StandAlone({ card }: { card: CardRow | undefined }) {
  if (!card) return <b>A card that is not on this device</b>
  const { workflow, title, contact } = card
  const board = pathOf({ screen: 'board', workflow, conversation: null, mine: false, label: null })
  return (
    <a href={board} data-in-app dir="auto">
      {title ?? contactName(contact)}
    </a>
  )
}
