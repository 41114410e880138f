import type { Role } from '../../shared/identity/events.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Author } from '../../shared/kernel/message.ts'
import type { Actors } from '../actors/actors.ts'
import type { Credentials, Person } from './credentials.ts'
import { theServer, type Door, type Newcomer } from './door.ts'
import type { Invitation, Invitations } from './invitations.ts'
import type { Roster, Workspace } from './roster.ts'
import type { SignIns } from './sign-ins.ts'

/** `gone`: the link opens nothing. `taken`: somebody else signs in with the address. `unnamed`: a newcomer has to say who they are. */
export type Accepted = Person | 'gone' | 'taken' | 'unnamed'

export type Acceptance = {
  /** What the link is for, as long as it is good and whoever made it is still an admin. */
  invitationOf(token: string): Promise<Invitation | null>
  /** Good once: a newcomer joins; a colleague has a new password, and is signed out wherever they were in. */
  accept(token: string, as: { readonly name: string | undefined; readonly password: string }): Promise<Accepted>
}

type Parts = {
  readonly door: Door
  readonly actors: Actors
  readonly credentials: Credentials
  readonly roster: Roster
  readonly invitations: Invitations
  readonly signIns: SignIns
}

export function openAcceptance(parts: Parts): Acceptance {
  const { door, credentials, roster, invitations, signIns } = parts

  const invitationOf: Acceptance['invitationOf'] = async token => {
    const invitation = await invitations.of(token)
    if (!invitation) return null
    return opens(await roster.of(invitation.tenant), invitation) ? invitation : null
  }

  const accept: Acceptance['accept'] = async (token, { name, password }) => {
    const invitation = await invitationOf(token)
    if (!invitation) return 'gone'
    const { tenant, agent, email, role } = invitation
    const person = { tenant, agent }
    if (await door.isTaken(email, person)) return 'taken'
    if (role === null) await credentials.put(person, email, password)
    else if (name === undefined) return 'unnamed'
    else if ((await welcome(parts, { ...invitation, role }, { name, email, password })) === 'taken') return 'taken'
    await signIns.closeAll(person)
    // Last: whoever crashes before comes through once more.
    await invitations.withdraw(tenant, agent)
    return person
  }

  // One after the other: of two with the same link, the second finds that it opens nothing.
  let before: Promise<unknown> = Promise.resolve()
  return {
    invitationOf,
    accept(token, as) {
      const turn = before.then(() => accept(token, as))
      before = turn.catch(() => undefined)
      return turn
    }
  }
}

/** Whether it is good for anything, as the workspace is now. */
export function opens(workspace: Workspace, { agent, role, by }: Invitation): boolean {
  const maker = by === null ? undefined : workspace.agent(by)
  if (by !== null && !(maker?.status === 'active' && maker.role === 'admin')) return false
  const status = workspace.agent(agent)?.status
  // A newcomer may have come half-way before a crash.
  return status === 'active' || (role !== null && status === undefined)
}

/** Lets a newcomer in, in the name of whoever asked them to come. */
async function welcome(
  { door, actors }: Parts,
  { tenant, agent, role, inboxes, by }: Invitation & { readonly role: Role },
  who: Omit<Newcomer, 'role'>
): Promise<Person | 'taken'> {
  const author: Author = by === null ? theServer : { kind: 'agent', id: by }
  const person = await door.join(tenant, { ...who, role }, agent, author)
  if (person === 'taken') return person
  const states = await Promise.all(inboxes.map(inbox => actors.state(tenant, 'inbox', inbox)))
  // One that is not there any more, or was made up, has no place for anybody.
  for (const inbox of inboxes.filter((_, at) => states[at]?.platform !== null)) {
    const command = { type: 'inbox.add-member', id: `join:${agent}:${inbox}`, at: Date.now(), inbox, agent } as const
    await actors.tell(tenant, command, now => trustedContext(author, now))
  }
  return person
}
