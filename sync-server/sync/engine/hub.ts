import type { Workspace } from '../../identity/roster.ts'
import type { Batch } from '../../log/recorded.ts'
import { eventsFrames, type EventsFrame } from './events-frames.ts'
import type { Farewell } from './session.ts'
import { viewerOf, type Viewer } from './viewer.ts'

/** A session that was welcomed. `session` is whatever the one who carries out effects knows it by. */
export type Member<S> = {
  readonly session: S
  readonly tenant: string
  readonly client: string
  readonly viewer: Viewer
  /** The sign-in whose cookie opened the socket. */
  readonly signIn: string
}

/** Everybody who is connected, by tenant. Changed in place: thousands are not copied for one who comes. */
export type Hub<S> = { readonly members: Map<string, Map<S, Member<S>>> }

export type SentAway<S> = { readonly to: S; readonly farewell: Farewell }
export type Delivery<S> = { readonly to: S; frames(): readonly EventsFrame[] }

export function newHub<S>(): Hub<S> {
  return { members: new Map() }
}

/** A device has one socket: an older one of the same client is overtaken. */
export function join<S>({ members }: Hub<S>, member: Member<S>): SentAway<S>[] {
  const present = members.get(member.tenant) ?? new Map<S, Member<S>>()
  const older: Member<S>[] = []
  // Thousands come back at once, and each looks at all who are there already.
  for (const other of present.values()) if (other.client === member.client) older.push(other)
  members.set(member.tenant, present.set(member.session, member))
  return sendAway(older, { reason: 'overtaken', comeBackAfterMs: 30_000 })
}

export function part<S>({ members }: Hub<S>, tenant: string, session: S): void {
  const present = members.get(tenant)
  present?.delete(session)
  if (present?.size === 0) members.delete(tenant)
}

/** Everybody in the tenant hears of every batch (O2). It is made into frames once for all who see the same (F1). */
export function fanOut<S>({ members }: Hub<S>, batch: Batch): Delivery<S>[] {
  const made = new Map<string, readonly EventsFrame[]>()
  return [...(members.get(batch.tenant)?.values() ?? [])].map(({ session, viewer }) => ({
    to: session,
    frames() {
      const frames = made.get(viewer.sight) ?? eventsFrames(batch, viewer)
      made.set(viewer.sight, frames)
      return frames
    }
  }))
}

/** A right that was given or taken counts at once: the client comes back and gets what it may hold now. */
export function review<S>({ members }: Hub<S>, workspace: Workspace): SentAway<S>[] {
  return [...(members.get(workspace.tenant)?.values() ?? [])].flatMap(({ session, viewer }) => {
    const now = viewerOf(workspace, viewer.agent)
    if (now === null) return [{ to: session, farewell: signedOut }]
    const isAsBefore = now.sight === viewer.sight && now.role === viewer.role
    return isAsBefore ? [] : [{ to: session, farewell: { reason: 'scope-changed' as const, comeBackAfterMs: 50 } }]
  })
}

/** These sign-ins are closed. */
export function signOut<S>(hub: Hub<S>, keys: readonly string[]): SentAway<S>[] {
  return sendAway(
    everybody(hub).filter(member => keys.includes(member.signIn)),
    signedOut
  )
}

const comeBackWithinMs = 1500

/** Everybody goes, and comes back a little apart from each other (R2). */
export function drain<S>(hub: Hub<S>): SentAway<S>[] {
  const all = everybody(hub)
  return all.map(({ session }, i) => {
    const comeBackAfterMs = 500 + Math.floor((i / all.length) * comeBackWithinMs)
    return { to: session, farewell: { reason: 'draining', comeBackAfterMs } }
  })
}

export function sizeOf<S>({ members }: Hub<S>): number {
  return [...members.values()].reduce((sum, present) => sum + present.size, 0)
}

const signedOut: Farewell = { reason: 'signed-out', comeBackAfterMs: 0 }

function everybody<S>({ members }: Hub<S>): Member<S>[] {
  return [...members.values()].flatMap(present => [...present.values()])
}

function sendAway<S>(members: readonly Member<S>[], farewell: Farewell): SentAway<S>[] {
  return members.map(({ session }) => ({ to: session, farewell }))
}
