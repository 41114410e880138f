import { useState } from 'preact/hooks'
import type { Availability } from '../../shared/routing/content.ts'
import { act } from '../app/shell/act.ts'
import { agents, type AgentRow } from '../app/live.ts'
import { Avatar } from '../ui/avatar.tsx'
import { now } from '../ui/now.ts'
import { Choice } from './choice.tsx'
import { limitWords, readLimit } from './policy-form.ts'
import { Typed } from '../ui/typed.tsx'
import { availabilityOf, awayWords } from './content-words.ts'

const there: readonly (readonly [Availability, string])[] = [
  ['online', 'Takes new conversations'],
  ['busy', 'Takes none: busy'],
  ['away', 'Takes none: away']
]

/** Everybody: whether they are there, how much they take, and which labels they can answer for. */
export function People() {
  void agents.revision.value
  const people = [...agents.all.values()].filter(one => one.status === 'active')
  return (
    <section aria-label="People">
      <h2>People</h2>
      <ul class="people">
        {people
          .toSorted((a, b) => a.name.localeCompare(b.name))
          .map(one => (
            <Person key={one.agent} row={one} />
          ))}
      </ul>
    </section>
  )
}

function Person({ row }: { row: AgentRow }) {
  const { agent, name } = row
  const [limit, setLimit] = useState<string | null>(null)
  const [skills, setSkills] = useState<string | null>(null)
  const limitNow = row.limit === undefined || row.limit === null ? '' : `${row.limit}`
  const wrong = limit !== null && readLimit(limit) === undefined ? limitWords : undefined
  const save = () => {
    const most = limit === null ? undefined : readLimit(limit)
    if (most !== undefined) {
      void act({ type: 'agent.set-limit', agent, limit: most }, { quiet: true })
      setLimit(null)
    }
    if (skills === null) return
    void act({ type: 'agent.set-skills', agent, skills: readSkills(skills) }, { quiet: true })
    setSkills(null)
  }
  return (
    <li data-agent={agent}>
      <p class="person">
        <Avatar little name={name} of={agent} />
        <b dir="auto">{name}</b>
        <span class="hint">{awayWords(row, now.value) ?? 'available'}</span>
      </p>
      <Choice
        label={`Availability, ${name}`}
        choices={there}
        chosen={availabilityOf(row, now.value)}
        choose={availability => setThere(agent, availability as Availability)}
      />
      <form onSubmit={event => event.preventDefault()} onChange={save}>
        <Typed
          label={`At most open, ${name}`}
          number
          value={limit ?? limitNow}
          set={setLimit}
          hint="Of all inboxes. Nothing: no limit."
          wrong={wrong}
        />
        <Typed
          label={`Skills, ${name}`}
          value={skills ?? (row.skills ?? []).join(', ')}
          set={setSkills}
          hint="Labels only some can answer for, with commas between."
        />
      </form>
    </li>
  )
}

/** For whoever went home without a word: what comes would wait with them. When they are back they say so. */
function setThere(agent: string, availability: Availability): void {
  void act({ type: 'agent.set-availability', agent, availability, until: null }, { quiet: true })
}

function readSkills(typed: string): string[] {
  const named = typed.split(',').map(one => one.trim().slice(0, 40))
  return named.filter(one => one !== '').slice(0, 50)
}
