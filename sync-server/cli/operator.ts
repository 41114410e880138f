import { randomUUID } from 'node:crypto'
import { trustedContext } from '../../shared/identity/may.ts'
import { dayOf } from '../../shared/kernel/day.ts'
import type { Actors } from '../actors/actors.ts'
import type { Door, Newcomer } from '../identity/door.ts'
import type { Roster } from '../identity/roster.ts'
import type { Follow } from '../log/follow.ts'
import type { Recorded } from '../log/recorded.ts'
import type { InboxSecret, InboxSecrets } from '../platforms/secrets.ts'

/** A channel account as the operator knows it. Its secrets never become facts. */
export type NewInbox = Omit<InboxSecret, 'tenant' | 'baseUrl'> & { readonly name: string }

/** `renewed`: it was connected before, and has the new secrets now. */
export type Connected = 'connected' | 'renewed' | 'taken' | 'no-such-tenant'

export type Added = 'added' | 'taken' | 'no-such-tenant' | 'no-such-inbox'

/** What the person who runs the server can ask of it: in the same process, or of a running one. */
export type Operator = {
  tenants(): Promise<readonly { tenant: string; name: string; events: number }[]>
  /** `inboxes` are those the newcomer works in from the start. */
  addUser(tenant: string, newcomer: Newcomer, inboxes: readonly string[]): Promise<Added>
  connectInbox(tenant: string, inbox: NewInbox): Promise<Connected>
  /** Every event of the workspace in the order of `seq`, one JSON object a line. `null`: there is no such workspace. */
  export(tenant: string): Promise<AsyncIterable<string> | null>
}

export type OperatorDeps = {
  readonly actors: Actors
  readonly roster: Roster
  readonly follow: Follow
  readonly door: Door
  readonly secrets: InboxSecrets
}

const theOperator = { kind: 'system', id: 'operator' } as const

const atOnce = 500

export function openOperator({ actors, roster, follow, door, secrets }: OperatorDeps): Operator {
  const exists = async (tenant: string) => (await roster.tenants()).includes(tenant)
  return {
    async tenants() {
      const ids = await roster.tenants()
      return Promise.all(
        ids.map(async tenant => ({ tenant, name: (await roster.of(tenant)).name, events: await follow.head(tenant) }))
      )
    },
    async addUser(tenant, newcomer, inboxes) {
      if (!(await exists(tenant))) return 'no-such-tenant'
      const states = await Promise.all(inboxes.map(inbox => actors.state(tenant, 'inbox', inbox)))
      if (states.some(state => state.platform === null)) return 'no-such-inbox'
      const person = await door.join(tenant, newcomer)
      if (person === 'taken') return 'taken'
      for (const inbox of inboxes) {
        const command = {
          type: 'inbox.add-member',
          id: randomUUID(),
          at: Date.now(),
          inbox,
          agent: person.agent
        } as const
        await actors.tell(tenant, command, now => trustedContext(theOperator, now))
      }
      return 'added'
    },
    async connectInbox(tenant, { name, ...account }) {
      if (!(await exists(tenant))) return 'no-such-tenant'
      const { inbox, platform } = account
      const before = await actors.state(tenant, 'inbox', inbox)
      const owner = (await secrets.of(inbox))?.tenant ?? tenant
      if (owner !== tenant || (before.platform !== null && before.platform !== platform)) return 'taken'
      // Secrets first: a crash in between leaves an inbox that nobody sees, and connecting again finishes it.
      await secrets.connect({ ...account, tenant, baseUrl: null })
      if (before.platform !== null) return 'renewed'
      const command = { type: 'inbox.connect', id: randomUUID(), at: Date.now(), inbox, platform, name } as const
      await actors.tell(tenant, command, now => trustedContext(theOperator, now))
      return 'connected'
    },
    async export(tenant) {
      return (await exists(tenant)) ? lines(follow, tenant) : null
    }
  }
}

async function* lines(follow: Follow, tenant: string): AsyncGenerator<string> {
  // What is committed while this runs is left for the next export: otherwise a busy log has no end.
  const end = await follow.head(tenant)
  for (let seq = 0; seq < end;) {
    const events = (await follow.since(tenant, seq, atOnce)).filter(event => event.seq <= end)
    const last = events.at(-1)
    if (!last) throw new Error(`the log of ${tenant} ends at ${seq}, before ${end}`)
    yield events.map(event => `${line(tenant, event)}\n`).join('')
    seq = last.seq
  }
}

function line(tenant: string, { seq, stream, version, recordedAt, fact }: Recorded): string {
  return JSON.stringify({ tenant, seq, day: dayOf(recordedAt), stream, version, recordedAt, fact })
}
