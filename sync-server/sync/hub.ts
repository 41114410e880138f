import type { DownFrame } from '../../shared/protocol/down.ts'
import type { Roster, Workspace } from '../identity/roster.ts'
import type { SignIns } from '../identity/sign-ins.ts'
import type { Follow } from '../log/follow.ts'
import type { Batch } from '../log/recorded.ts'
import { eventsFrames, type EventsFrame } from './events-frames.ts'
import { viewerOf, type Viewer } from './viewer.ts'

/** Why the server hangs up, and when to come back. */
export type Farewell = Omit<Extract<DownFrame, { type: 'bye' }>, 'type'>

/** A session that was welcomed. */
export type Member = {
  readonly tenant: string
  readonly client: string
  readonly viewer: Viewer
  /** The sign-in whose cookie opened the socket. */
  readonly signIn: string
  deliver(batch: Batch, frames: () => readonly EventsFrame[]): void
  leave(farewell: Farewell): void
}

/** Everybody who is connected: who gets what was committed, and who has to go. */
export type Hub = {
  /** How many are connected. */
  readonly size: number
  /** A device has one socket: an older one of the same client is overtaken. */
  join(member: Member): void
  part(member: Member): void
  /** Everybody goes, and comes back a little apart from each other (R2). */
  drain(): void
}

const comeBackWithinMs = 1500

export function openHub(follow: Follow, roster: Roster, signIns: SignIns): Hub {
  const members = new Map<string, Set<Member>>()
  const all = () => [...members.values()].flatMap(some => Array.from(some))

  follow.onCommitted(batch => {
    const present = members.get(batch.tenant)
    if (!present) return
    const encoded = new Map<string, readonly EventsFrame[]>()
    for (const member of present) {
      member.deliver(batch, () => {
        const { sight } = member.viewer
        const frames = encoded.get(sight) ?? eventsFrames(batch, member.viewer)
        encoded.set(sight, frames)
        return frames
      })
    }
  })
  roster.onChanged(workspace => {
    for (const member of members.get(workspace.tenant) ?? []) review(member, workspace)
  })
  signIns.onClosed(keys => {
    for (const member of all()) {
      if (keys.includes(member.signIn)) member.leave({ reason: 'signed-out', comeBackAfterMs: 0 })
    }
  })
  return {
    get size() {
      return all().length
    },
    join(member) {
      const present = members.get(member.tenant) ?? new Set()
      for (const other of present) {
        if (other.client === member.client) other.leave({ reason: 'overtaken', comeBackAfterMs: 30_000 })
      }
      members.set(member.tenant, present.add(member))
    },
    part(member) {
      const present = members.get(member.tenant)
      present?.delete(member)
      if (present?.size === 0) members.delete(member.tenant)
    },
    drain() {
      const everybody = all()
      for (const [i, member] of everybody.entries()) {
        member.leave({
          reason: 'draining',
          comeBackAfterMs: 500 + Math.floor((i / everybody.length) * comeBackWithinMs)
        })
      }
    }
  }
}

/** A right that was given or taken counts at once: the client comes back and gets what it may hold now. */
function review(member: Member, workspace: Workspace): void {
  const now = viewerOf(workspace, member.viewer.agent)
  if (now === null) return member.leave({ reason: 'signed-out', comeBackAfterMs: 0 })
  if (now.sight !== member.viewer.sight || now.role !== member.viewer.role) {
    member.leave({ reason: 'scope-changed', comeBackAfterMs: 50 })
  }
}
