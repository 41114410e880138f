import type { RoutingPolicy, Why } from '../content.ts'
import { advance, nextLook, passTime } from '../advance.ts'
import type { Assignment } from '../assignment.ts'
import { streamKey, streamKind, type Event } from '../../kernel/message.ts'
import { unreachable } from '../../kernel/unreachable.ts'
import { deskOf, type Picture } from '../picture.ts'
import { recall } from '../recall.ts'
import { route } from '../route.ts'
import { pictureOf, snapshotOf } from '../snapshot.ts'
import { Agenda, isSooner, type Due } from './agenda.ts'
import type { Beat, Course, Gets, Step } from './course.ts'
import { holderOf, stanceOf, turnsMany } from './stance.ts'

/** One time that somebody got a conversation. */
export type Getting = {
  readonly conversation: string
  readonly inbox: string
  readonly to: string
  readonly at: number
  /** Since when it had waited. `null`: it had not. */
  readonly since: number | null
  /** Why, where the router gave it. */
  readonly why: Why | null
}

export type Played = {
  readonly gettings: readonly Getting[]
  /** What somebody got in the log, with who has got it in the play. What is not among them never came to that. */
  readonly pairs: ReadonlyMap<Gets, Getting>
  readonly picture: Picture
}

/** How far a conversation has come. */
type Progress = {
  at: number
  /** How much later, or earlier, than in the log is done what people do. */
  shift: number
  /** Somebody had it in the log: while nobody has it here, it stands still. */
  isHeld: boolean
  stoodAt: number | null
  stamp: number
  last: Getting | null
}

/**
 * Plays a stretch of a log under another policy, with the router's own rules:
 *
 *     beats, at their own times ──┐
 *     what comes due by time ─────┼──► picture ──► who gets it ──► what people do, as long after it as in the log
 *     steps, shifted ─────────────┘                                          │
 *            ▲───────────────────────────────────────────────────────────────┘
 *
 * Handling takes as long as it took: whoever gets it sooner is done with it sooner. It knows no clock and no chance; the
 * same course and policy give the same. It is run by calling `next` until it is done, so that others may have a turn.
 */
export class Play {
  readonly #course: Course
  readonly #inbox: string
  readonly #picture: Picture
  readonly #agenda = new Agenda()
  readonly #progress = new Map<string, Progress>()
  readonly #gettings: Getting[] = []
  readonly #pairs = new Map<Gets, Getting>()
  #next = 0
  #isOver = false

