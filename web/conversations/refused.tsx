import { discardRefused } from '../app/dispatch.ts'
import { outbox, type OutboxEntry } from '../app/live.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { now } from '../ui/now.ts'
import { commandWords, notDone } from '../app/shell/command-words.ts'
import { PutAway } from './put-away.tsx'
import { refusalSentence } from './refusal-sentence.ts'
import { takeBack } from './take-back.ts'
import { words } from './words.ts'

/** What the server would not do in this conversation: why, and the words, until their author has dealt with them. */
export function Refused({ conversation }: { conversation: string }) {
  const refused = outbox.value.filter(entry => entry.conversation === conversation && entry.state === 'refused')
  if (refused.length === 0) return null
  return (
    <ul class="refused" aria-label="Not done">
      {refused.map(entry => (
        <li key={entry.id}>
          <RefusedEntry entry={entry} />
        </li>
      ))}
    </ul>
  )
}

export function RefusedEntry({ entry }: { entry: OutboxEntry }) {
  const told = { now: now.value, nameOf }
  return (
    <>
      <p>
        <b>{notDone(entry.command)}</b> {entry.refusal && refusalSentence(entry.refusal, told)}
      </p>
      {entry.words ? (
        <p class="words" dir="auto">
          {entry.words}
        </p>
      ) : (
        <p class="words">{commandWords(entry.command, told)}</p>
      )}
      <div class="acts">
        {entry.words && (
          <button type="button" class="button tight" onClick={() => void takeBack(entry)}>
            {words.putBack}
          </button>
        )}
        <PutAway tight words={words.discard} again="Discard it" entry={entry} act={() => discardRefused(entry.id)} />
      </div>
    </>
  )
}
