import * as v from 'valibot'
import type { AnyRefusal, ClientCommand } from '../../../shared/catalog.ts'
import { clientCommand } from '../../../shared/shapes.ts'
import { unreachable } from '../../../shared/kernel/unreachable.ts'
import type { PushItem } from '../../../shared/protocol/up.ts'
import type { Ack } from '../../log/recorded.ts'

/**
 * The server's end of one device's outbox: the order of `n` (P2, P3). All sockets of the device share it, one push
 * after the other, so that a tab that wakes from the dead cannot judge an `n` beside the one that took over.
 *
 *     n = acked + 1 ─► rests on something? ─► tell, or record a refusal ─► judged ─► acked + 1
 *     n ≤ acked ─────► recall: the first answer again; forgotten ─► judged anew, by what is true today
 *     n > acked + 1 ─► taken, with the `n` that is missing
 */
export type Intake<S> = {
  /** The highest `n` that was judged; all before it were too. */
  readonly acked: number
  /** Pushes in the order in which they came, the first of them at work. */
  readonly pushes: readonly Push<S>[]
  readonly isAtWork: boolean
}

/** What is left of a push. */
export type Push<S> = { readonly by: S; readonly items: readonly PushItem[] }

export type IntakeInput<S> =
  | { readonly type: 'pushed'; readonly by: S; readonly items: readonly PushItem[] }
  /** Whoever has hung up pushes the rest again: it is left unjudged. */
  | { readonly type: 'left'; readonly by: S }
  /** `null`: forgotten, because it is so old. */
  | { readonly type: 'recalled'; readonly ack: Ack | null }
  | { readonly type: 'rest-known'; readonly isRefused: boolean }
  | { readonly type: 'judged'; readonly ack: Ack }
  /** A command broke our own code. */
  | { readonly type: 'broke' }
  /** The machine failed: what is at work may be judged or not. */
  | { readonly type: 'failed' }

export type IntakeEffect<S> =
  /** How this `n` was judged. → `recalled` */
  | { readonly type: 'recall'; readonly n: number }
  /** Whether this command was refused. → `rest-known` */
  | { readonly type: 'look-up-rest'; readonly command: string }
  /** Asks the aggregate. → `judged` or `broke` */
  | { readonly type: 'tell'; readonly by: S; readonly n: number; readonly command: ClientCommand }
  /** Keeps an answer that no aggregate decides on. → `judged` */
  | {
      readonly type: 'record'
      readonly n: number
      readonly command: string | null
      readonly refusal: AnyRefusal | null
    }
  /** Durable. */
  | { readonly type: 'answer'; readonly to: S; readonly ack: Ack }
  /** A push is worked off. `expected`: this `n` is missing. */
  | { readonly type: 'taken'; readonly to: S; readonly expected: number | null }
  | { readonly type: 'give-up'; readonly to: S }

export type IntakeStep<S> = { readonly intake: Intake<S>; readonly effects: readonly IntakeEffect<S>[] }

export function newIntake<S>(acked: number): Intake<S> {
  return { acked, pushes: [], isAtWork: false }
}

export function stepIntake<S>(before: Intake<S>, input: IntakeInput<S>): IntakeStep<S> {
  const effects: IntakeEffect<S>[] = []
  return { intake: goOn(happen(before, input, effects), effects), effects }
}