  constructor(course: Course, inbox: string, policy: RoutingPolicy) {
    this.#course = course
    this.#inbox = inbox
    this.#picture = pictureOf(snapshotOf(course.begins))
    const desk = deskOf(this.#picture, inbox)
    desk.policy = policy
    desk.crew = null
    for (const [id, held] of this.#picture.conversations) {
      this.#of(id).isHeld = stanceOf(this.#picture, id) === 'held'
      this.#putDown(id, course.from)
      if (held.promised !== null) this.#say(id, held.promised, course.from)
    }
    this.#gave(route(this.#picture, course.from))
  }

  /** So many things more. Whether there is anything left. */
  run(most: number): boolean {
    for (let done = 0; done < most && !this.#isOver; done++) this.#isOver = !this.#step()
    return !this.#isOver
  }

  get played(): Played {
    return { gettings: this.#gettings, pairs: this.#pairs, picture: this.#picture }
  }

  /** The soonest of what comes by time, of what people do, and of what the log says happened. */
  #step(): boolean {
    const { beats, until } = this.#course
    const beat = beats[this.#next]
    const place = beat && { at: beat.event.recordedAt, seq: beat.event.seq }
    const due = this.#nextDue()
    const isDue = due !== undefined && due.at <= until && (!place || isSooner(due, place))
    const soonest = isDue ? due.at : (place?.at ?? until)
    const look = nextLook(this.#picture)
    if (look !== null && look <= soonest) {
      this.#gave(passTime(this.#picture, look))
      return true
    }
    if (isDue) {
      this.#agenda.take()
      this.#carryOn(due)
      return true
    }
    this.#next += 1
    if (beat) this.#beat(beat)
    return beat !== undefined
  }

  #nextDue(): Due | undefined {
    for (let due = this.#agenda.next; due; due = this.#agenda.next) {
      if (this.#progress.get(due.conversation)?.stamp === due.stamp) return due
      this.#agenda.take()
    }
    return undefined
  }

  #beat({ event, goesOnAt, isHandling }: Beat): void {
    // The policy that is tried is in force all along.
    const isOverruled = event.stream === `inbox/${this.#inbox}` && event.fact.type === 'inbox.routing-set'
    if (isOverruled) return
    const id = streamKind(event.stream) === 'conversation' ? streamKey(event.stream) : null
    if (id === null) return this.#takeOf(event, turnsMany.has(event.fact.type) ? [...this.#progress.keys()] : [])
    if (isHandling && stanceOf(this.#picture, id) === 'closed') return
    if (goesOnAt !== null) Object.assign(this.#of(id), { ...begun, at: goesOnAt })
    this.#takeOf(event, [id])
  }

  /** What comes next of a conversation is done now. */
  #carryOn({ conversation, at }: Due): void {
    const progress = this.#of(conversation)
    const step = this.#course.steps.get(conversation)?.[progress.at]
    switch (step?.step) {
      case 'waits':
        // Whoever got it before it was to wait has it on: nobody needs to get it again.
        if (progress.last && progress.last.at < at) progress.last = null
        Object.assign(progress, { at: progress.at + 1, shift: at - step.at, isHeld: false, stoodAt: null })
        return this.#putDown(conversation, at)
      case 'act':
        progress.at += 1
        return this.#takeOf(shifted(step.event, at), [conversation])
      case 'gets':
        // Nobody was free before: a person takes it here too.
        if (step.hand) this.#byHand(conversation, shifted(step.hand, at))
        return undefined
      case undefined:
        return undefined
      default:
        return unreachable(step)
    }
  }

  #byHand(conversation: string, event: Event): void {
    const waiting = this.#picture.conversations.get(conversation)?.waiting
    if (waiting) this.#takeOf(event, [], { conversation, since: waiting.since })
  }

  /** Draws an event in, gives out what can be given out then, and puts down what comes of these next. */
  #takeOf(event: Event, touched: readonly string[], hand?: { conversation: string; since: number | null }): void {
    const id = streamKey(event.stream)
    const left = this.#picture.conversations.has(id) ? undefined : this.#course.recalled.get(id)
    if (left) recall(this.#picture, id, left)
    const made = advance(this.#picture, event)
    if (hand) this.#got(hand.conversation, event.recordedAt, hand.since, null)
    this.#gave(made)
    for (const conversation of touched) this.#putDown(conversation, event.recordedAt)
  }

  #gave(made: readonly Assignment[]): void {
    for (const { conversation, to, at, why } of made) {
      this.#got(conversation, at, at - why.waitedMs, why)
      this.#say(conversation, to, at)
    }
  }

  #got(conversation: string, at: number, since: number | null, why: Why | null): void {
    const held = this.#picture.conversations.get(conversation)
    if (!held) return
    const getting = { conversation, inbox: held.inbox, to: holderOf(held), at, since, why }
    this.#gettings.push(getting)
    this.#of(conversation).last = getting
    this.#putDown(conversation, at)
  }

  /** What was promised is so: no disk is slow here. */
  #say(conversation: string, to: string, at: number): void {
    const by = { kind: 'system', id: 'router' } as const
    const fact = { type: 'conversation.assigned', at, by, cause: 'dry-run', to }
    const { seq } = this.#picture
    this.#gave(
      advance(this.#picture, { seq, stream: `conversation/${conversation}`, version: 1, recordedAt: at, fact })
    )
  }

  /** Where it stands, and when it goes on. */
  #putDown(conversation: string, at: number): void {
    const progress = this.#of(conversation)
    const steps = this.#course.steps.get(conversation) ?? []
    const stance = stanceOf(this.#picture, conversation)
    progress.stamp += 1
    if (stance === 'held') this.#goOn(conversation, progress, steps, at)
    const step = steps[progress.at]
    if (!step || (step.step === 'gets' && !step.hand)) return
    if (stance === 'waiting' && progress.isHeld && step.step === 'act') {
      progress.stoodAt ??= at
      return
    }
    const due = Math.max(at, step.at + progress.shift)
    this.#agenda.put({ at: due, seq: step.seq, conversation, stamp: progress.stamp })
  }

  /** Somebody has it: from here on it takes as long as it took. */
  #goOn(conversation: string, progress: Progress, steps: readonly Step[], at: number): void {
    if (progress.stoodAt !== null) {
      progress.shift += at - progress.stoodAt
      progress.stoodAt = null
    }
    const step = steps[progress.at]
    if (step?.step !== 'gets') return
    const getting = progress.last ?? this.#kept(conversation, at)
    this.#pairs.set(step, getting)
    Object.assign(progress, { at: progress.at + 1, shift: getting.at - step.at, isHeld: true, last: null })
  }

  /** Whoever had it has it on. */
  #kept(conversation: string, at: number): Getting {
    const held = this.#picture.conversations.get(conversation)!
    return { conversation, inbox: held.inbox, to: holderOf(held), at, since: null, why: null }
  }

  #of(conversation: string): Progress {
    const known = this.#progress.get(conversation)
    if (known) return known
    const progress = { ...begun, stamp: 0 }
    this.#progress.set(conversation, progress)
    return progress
  }
}

/** As in the log. */
const begun = { at: 0, shift: 0, isHeld: false, stoodAt: null, last: null }

function shifted(event: Event, at: number): Event {
  const by = at - event.recordedAt
  return by === 0 ? event : { ...event, recordedAt: at, fact: { ...event.fact, at: event.fact.at + by } }
}
