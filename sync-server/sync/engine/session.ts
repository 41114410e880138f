import type { StreamId } from '../../../shared/kernel/message.ts'
import type { DownFrame } from '../../../shared/protocol/down.ts'
import type { PushItem, UpFrame } from '../../../shared/protocol/up.ts'
import type { Ack, Batch, Chained, Recorded } from '../../log/recorded.ts'
import type { EventsFrame } from './events-frames.ts'
import type { Outgoing } from './outgoing.ts'
import type { Viewer } from './viewer.ts'

/** One agent's device on one socket, as the engine knows it. Never changed: a step makes the next one. */
export type Session = {
  readonly phase: 'new' | 'greeted' | 'over'
  readonly tenant: string
  readonly agent: string
  /** Frames that came and are not answered yet, the first of them at work. */
  readonly hand: readonly HandFrame[]
  readonly isAtWork: boolean
  readonly guest: Guest | null
  /** Answers that are durable and have not been sent, and since when they gather. */
  readonly acks: { readonly ready: readonly Ack[]; readonly since: number }
  readonly snapshot: Snapshot | null
  readonly feed: Feed
  /** Something waits until the socket has taken what it was given. */
  readonly awaitsRoom: boolean
}

/** A frame that is worked off in turn; a ping is not. */
export type HandFrame = Exclude<UpFrame, { type: 'ping' }>

/** Who said hello, once we know what they may see. */
export type Guest = { readonly protocol: number; readonly viewer: Viewer; readonly name: string }

/** On its way as of `seq`: its next part is asked for, or here and waiting for room. */
export type Snapshot = {
  readonly seq: number
  readonly fingerprint: string
  readonly part: { readonly frame: Outgoing; readonly last: boolean } | null
}

export type Feed = {
  readonly state: 'idle' | 'behind' | 'live'
  /** What was sent reaches to here. */
  readonly cursor: number
  /** The log is known to reach to here. */
  readonly told: number
  readonly isReading: boolean
  /** Read from the log, and waiting for room. */
  readonly held: readonly EventsFrame[]
}

/** Why the server hangs up, and when to come back. */
export type Farewell = Omit<Extract<DownFrame, { type: 'bye' }>, 'type'>

/** What can happen to a session. Answers to its own effects come one for each. */
export type Input =
  /** Nothing was said yet. */
  | { readonly type: 'opened' }
  /** `null`: it was no frame. */
  | { readonly type: 'received'; readonly frame: UpFrame | null }
  /** `isTheirs`: the device is not somebody else's. `viewer` null: they have no place in the workspace any more. */
  | { readonly type: 'identified'; readonly isTheirs: boolean; readonly viewer: Viewer | null; readonly name: string }
  | {
      readonly type: 'standing'
      readonly isSignedIn: boolean
      readonly incarnation: string
      readonly head: number
      /** Of the log at `head`. */
      readonly hash: string
      /** Of the log where the device says it stands, if that was asked for and is there. */
      readonly hashThere: string | null
      readonly acked: number
    }
  | { readonly type: 'snapshot-read'; readonly frame: Outgoing; readonly last: boolean }
  | { readonly type: 'log-read'; readonly events: readonly Chained[] }
  | { readonly type: 'older-read'; readonly stream: StreamId; readonly events: readonly Recorded[] }
  | { readonly type: 'judged'; readonly ack: Ack }
  /** A push is worked off. `expected`: this `n` is missing. */
  | { readonly type: 'push-taken'; readonly expected: number | null }
  /** A batch that was just committed. `frames` encodes it once for all who see the same. */
  | { readonly type: 'told'; readonly batch: Batch; frames(): readonly EventsFrame[] }
  | { readonly type: 'room' }
  | { readonly type: 'sent-away'; readonly farewell: Farewell }
  | { readonly type: 'failed' }
  | { readonly type: 'silent' }
  | { readonly type: 'closed' }

/** What a session wants done. The comment names the input that answers it. */
export type Effect =
  | { readonly type: 'send'; readonly frame: Outgoing }
  /** Starts the wait for the next sign of life anew. → `silent` */
  | { readonly type: 'listen'; readonly forMs: number }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** → `identified`, in the same breath in which the rights were looked up. */
  | { readonly type: 'identify'; readonly client: string }
  /** Into the hub, before anything else is done. */
  | { readonly type: 'join'; readonly client: string; readonly viewer: Viewer }
  /** `there`: where the hash of the log is wanted, unless that is further than `reach` behind. → `standing` */
  | { readonly type: 'look-around'; readonly there: number | null; readonly reach: number }
  /** The next part of the snapshot as of `seq`. → `snapshot-read` */
  | { readonly type: 'read-snapshot'; readonly seq: number; readonly fingerprint: string; readonly viewer: Viewer }
  /** → `log-read` */
  | { readonly type: 'read-log'; readonly after: number; readonly limit: number }
  /** → `older-read` */
  | { readonly type: 'read-older'; readonly stream: StreamId; readonly before: number; readonly limit: number }
  /** → `judged` for each that was, then `push-taken` */
  | { readonly type: 'judge'; readonly items: readonly PushItem[] }
  /** → `room`, once no more than `bytes` wait on the socket */
  | { readonly type: 'await-room'; readonly bytes: number }
  /** Out of the hub and of whatever else knows it: it is over. */
  | { readonly type: 'leave' }
  /** After a goodbye. */
  | { readonly type: 'hang-up' }
  /** No goodbye would arrive. */
  | { readonly type: 'cut' }

/** What a step may know besides: the clock, and how many bytes the socket was given and has not taken. */
export type Moment = { readonly now: number; readonly waiting: number }

export type Step = { readonly session: Session; readonly effects: readonly Effect[] }

export function newSession(tenant: string, agent: string): Session {
  return {
    phase: 'new',
    tenant,
    agent,
    hand: [],
    isAtWork: false,
    guest: null,
    acks: { ready: [], since: 0 },
    snapshot: null,
    feed: { state: 'idle', cursor: 0, told: 0, isReading: false, held: [] },
    awaitsRoom: false
  }
}
