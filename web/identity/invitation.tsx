import type { Link } from '../../shared/protocol/people.ts'
import { agents } from '../app/live.ts'
import { NewLink } from './new-link.tsx'

export type Invitation = { readonly email: string; readonly link: Link }

/** What to send to whom; and once they have joined with it, that they have: then it opens nothing any more. */
export function InvitationMade({ invitation: { email, link }, leave }: { invitation: Invitation; leave(): void }) {
  void agents.revision.value
  const joined = [...agents.all.values()].find(one => one.status === 'active' && one.email === email)
  return (
    <section aria-label="The invitation">
      <div role="status">
        {joined && (
          <h2 ref={keepHere} tabIndex={-1}>
            <bdi>{joined.name}</bdi> has joined
          </h2>
        )}
      </div>
      {!joined && (
        <>
          <h2>
            Send this to <bdi>{email}</bdi>
          </h2>
          <NewLink link={link} label="Link to join" />
        </>
      )}
      <p class="acts">
        <button type="button" class="button primary" onClick={leave}>
          Done
        </button>
      </p>
    </section>
  )
}

/** The link had the focus when it was taken away, unless somebody went on to something else. */
function keepHere(element: HTMLElement | null): void {
  if (document.activeElement === document.body) element?.focus()
}