function happen<S>(intake: Intake<S>, input: IntakeInput<S>, effects: IntakeEffect<S>[]): Intake<S> {
  const [push] = intake.pushes
  switch (input.type) {
    case 'pushed':
      return { ...intake, pushes: [...intake.pushes, { by: input.by, items: input.items }] }
    case 'left':
      return without(intake, input.by)
    case 'recalled': {
      if (input.ack) return answered(intake, intake.acked, input.ack, effects)
      const item = push?.items[0]
      // Nobody heard how it was judged. What it made true is recognised by its id; all else is as if it came today (R2).
      if (item) effects.push(considered(push.by, item))
      return item ? intake : givenUp(intake, effects)
    }
    case 'judged':
      return answered(intake, input.ack.n, input.ack, effects)
    case 'rest-known': {
      const item = push?.items[0]
      if (item) effects.push(input.isRefused ? restsOnRefused(item) : tellOrRefuse(push.by, item))
      return intake
    }
    case 'broke': {
      const item = push?.items[0]
      // A bug of ours in one command must not hold up all that its author writes after it (R2).
      if (item) effects.push(refuse(item, { reason: 'not-understood' }))
      return intake
    }
    case 'failed':
      return givenUp(intake, effects)
    default:
      return unreachable(input)
  }
}

/** Takes the next `n` in hand, and tells whose push is worked off. */
function goOn<S>(intake: Intake<S>, effects: IntakeEffect<S>[]): Intake<S> {
  const { acked, pushes, isAtWork } = intake
  const [push, ...others] = pushes
  if (!push || isAtWork) return intake
  const [item] = push.items
  if (item && item.n <= acked + 1) {
    effects.push(item.n <= acked ? { type: 'recall', n: item.n } : considered(push.by, item))
    return { ...intake, isAtWork: true }
  }
  effects.push({ type: 'taken', to: push.by, expected: item ? acked + 1 : null })
  return goOn({ ...intake, pushes: others }, effects)
}

function answered<S>({ pushes, ...before }: Intake<S>, upTo: number, ack: Ack, effects: IntakeEffect<S>[]): Intake<S> {
  const [push, ...others] = pushes
  const acked = Math.max(before.acked, upTo)
  if (!push) return { acked, pushes, isAtWork: false }
  effects.push({ type: 'answer', to: push.by, ack })
  return { acked, pushes: [{ by: push.by, items: push.items.slice(1) }, ...others], isAtWork: false }
}

/** The rest of this push comes again: nobody knows what became of the one at work. */
function givenUp<S>(intake: Intake<S>, effects: IntakeEffect<S>[]): Intake<S> {
  const [push, ...pushes] = intake.pushes
  if (push) effects.push({ type: 'give-up', to: push.by })
  return { ...intake, pushes, isAtWork: false }
}

/** What is at work ends; the answer is kept for when they ask again. */
function without<S>(intake: Intake<S>, by: S): Intake<S> {
  const pushes = intake.pushes
    .map((push, i) => (push.by === by ? { by, items: i === 0 && intake.isAtWork ? push.items.slice(0, 1) : [] } : push))
    .filter(push => push.items.length > 0 || push.by !== by)
  return { ...intake, pushes }
}

function considered<S>(by: S, item: PushItem): IntakeEffect<S> {
  const { n, command, after } = item
  if (command === null) return { type: 'record', n, command: null, refusal: null }
  return after !== null && understood(command) ? { type: 'look-up-rest', command: after } : tellOrRefuse(by, item)
}

function tellOrRefuse<S>(by: S, item: PushItem): IntakeEffect<S> {
  const command = item.command && understood(item.command)
  return command ? { type: 'tell', by, n: item.n, command } : refuse(item, { reason: 'not-understood' })
}

function restsOnRefused<S>(item: PushItem): IntakeEffect<S> {
  return refuse(item, { reason: 'depends-on-refused', after: item.after ?? '' })
}

function refuse<S>({ n, command }: PushItem, refusal: AnyRefusal): IntakeEffect<S> {
  return { type: 'record', n, command: command?.id ?? null, refusal }
}

const anyId = v.pipe(v.string(), v.uuid())

/** Ids of clients are UUIDs: nobody can take the id of a message that a platform has yet to bring. */
function understood(command: { type: string; id: string }): ClientCommand | null {
  const read = v.safeParse(clientCommand, command)
  return read.success && v.is(anyId, command.id) ? read.output : null
}
