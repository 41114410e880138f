import type { OpenConversation } from '../app/device.ts'
import { me } from '../app/live.ts'
import { Reasons } from '../app/shell/reasons.tsx'
import { inOneBreath, momentWords, whyOf } from './moment-words.ts'
import { agentName, authorName, programName } from '../app/shell/agent-name.ts'
import { now } from '../ui/now.ts'
import { clock, fullWhen, shortWhen } from '../ui/time-words.ts'

const notesShown = 3

/** The team's notes in short, and who did what when, newest first. */
export function History({ open }: { open: OpenConversation }) {
  const items = open.items.value
  const notes = items
    .filter(item => item.kind === 'noted')
    .slice(-notesShown)
    .reverse()
  const moments = items.filter(item => item.kind === 'moment').reverse()
  const told = { now: now.value, self: me.value?.agent ?? '', nameOf: agentName, programName }
  return (
    <>
      {notes.length > 0 && (
        <section aria-label="Notes">
          <h3>Notes</h3>
          <ul class="notes">
            {notes.map(note => (
              <li key={note.id}>
                <p dir="auto">{note.text}</p>
                <p class="by">
                  <bdi>{authorName(note.by)}</bdi> · <time title={fullWhen(note.at)}>{when(note.at)}</time>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {moments.length > 0 && (
        <section aria-label="History">
          <h3>History</h3>
          <ol class="history">
            {inOneBreath(moments).map(([first, ...rest]) => {
              if (!first) return null
              const facts = [first, ...rest].map(item => item.fact).reverse()
              const why = whyOf(first.fact)
              return (
                <li key={first.id}>
                  <bdi>{momentWords(facts, told)}</bdi>
                  <time title={fullWhen(first.at)}>{when(first.at)}</time>
                  {why && <Reasons why={why} />}
                </li>
              )
            })}
          </ol>
        </section>
      )}
    </>
  )
}

function when(at: number): string {
  const day = shortWhen(at, now.value)
  return day === clock(at) ? day : `${day} ${clock(at)}`
}
