import { act } from '../app/shell/act.ts'
import { usePeople } from '../app/shell/use-people.ts'

/** Who works in an inbox. Admins see all of them anyway. */
export function Members({ inbox, members }: { inbox: string; members: readonly string[] }) {
  const people = usePeople(members)
  const set = (agent: string, isIn: boolean) =>
    void act({ type: isIn ? 'inbox.add-member' : 'inbox.remove-member', inbox, agent }, { quiet: true })
  return (
    <fieldset class="team">
      <legend>Who works in it</legend>
      {people.map(({ agent, name }) => (
        <label key={agent} class="switch">
          <input
            type="checkbox"
            checked={members.includes(agent)}
            onChange={event => set(agent, event.currentTarget.checked)}
          />
          <bdi>{name}</bdi>
        </label>
      ))}
    </fieldset>
  )
}
