import type { Logger } from 'pino'
import * as v from 'valibot'
import type { StreamId } from '../../shared/kernel/message.ts'
import { upFrame, type UpFrame } from '../../shared/protocol/up.ts'
import type { SignIn } from '../identity/sign-ins.ts'
import type { Streams } from '../log/read.ts'
import type { Ack } from '../log/recorded.ts'
import { forClients, newestWithinFrame } from './events-frames.ts'
import { greet, type GreetDeps, type Welcomed } from './greet.ts'
import type { Farewell } from './hub.ts'
import { drained, encode, mostWaiting, type Wire } from './wire.ts'

export type SyncDeps = GreetDeps & { readonly log: Logger }

/** One agent's device on one socket. */
export type Session = { receive(text: string): void; closed(): void }

type Frame<T extends UpFrame['type']> = Extract<UpFrame, { type: T }>

/** A browser that says nothing for so long is gone, whatever the socket thinks. Clients ping more often. */
const silenceMs = 45_000
/** Frames that may wait to be judged before we stop reading. */
const mostQueued = 8
/** What was on its way when we stopped reading; more is from somebody who does not play by the rules. */
const mostInFlight = 256
/** Older events handed out at a time. */
const chunk = 100
/** As high as a version can be counted. */
const highestVersion = 2 ** 31 - 1
/** Acks wait for each other so long at most. */
const acksTogetherMs = 40

export function openSession(deps: SyncDeps, signIn: SignIn, wire: Wire): Session {
  let state: 'new' | 'greeted' | 'over' = 'new'
  let welcomed: Welcomed | undefined
  const over = () => state === 'over'

  const end = () => {
    state = 'over'
    clearTimeout(silence)
    welcomed?.feed.end()
    if (welcomed) deps.hub.part(welcomed.member)
  }
  const leave = (farewell: Farewell) => {
    if (over()) return
    wire.send(encode({ type: 'bye', ...farewell }))
    end()
    wire.close()
  }
  const fail = (error: unknown) => {
    if (over()) return
    deps.log.error({ err: error }, 'a sync session failed')
    leave({ reason: 'busy', comeBackAfterMs: 2000 })
  }
  const silence = setTimeout(() => {
    end()
    wire.cut()
  }, silenceMs)

  const handle = async (frame: UpFrame) => {
    if (over()) return
    silence.refresh()
    if (frame.type === 'hello') {
      const guest = { signIn, wire, leave, fail, over, joined: (it: Welcomed) => (welcomed = it) }
      const farewell = await greet(deps, guest, frame)
      if (farewell) leave(farewell)
    } else if (welcomed && frame.type === 'push') {
      await push(welcomed, wire, over, frame)
    } else if (welcomed && frame.type === 'need') {
      await drained(wire, over)
      await need(deps, welcomed, wire, frame)
    }
  }
  const take = oneAtATime(wire, handle, fail, () => leave({ reason: 'busy', comeBackAfterMs: 2000 }))
  return {
    receive(text) {
      if (over()) return
      silence.refresh()
      const frame = frameIn(text)
      if (frame?.type === 'ping') {
        // F1: whoever pings and never reads gets no more to read.
        if (wire.waiting() <= mostWaiting) wire.send(encode({ type: 'pong' }))
        return
      }
      if (!frame || (frame.type === 'hello') !== (state === 'new')) {
        return leave({ reason: 'not-understood', comeBackAfterMs: 60_000 })
      }
      state = 'greeted'
      take(frame)
    },
    closed() {
      if (!over()) end()
    }
  }
}

/** One frame after the other; whoever sends faster than we judge is not read for a while. */
function oneAtATime<F>(
  wire: Wire,
  handle: (frame: F) => Promise<void>,
  fail: (error: unknown) => void,
  overrun: () => void
) {
  let queued = 0
  let work: Promise<void> = Promise.resolve()
  return (frame: F) => {
    if (queued >= mostInFlight) return overrun()
    if (++queued === mostQueued) wire.pause()
    work = work
      .then(() => handle(frame))
      .catch(fail)
      .then(() => {
        if (queued-- === mostQueued) wire.resume()
      })
  }
}

function frameIn(text: string): UpFrame | null {
  try {
    const read = v.safeParse(upFrame, JSON.parse(text))
    return read.success ? read.output : null
  } catch {
    return null
  }
}

async function push({ workspace, viewer, intake }: Welcomed, wire: Wire, isOver: () => boolean, frame: Frame<'push'>) {
  let acks: Ack[] = []
  let since = Date.now()
  const flush = () => {
    if (acks.length > 0) wire.send(encode({ type: 'acks', acks }))
    acks = []
    since = Date.now()
  }
  try {
    const expected = await intake.take(frame.items, {
      judge: now => workspace.contextOf(viewer.agent, now),
      answer(ack) {
        acks.push(ack)
        if (Date.now() - since > acksTogetherMs) flush()
      },
      isOver
    })
    flush()
    if (expected !== null) wire.send(encode({ type: 'gap', expected }))
  } finally {
    // What was judged before the fault is durable, so its answer goes out.
    flush()
  }
}

/** Whoever may not see a stream gets what they would get if there were none. */
async function need({ streams }: SyncDeps, { workspace, viewer }: Welcomed, wire: Wire, frame: Frame<'need'>) {
  const stream = frame.stream as StreamId
  const older = await before(streams, workspace.tenant, stream, frame.before)
  const seen = older.filter(event => viewer.sees(event.scope))
  const events = newestWithinFrame(seen)
  const complete = (events[0]?.version ?? 1) === 1
  wire.send(encode({ type: 'part', stream, events: events.map(forClients), complete }))
}

/** A client that does not know where a stream ends asks from far beyond, and gets its end. */
async function before(streams: Streams, tenant: string, stream: StreamId, version: number) {
  const { events, complete } = await streams.before(tenant, stream, Math.min(version, highestVersion), chunk)
  return events.length > 0 || complete ? events : streams.last(tenant, stream, chunk)
}
