import { oldestProtocol, protocolVersion } from '../../shared/protocol/version.ts'
import type { UpFrame } from '../../shared/protocol/up.ts'
import type { Roster, Workspace } from '../identity/roster.ts'
import type { SignIn, SignIns } from '../identity/sign-ins.ts'
import type { Follow } from '../log/follow.ts'
import { openFeed, type Feed } from './feed.ts'
import type { Farewell, Hub, Member } from './hub.ts'
import type { Intake, Intakes } from './intake.ts'
import { snapshotFrames, type SnapshotDeps } from './snapshot.ts'
import { incarnationFor, viewerOf, type Viewer } from './viewer.ts'
import { drained, encode, type Wire } from './wire.ts'

export type GreetDeps = SnapshotDeps & {
  /** Which life of the log this is; another after a restore from a backup (R1). */
  readonly incarnation: string
  readonly roster: Roster
  readonly follow: Follow
  readonly intakes: Intakes
  readonly hub: Hub
  readonly signIns: SignIns
}

export type Guest = {
  readonly signIn: SignIn
  readonly wire: Wire
  leave(farewell: Farewell): void
  fail(error: unknown): void
  over(): boolean
  joined(welcomed: Welcomed): void
}

export type Welcomed = {
  readonly workspace: Workspace
  readonly viewer: Viewer
  readonly intake: Intake
  readonly feed: Feed
  readonly member: Member
}

type Hello = Extract<UpFrame, { type: 'hello' }>

/** Whoever is further behind gets a snapshot: it is shorter. Events. */
const reach = 20_000

/** From `hello` to the moment when the feed takes over. A farewell instead, when this client cannot stay. */
export async function greet(deps: GreetDeps, guest: Guest, hello: Hello): Promise<Farewell | undefined> {
  const { signIn, wire } = guest
  const { tenant, agent } = signIn
  if (hello.protocol < oldestProtocol) return { reason: 'too-old', comeBackAfterMs: 60_000 }
  const intake = await deps.intakes.open(tenant, hello.client, agent)
  if (intake === null) return { reason: 'not-understood', comeBackAfterMs: 60_000 }
  const workspace = await deps.roster.of(tenant)
  if (guest.over()) return undefined
  // From here to `join` nothing is awaited: a right that changes in between would go unnoticed.
  const viewer = viewerOf(workspace, agent)
  if (viewer === null) return { reason: 'signed-out', comeBackAfterMs: 0 }
  const feed = openFeed(tenant, viewer, wire, deps.follow, guest.fail)
  const { deliver } = feed
  const member: Member = { tenant, client: hello.client, viewer, signIn: signIn.key, deliver, leave: guest.leave }
  const welcomed: Welcomed = { workspace, viewer, intake, feed, member }
  guest.joined(welcomed)
  deps.hub.join(member)

  // Signed out between the upgrade and `join`: nobody has told us.
  if (!(await deps.signIns.isOpen(signIn.key))) return { reason: 'signed-out', comeBackAfterMs: 0 }
  const head = await deps.follow.head(tenant)
  const incarnation = incarnationFor(viewer, deps.incarnation)
  const me = { tenant, tenantName: workspace.name, agent, role: viewer.role }
  const protocol = Math.min(hello.protocol, protocolVersion)
  wire.send(encode({ type: 'welcome', protocol, incarnation, serverTime: Date.now(), acked: intake.acked, head, me }))
  const { cursor } = hello
  const fits = cursor?.incarnation === incarnation && cursor.seq <= head && head - cursor.seq <= reach
  if (fits) feed.startAfter(cursor.seq)
  // Not awaited: a client need not be at the head to push.
  else sendSnapshot(deps, guest, welcomed, head).catch(guest.fail)
  return undefined
}

async function sendSnapshot(deps: GreetDeps, guest: Guest, { workspace, viewer, feed }: Welcomed, seq: number) {
  for await (const frame of snapshotFrames(deps, workspace, viewer, seq, Date.now())) {
    await drained(guest.wire, guest.over)
    if (guest.over()) return
    guest.wire.send(frame)
  }
  feed.startAfter(seq)
}
