import { randomUUID } from 'node:crypto'
import type { Role } from '../../shared/identity/events.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Author } from '../../shared/kernel/message.ts'
import type { Actors } from '../actors/actors.ts'
import type { Credentials, Person } from './credentials.ts'
import type { Roster } from './roster.ts'

export type Newcomer = { readonly name: string; readonly email: string; readonly role: Role; readonly password: string }

/** How a workspace and its people come to be. */
export type Door = {
  /** Only while there is no workspace at all. `founded`: somebody was faster. */
  found(workspace: string, admin: Omit<Newcomer, 'role'>): Promise<Person | 'founded'>
  /** Another one beside those that are there. `taken`: its admin signs in with that address already. */
  foundAnother(workspace: string, admin: Omit<Newcomer, 'role'>): Promise<Person | 'taken'>
  /**
   * Done again for the same agent it sets the password anew. `taken`: somebody else signs in with that e-mail address.
   * `by`: who lets them in; nobody said: the server.
   */
  join(tenant: string, newcomer: Newcomer, agent?: string, by?: Author): Promise<Person | 'taken'>
  /** Whether somebody else signs in with this address. Who left does not any more. */
  isTaken(email: string, by: Person): Promise<boolean>
}

export const theServer = { kind: 'system', id: 'server' } as const

export function openDoor(actors: Actors, credentials: Credentials, roster: Roster): Door {
  const isTaken: Door['isTaken'] = async (email, { tenant, agent }) => {
    const owner = await credentials.ownerOf(email)
    if (owner === null || (owner.tenant === tenant && owner.agent === agent)) return false
    // A crash between password and joining leaves an address that nobody signs in with.
    return (await roster.of(owner.tenant)).agent(owner.agent)?.status === 'active'
  }

  const join = async (tenant: string, newcomer: Newcomer, agent: string, by: Author): Promise<Person | 'taken'> => {
    const { name, email, role, password } = newcomer
    const person = { tenant, agent }
    if (await isTaken(email, person)) return 'taken'
    await credentials.put(person, email, password)
    const command = { type: 'agent.join', id: `join:${agent}`, at: Date.now(), agent, name, email, role } as const
    const told = await actors.tell(tenant, command, now => trustedContext(by, now))
    if (told.result === 'refused') throw new Error(`the new agent was refused: ${told.refusal.reason}`)
    return person
  }

  const foundAnother: Door['foundAnother'] = async (workspace, admin) => {
    const tenant = randomUUID()
    // The person first: a crash in between must not leave a workspace that nobody can enter.
    const person = await join(tenant, { ...admin, role: 'admin' }, randomUUID(), theServer)
    if (person === 'taken') return 'taken'
    const command = { type: 'tenant.found', id: `found:${tenant}`, at: Date.now(), tenant, name: workspace } as const
    await actors.tell(tenant, command, now => trustedContext(theServer, now))
    return person
  }

  const found: Door['found'] = async (workspace, admin) => {
    if ((await roster.tenants()).length > 0) return 'founded'
    const person = await foundAnother(workspace, admin)
    if (person === 'taken') throw new Error('an e-mail address is taken although there is no workspace')
    return person
  }

  // One after the other: of two who come through at the same moment, the second finds the door as the first left it.
  let before: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = before.then(work)
    before = turn.catch(() => undefined)
    return turn
  }
  return {
    found: (workspace, admin) => inTurn(() => found(workspace, admin)),
    foundAnother: (workspace, admin) => inTurn(() => foundAnother(workspace, admin)),
    join: (tenant, newcomer, agent = randomUUID(), by = theServer) => inTurn(() => join(tenant, newcomer, agent, by)),
    isTaken
  }
}
