import type { Roster } from '../identity/roster.ts'
import type { SignIns } from '../identity/sign-ins.ts'
import type { Follow } from '../log/follow.ts'
import type { Ear } from './ear.ts'
import { telling } from './telling.ts'
import { drain, fanOut, join, newHub, part, review, signOut, sizeOf, type Member, type SentAway } from './engine/hub.ts'

/** Everybody who is connected: who gets what was committed, and who has to go. */
export type Hub = {
  /** How many are connected. */
  readonly size: number
  join(member: Member<Ear>): void
  part(tenant: string, session: Ear): void
  /** Everybody goes, and comes back a little apart from each other (R2). */
  drain(): void
}

export function openHub(follow: Follow, roster: Roster, signIns: SignIns): Hub {
  const hub = newHub<Ear>()
  const sendAway = (away: readonly SentAway<Ear>[]) => {
    for (const { to, farewell } of away) to.hear({ type: 'sent-away', farewell })
  }
  const tell = telling(batch => {
    for (const { to, frames } of fanOut(hub, batch)) to.hear({ type: 'told', batch, frames })
  })
  follow.onCommitted(tell)
  roster.onChanged(workspace => sendAway(review(hub, workspace)))
  signIns.onClosed(keys => sendAway(signOut(hub, keys)))
  return {
    get size() {
      return sizeOf(hub)
    },
    join: member => sendAway(join(hub, member)),
    part: (tenant, session) => part(hub, tenant, session),
    drain: () => sendAway(drain(hub))
  }
}
