import { unreachable } from '../../../shared/kernel/unreachable.ts'
import type { TabMessage } from '../tabs.ts'

export type LeaderInput =
  | { readonly on: 'begin' }
  /** The page was shown or hidden. */
  | { readonly on: 'shown' | 'hidden' }
  | { readonly on: 'told'; readonly message: TabMessage }
  | { readonly on: 'lock'; readonly is: 'granted' | 'lost' | 'unavailable' }
  /** The store was told; `null`: it could not be. */
  | { readonly on: 'raised'; readonly epoch: number | null }
  | { readonly on: 'time'; readonly timer: 'takeover' | 'patrol' | 'retry' }
  /** The store says that somebody else leads now. */
  | { readonly on: 'overtaken' }
  | { readonly on: 'close' }

export type LeaderEffect =
  /** `queue`: when whoever holds it lets go. `steal`: now. The one asked for before is not wanted any more. */
  | { readonly do: 'ask for lock'; readonly how: 'queue' | 'steal' }
  /** Lets go of the lock, or leaves the queue for it. */
  | { readonly do: 'let go' }
  /** Raises the epoch in the store, so that whoever led before cannot move the cursor any more. */
  | { readonly do: 'raise epoch' }
  | { readonly do: 'lead'; readonly epoch: number }
  | { readonly do: 'follow' }
  | { readonly do: 'tell'; readonly message: TabMessage }
  | { readonly do: 'wait'; readonly timer: 'takeover' | 'patrol' | 'retry'; readonly ms: number }
  | { readonly do: 'stop waiting'; readonly timer: 'takeover' | 'patrol' | 'retry' }

export type Leader = {
  /** Where there are none (plain http on a network) the newest visible tab leads, and the epoch fences. */
  readonly hasLocks: boolean
  readonly isVisible: boolean
  /** `rising`: the lock is ours, and the store is being told. */
  readonly state: 'following' | 'rising' | 'leading' | 'closed'
  readonly epoch: number
}

export type LeaderStep = { readonly leader: Leader; readonly effects: readonly LeaderEffect[] }

/** A leader that has not said a word for so long is frozen or dead. */
const answerWithinMs = 500
const patrolMs = 5000
/** Two that are looked at may both want it: a little chance lets one be first, and the other hears of it. */
const hesitateMs = 100

/**
 * [T1] One tab leads: it owns the socket. The lock goes to the next tab when the leader's closes. A tab that is
 * looked at does not wait for one that is not: when the leader is hidden or does not answer, it takes the lock.
 *
 *     following ── lock ──▶ rising ── epoch raised ──▶ leading ── stolen, overtaken ──▶ following
 */
export function elect(before: Leader, input: LeaderInput, random: number): LeaderStep {
  if (before.state === 'closed') return same(before)
  switch (input.on) {
    case 'begin':
      return then(queue(before), leader => then(ask(leader), patrol))
    case 'shown':
    case 'hidden': {
      const leader = { ...before, isVisible: input.on === 'shown' }
      return leader.state === 'leading' ? same(leader, announcement(leader)) : ask(leader)
    }
    case 'told':
      return hear(before, input.message, random)
    case 'lock':
      return input.is === 'granted' ? rise(before) : input.is === 'lost' ? overtaken(before) : retryLater(before)
    case 'raised':
      return raised(before, input.epoch)
    case 'time':
      return input.timer === 'takeover' ? steal(before) : input.timer === 'retry' ? queue(before) : patrolled(before)
    case 'overtaken':
      return overtaken(before)
    case 'close': {
      const timers = ['takeover', 'patrol', 'retry'] as const
      const stops = timers.map(timer => ({ do: 'stop waiting' as const, timer }))
      const follows: LeaderEffect[] = before.state === 'leading' ? [{ do: 'follow' }] : []
      return same({ ...before, state: 'closed' }, ...stops, ...follows, { do: 'let go' })
    }
    default:
      return unreachable(input)
  }
}

function same(leader: Leader, ...effects: LeaderEffect[]): LeaderStep {
  return { leader, effects }
}

function then({ leader, effects }: LeaderStep, next: (leader: Leader) => LeaderStep): LeaderStep {
  const after = next(leader)
  return { leader: after.leader, effects: [...effects, ...after.effects] }
}

function queue(leader: Leader): LeaderStep {
  return leader.hasLocks && leader.state === 'following'
    ? same(leader, { do: 'ask for lock', how: 'queue' })
    : same(leader)
}

function ask(leader: Leader): LeaderStep {
  if (leader.state !== 'following' || !leader.isVisible) return same(leader)
  return same(
    leader,
    { do: 'wait', timer: 'takeover', ms: answerWithinMs },
    { do: 'tell', message: { type: 'who-leads' } }
  )
}

/** Without locks nobody tells us that the leader has closed. */
function patrol(leader: Leader): LeaderStep {
  return leader.hasLocks ? same(leader) : same(leader, { do: 'wait', timer: 'patrol', ms: patrolMs })
}

function patrolled(leader: Leader): LeaderStep {
  return then(ask(leader), patrol)
}

function steal(leader: Leader): LeaderStep {
  if (leader.state !== 'following') return same(leader)
  return leader.hasLocks ? same(leader, { do: 'ask for lock', how: 'steal' }) : rise(leader)
}

function rise(before: Leader): LeaderStep {
  if (before.state !== 'following') return same(before)
  return same({ ...before, state: 'rising' }, { do: 'stop waiting', timer: 'takeover' }, { do: 'raise epoch' })
}

function raised(before: Leader, epoch: number | null): LeaderStep {
  if (before.state !== 'rising') return same(before)
  if (epoch === null) return then(same({ ...before, state: 'following' }, { do: 'let go' }), retryLater)
  const leader: Leader = { ...before, state: 'leading', epoch }
  return same(leader, announcement(leader), { do: 'lead', epoch })
}

function retryLater(leader: Leader): LeaderStep {
  return same(leader, { do: 'wait', timer: 'retry', ms: patrolMs })
}

function overtaken(before: Leader): LeaderStep {
  if (before.state !== 'leading' && before.state !== 'rising') return same(before)
  const follows: LeaderEffect[] = before.state === 'leading' ? [{ do: 'follow' }] : []
  return then(same({ ...before, state: 'following' }, { do: 'let go' }, ...follows), queue)
}

function announcement({ epoch, isVisible }: Leader): LeaderEffect {
  return { do: 'tell', message: { type: 'leading', epoch, visible: isVisible } }
}

function hear(leader: Leader, message: TabMessage, random: number): LeaderStep {
  const { state, isVisible } = leader
  if (message.type === 'who-leads') return state === 'leading' ? same(leader, announcement(leader)) : same(leader)
  if (message.type !== 'leading' || state === 'rising') return same(leader)
  if (state === 'leading') return message.epoch > leader.epoch ? overtaken(leader) : same(leader)
  return !message.visible && isVisible
    ? same(leader, { do: 'wait', timer: 'takeover', ms: random * hesitateMs })
    : same(leader, { do: 'stop waiting', timer: 'takeover' })
}
