import { expect } from 'vitest'
import type { DownFrame } from '../../shared/protocol/down.ts'
import type { UpFrame } from '../../shared/protocol/up.ts'
import type { Batch, Chained, Recorded } from '../../sync-server/log/recorded.ts'
import { eventsFrames } from '../../sync-server/sync/engine/events-frames.ts'
import { ofText } from '../../sync-server/sync/engine/outgoing.ts'
import { newSession, type Effect, type Input, type Moment } from '../../sync-server/sync/engine/session.ts'
import { step } from '../../sync-server/sync/engine/step.ts'
import type { Viewer } from '../../sync-server/sync/engine/viewer.ts'

export const client = '0197a0f0-0000-7000-8000-000000000001'
export const admin: Viewer = { agent: 'ada', role: 'admin', sight: 'all', sees: () => true }
export const inSales: Viewer = { agent: 'bea', role: 'agent', sight: 'sales', sees: it => it === 'inbox:sales' }

const calm: Moment = { now: 1000, waiting: 0 }

/** A session to which all of this has happened, told in the order in which it did. */
export function given(...past: readonly (Input | readonly Input[])[]) {
  const before = past.flat().reduce((session, input) => step(session, input, calm).session, newSession('t', 'ada'))
  return {
    session: before,
    /** The last of these is what the test is about; the others pass before it in the same breath. */
    when(...inputs: readonly Input[]) {
      return given(...past, ...inputs.slice(0, -1)).meanwhile({}, inputs.at(-1)!)
    },
    /** At another moment: later, or with bytes that wait on the socket. */
    meanwhile(moment: Partial<Moment>, input: Input) {
      const { session, effects } = step(before, input, { ...calm, ...moment })
      return {
        session,
        effects,
        says: said(effects),
        then: (...expected: readonly (Partial<Effect> | { type: 'judge'; items: readonly object[] })[]) =>
          expect(effects).toMatchObject(expected)
      }
    }
  }
}

/** The frames among the effects, as a client reads them. */
export function said(effects: readonly Effect[]): DownFrame[] {
  return effects.flatMap(effect => (effect.type === 'send' ? [JSON.parse(effect.frame.text) as DownFrame] : []))
}

export const received = (frame: UpFrame | null): Input => ({ type: 'received', frame })
type Cursor = { incarnation: string; seq: number; fingerprint?: string | undefined }
export const hello = (cursor: Cursor | null = null, protocol = 1): Input =>
  received({ type: 'hello', protocol, client, cursor })
export const push = (...ns: readonly number[]): Input =>
  received({ type: 'push', items: ns.map(n => ({ n, command: null, after: null })) })
export const need = (stream: `${string}/${string}`, before = 50): Input => received({ type: 'need', stream, before })
export const identified = (viewer: Viewer | null = admin): Input => ({
  type: 'identified',
  isTheirs: true,
  viewer,
  name: 'Firm'
})
export const standing = (head = 0, acked = 0, hashThere: string | null = null, isSignedIn = true): Input => ({
  type: 'standing',
  isSignedIn,
  incarnation: 'life',
  head,
  hash: hashAt(head),
  hashThere,
  acked
})
export const snapshotPart = (seq: number, last = true): Input => ({
  type: 'snapshot-read',
  frame: ofText(JSON.stringify({ type: 'snapshot', seq, part: 1, last, streams: [] })),
  last
})
export const judged = (n: number): Input => ({
  type: 'judged',
  ack: { n, command: null, seq: n, refusal: null }
})
export const taken = (expected: number | null = null): Input => ({ type: 'push-taken', expected })
export const logRead = (...events: readonly Chained[]): Input => ({ type: 'log-read', events })

/** Of a log that never forked. */
export const hashAt = (seq: number): string => seq.toString(16).padStart(64, '0')

/** Welcomed as of `head`, which its cursor has reached: live. */
export const live = (head = 0, viewer: Viewer = admin): readonly Input[] => [
  hello({ incarnation: `life.${viewer.sight}`, seq: head }),
  identified(viewer),
  standing(head)
]

export function event(seq: number, scope: Recorded['scope'] = 'tenant', bytes = 1): Chained {
  const fact = { type: 'x', at: 0, by: { kind: 'system' as const, id: 'x' }, cause: 'c', text: 'y'.repeat(bytes) }
  return { seq, stream: 'conversation/c', version: seq, recordedAt: 0, scope, fact, hash: hashAt(seq) }
}

/** What was just committed, as the hub tells it. */
export function told(events: readonly Chained[], viewer: Viewer = admin): Input {
  const batch: Batch = { tenant: 't', from: events[0]!.seq, to: events.at(-1)!.seq, events }
  return { type: 'told', batch, frames: () => eventsFrames(batch, viewer) }
}
