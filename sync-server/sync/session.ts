import type { Logger } from 'pino'
import * as v from 'valibot'
import { upFrame, type UpFrame } from '../../shared/protocol/up.ts'
import type { SignIn } from '../identity/sign-ins.ts'
import { atTheWire } from './at-the-wire.ts'
import type { Ear } from './ear.ts'
import { newSession, type Effect, type Input } from './engine/session.ts'
import { step } from './engine/step.ts'
import { viewerOf } from './engine/viewer.ts'
import { errands, type ErrandDeps } from './errands.ts'
import type { Hub } from './hub.ts'
import { inTurn } from './in-turn.ts'
import type { Wire } from './wire.ts'

export type SyncDeps = ErrandDeps & { readonly hub: Hub; readonly log: Logger }

/** One agent's device on one socket. */
export type Session = { receive(text: string): void; closed(): void }

/** Carries out what the engine wants, and tells it how that went. It decides nothing. */
export function openSession(deps: SyncDeps, signIn: SignIn, wire: Wire): Session {
  const { tenant, agent } = signIn
  const does = errands(deps, signIn)
  let session = newSession(tenant, agent)

  const hear = inTurn<Input>(input => {
    try {
      const made = step(session, input, { now: Date.now(), waiting: wire.waiting() })
      session = made.session
      for (const effect of made.effects) carryOut(effect)
    } catch (error) {
      broke(error)
    }
  })
  const broke = (error: unknown) => {
    deps.log.error({ err: error }, 'a sync session failed')
    hear({ type: 'failed' })
  }
  /** `input` is made and heard in one breath: nothing can happen between what it says and what follows from it. */
  const ask = <T>(found: Promise<T>, input: (found: T) => Input) =>
    void found
      .then(it => hear(input(it)))
      .catch((error: unknown) => {
        // What was looked up for somebody who has hung up meanwhile may fail: nobody waits for it.
        if (session.phase !== 'over') broke(error)
      })
  const self: Ear = { hear, contextAt: now => does.contextAt(now) }
  const send = atTheWire(wire, hear)

  const carryOut = (effect: Effect): void => {
    switch (effect.type) {
      case 'identify':
        return ask(does.identify(effect.client), ({ isTheirs, workspace }) => {
          return { type: 'identified', isTheirs, viewer: viewerOf(workspace, agent), name: workspace.name }
        })
      case 'join':
        return deps.hub.join({ ...effect, session: self, tenant, signIn: signIn.key })
      case 'look-around':
        return ask(does.lookAround(effect), found => ({ type: 'standing', ...found }))
      case 'read-snapshot':
        return ask(does.readSnapshot(effect), part => ({ type: 'snapshot-read', ...part }))
      case 'read-log':
        return ask(does.readLog(effect.after, effect.limit), events => ({ type: 'log-read', events }))
      case 'read-older':
        return ask(does.readOlder(effect), events => ({ type: 'older-read', stream: effect.stream, events }))
      case 'judge':
        return does.push(self, effect.items)
      case 'leave':
        deps.hub.part(tenant, self)
        does.leave(self)
        return send(effect)
      default:
        return send(effect)
    }
  }
  hear({ type: 'opened' })
  return {
    receive: text => hear({ type: 'received', frame: frameIn(text) }),
    closed: () => hear({ type: 'closed' })
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
