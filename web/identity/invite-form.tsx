import { useId, useState } from 'preact/hooks'
import type { Role } from '../../shared/identity/events.ts'
import { inboxes } from '../app/live.ts'
import { focusHere } from '../ui/focus-here.ts'
import { Submit } from '../ui/submit.tsx'
import { askToInvite } from './ask-people.ts'
import { InvitationMade, type Invitation } from './invitation.tsx'
import { mayWords, roles } from './role-words.ts'

/** Whom, as what and where: then there is a link to give to them. */
export function InviteForm({ made, leave }: { made(): void; leave(): void }) {
  const [role, setRole] = useState<Role>('agent')
  const [places, setPlaces] = useState<readonly string[]>([])
  const [done, setDone] = useState<Invitation | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const [title, address] = [useId(), useId()]
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const email = String(new FormData(event.currentTarget).get('email')).trim().toLowerCase()
    setAsking(true)
    const answer = await askToInvite({ email, role, inboxes: role === 'admin' ? [] : [...places] })
    setAsking(false)
    setWrong('sentence' in answer ? answer.sentence : null)
    if ('sentence' in answer) return
    setDone({ email, link: answer })
    made()
  }
  if (done) return <InvitationMade invitation={done} leave={leave} />
  return (
    <section aria-labelledby={title}>
      <h2 id={title}>Invite somebody</h2>
      <form class="connect" onSubmit={event => void submit(event)}>
        <div class="field">
          <label for={address}>E-mail</label>
          <input
            ref={focusHere}
            id={address}
            class="input"
            name="email"
            type="email"
            required
            maxLength={200}
            autocomplete="off"
          />
          <span class="hint">They sign in with it.</span>
        </div>
        <AsWhat role={role} choose={setRole} />
        {role !== 'admin' && <Places chosen={places} choose={setPlaces} />}
        <p class="wrong" role="alert">
          {wrong}
        </p>
        <p class="acts">
          <Submit asking={asking} words="Make the link" waiting="Making it…" />
          <button type="button" class="button quiet" onClick={leave}>
            Cancel
          </button>
        </p>
      </form>
    </section>
  )
}

function AsWhat({ role, choose }: { role: Role; choose(role: Role): void }) {
  const field = useId()
  return (
    <div class="field">
      <label for={field}>Role</label>
      <select
        id={field}
        class="input"
        value={role}
        onChange={event => choose(event.currentTarget.value as Role)}
        aria-describedby={`${field}-hint`}
      >
        {roles.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      <span id={`${field}-hint`} class="hint">
        {mayWords[role]}
      </span>
    </div>
  )
}

type PlacesProps = { readonly chosen: readonly string[]; choose(inboxes: readonly string[]): void }

function Places({ chosen, choose }: PlacesProps) {
  void inboxes.revision.value
  const all = [...inboxes.all.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  if (all.length === 0) return null
  const set = (inbox: string, isIn: boolean) =>
    choose(isIn ? [...chosen, inbox] : chosen.filter(other => other !== inbox))
  return (
    <fieldset class="team">
      <legend>Works in</legend>
      {all.map(({ inbox, name }) => (
        <label key={inbox} class="switch">
          <input
            type="checkbox"
            checked={chosen.includes(inbox)}
            onChange={event => set(inbox, event.currentTarget.checked)}
          />
          <bdi>{name}</bdi>
        </label>
      ))}
    </fieldset>
  )
}
