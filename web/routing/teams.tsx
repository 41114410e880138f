import { useState } from 'preact/hooks'
import { act } from '../app/shell/act.ts'
import { usePeople } from '../app/shell/use-people.ts'
import { inboxes, teams, type TeamRow } from '../app/live.ts'
import { NameField } from '../ui/name-field.tsx'
import { SaidTwice } from '../ui/said-twice.tsx'
import { uuidv7 } from '../../shared/kernel/uuid.ts'

/** Who stands together: an inbox may give its conversations to a team, or ask one for help. */
export function Teams() {
  void teams.revision.value
  const formed = [...teams.all.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  return (
    <section aria-label="Teams">
      <h2>Teams</h2>
      {formed.map(row => (
        <Members key={row.team} row={row} />
      ))}
      <NewTeam />
    </section>
  )
}

function Members({ row: { team, name, members } }: { row: TeamRow }) {
  const people = usePeople(members)
  const set = (agent: string, isIn: boolean) =>
    void act({ type: isIn ? 'team.add-member' : 'team.remove-member', team, agent }, { quiet: true })
  return (
    <fieldset class="team" data-team={team}>
      <legend dir="auto">{name}</legend>
      {people.map(({ agent, name: person }) => (
        <label key={agent} class="switch">
          <input
            type="checkbox"
            checked={members.includes(agent)}
            onChange={event => set(agent, event.currentTarget.checked)}
          />
          <bdi>{person}</bdi>
        </label>
      ))}
      <NameField label="Name" name={name} most={60} rename={name => void act({ type: 'team.rename', team, name })} />
      <SaidTwice
        words="Disband"
        label={`Disband ${name}`}
        outcome={outcomeOf(team)}
        again="Disband it"
        keep="Keep it"
        act={() => act({ type: 'team.disband', team })}
      />
    </fieldset>
  )
}

/** Whose conversations nobody would get, or get help with. */
function outcomeOf(team: string): string {
  void inboxes.revision.value
  const names = [...inboxes.all.values()].flatMap(({ name, routing }) =>
    routing?.team === team || routing?.overflow?.team === team ? [name] : []
  )
  if (names.length === 0) return 'No inbox gives it conversations, or asks it for help.'
  return `${names.toSorted().join(', ')} would give it nothing any more: choose somebody else there first.`
}

function NewTeam() {
  const [name, setName] = useState('')
  const form = async () => {
    const team = uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
    const { accepted } = await act({ type: 'team.form', team, name: name.trim() }, { quiet: true })
    if (accepted) setName('')
  }
  return (
    <form
      class="new-team"
      onSubmit={event => {
        event.preventDefault()
        if (name.trim() !== '') void form()
      }}
    >
      <input
        class="input"
        aria-label="A new team’s name"
        placeholder="A new team"
        maxLength={60}
        dir="auto"
        value={name}
        onInput={event => setName(event.currentTarget.value)}
      />
      <button type="submit" class="button" disabled={name.trim() === ''}>
        Form it
      </button>
    </form>
  )
}
