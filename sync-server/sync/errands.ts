import type { Context } from '../../shared/kernel/decider.ts'
import type { PushItem } from '../../shared/protocol/up.ts'
import type { Roster, Workspace } from '../identity/roster.ts'
import type { SignIn, SignIns } from '../identity/sign-ins.ts'
import type { Follow } from '../log/follow.ts'
import type { LogEnd, Recorded } from '../log/recorded.ts'
import type { Ear } from './ear.ts'
import type { Effect } from './engine/session.ts'
import type { SnapshotPart } from './engine/snapshot-frames.ts'
import type { Intake, Intakes } from './intake.ts'
import { snapshotFrames, type SnapshotDeps } from './snapshot.ts'

export type ErrandDeps = SnapshotDeps & {
  /** Which life of the log this is; another after a restore from a backup (R1). */
  readonly incarnation: string
  readonly roster: Roster
  readonly follow: Follow
  readonly intakes: Intakes
  readonly signIns: SignIns
}

type LookAround = Extract<Effect, { type: 'look-around' }>
type ReadSnapshot = Extract<Effect, { type: 'read-snapshot' }>
type ReadOlder = Extract<Effect, { type: 'read-older' }>

/** As high as a version can be counted. */
const highestVersion = 2 ** 31 - 1

/** What a session has looked up and done for it. The first errand is `identify`. */
export function errands(deps: ErrandDeps, { tenant, agent, key }: SignIn) {
  let known: { readonly workspace: Workspace; readonly intake: Intake } | undefined
  let snapshot: AsyncGenerator<SnapshotPart> | undefined
  const whoIsThere = () => {
    if (!known) throw new Error('nobody has said hello')
    return known
  }
  const hashAt = async (seq: number, { seq: head, hash }: LogEnd): Promise<string | null> => {
    if (seq === head) return hash
    const [event] = await deps.follow.since(tenant, seq - 1, 1)
    return event?.seq === seq ? event.hash : null
  }
  return {
    async identify(client: string) {
      const intake = await deps.intakes.open(tenant, client, agent)
      const workspace = await deps.roster.of(tenant)
      if (intake) known = { workspace, intake }
      return { isTheirs: intake !== null, workspace }
    },
    async lookAround({ there, reach }: LookAround) {
      const isSignedIn = await deps.signIns.isOpen(key)
      const end = await deps.follow.end(tenant)
      const { seq: head, hash } = end
      const hashThere = there === null || head - there > reach ? null : await hashAt(there, end)
      return { isSignedIn, head, hash, hashThere, incarnation: deps.incarnation, acked: whoIsThere().intake.acked }
    },
    async readSnapshot({ viewer, ...at }: ReadSnapshot): Promise<SnapshotPart> {
      snapshot ??= snapshotFrames(deps, whoIsThere().workspace, viewer, at, Date.now())
      const part = await snapshot.next()
      if (part.done) throw new Error('a snapshot was read beyond its end')
      return part.value
    },
    readLog: (after: number, limit: number) => deps.follow.since(tenant, after, limit),
    /** A client that does not know where a stream ends asks from far beyond, and gets its end. */
    async readOlder({ stream, before, limit }: ReadOlder): Promise<readonly Recorded[]> {
      const { streams } = deps
      const { events, complete } = await streams.before(tenant, stream, Math.min(before, highestVersion), limit)
      return events.length > 0 || complete ? events : streams.last(tenant, stream, limit)
    },
    push: (by: Ear, items: readonly PushItem[]) => whoIsThere().intake.push(by, items),
    contextAt: (now: number): Context => whoIsThere().workspace.contextOf(agent, now),
    leave(by: Ear) {
      known?.intake.left(by)
      snapshot = undefined
    }
  }
}
