import type { UpFrame } from '../../../shared/protocol/up.ts'
import { oldestProtocol, protocolVersion } from '../../../shared/protocol/version.ts'
import { startFeed } from './feed.ts'
import { fingerprintOf } from './fingerprint.ts'
import { outgoing } from './outgoing.ts'
import { handDone } from './hand.ts'
import type { Input } from './session.ts'
import { startSnapshot } from './snapshot.ts'
import { become, guestOf, sayGoodbye, send, type Turn } from './turn.ts'
import { incarnationFor } from './viewer.ts'

type Hello = Extract<UpFrame, { type: 'hello' }>

/** Whoever is further behind gets a snapshot: it is shorter. Events. */
const reach = 20_000

export function greet(turn: Turn, { protocol, client }: Hello): void {
  if (protocol < oldestProtocol) return sayGoodbye(turn, { reason: 'too-old', comeBackAfterMs: 60_000 })
  become(turn, { isAtWork: true })
  turn.effects.push({ type: 'identify', client })
}

/** Joins in the step that learns the rights: one that changes from here on is told to the hub. */
export function identified(turn: Turn, { isTheirs, viewer, name }: Extract<Input, { type: 'identified' }>): void {
  if (!isTheirs) return sayGoodbye(turn, { reason: 'not-understood', comeBackAfterMs: 60_000 })
  if (viewer === null) return sayGoodbye(turn, { reason: 'signed-out', comeBackAfterMs: 0 })
  const { protocol, client, cursor } = helloOf(turn)
  become(turn, { guest: { protocol: Math.min(protocol, protocolVersion), viewer, name } })
  turn.effects.push({ type: 'join', client, viewer }, { type: 'look-around', there: proofAt(cursor), reach })
}

/** From here the device may push, and its feed takes over. */
export function welcome(turn: Turn, found: Extract<Input, { type: 'standing' }>): void {
  // Signed out between the upgrade and `join`: nobody has told us.
  if (!found.isSignedIn) return sayGoodbye(turn, { reason: 'signed-out', comeBackAfterMs: 0 })
  const { tenant, agent } = turn.session
  const { viewer, protocol, name } = guestOf(turn)
  const { cursor } = helloOf(turn)
  const { head, hash, acked } = found
  const incarnation = incarnationFor(viewer, found.incarnation)
  const me = { tenant, tenantName: name, agent, role: viewer.role }
  send(turn, outgoing({ type: 'welcome', protocol, incarnation, serverTime: turn.now, acked, head, me }))
  const isNear = cursor?.incarnation === incarnation && cursor.seq <= head && head - cursor.seq <= reach
  if (isNear && goesOn(cursor, found.hashThere)) startFeed(turn, cursor.seq, head)
  else startSnapshot(turn, head, fingerprintOf(hash))
  // Not only once the device is at the head: it may push from here on.
  handDone(turn)
}

/** Where a device shows what it was told of the log. One of an older version shows nothing, and is believed. */
function proofAt(cursor: Hello['cursor']): number | null {
  return cursor?.fingerprint === undefined ? null : cursor.seq
}

/** Is our log the one this device has followed (S3)? An older copy of it, put back by hand, keeps its incarnation. */
function goesOn(cursor: NonNullable<Hello['cursor']>, hashThere: string | null): boolean {
  return proofAt(cursor) === null || (hashThere !== null && fingerprintOf(hashThere) === cursor.fingerprint)
}

function helloOf({ session }: Turn): Hello {
  const [hello] = session.hand
  if (hello?.type !== 'hello') throw new Error('the frame at work is no hello')
  return hello
}
