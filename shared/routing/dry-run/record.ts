import type { ConversationFact } from '../../conversations/events.ts'
import { streamKey, streamKind, type Event } from '../../kernel/message.ts'
import type { Picture } from '../picture.ts'
import { recall, type Left } from '../recall.ts'
import { pictureOf, snapshotOf } from '../snapshot.ts'
import { take } from '../take.ts'
import type { Beat, Course, Step } from './course.ts'
import { slim } from './slim.ts'
import { holderOf, stanceOf, turnsMany, type Stance } from './stance.ts'

/** Writes down a stretch of a log, event by event: what it was like, so that it can be played in another way. */
export class Recording {
  readonly #begins: Picture
  /** What really was. Nothing is routed in it: the log says who got what. */
  readonly #was: Picture
  readonly #from: number
  readonly #beats: Beat[] = []
  readonly #steps = new Map<string, Step[]>()
  readonly #recalled = new Map<string, Left>()

  /** `begins` must not be drawn on afterwards. */
  constructor(begins: Picture, from: number) {
    this.#begins = begins
    this.#was = pictureOf(snapshotOf(begins))
    this.#from = from
  }

  /** Of this conversation nothing is known any more: it must be recalled before the event is taken. */
  hasForgotten({ stream, version }: Event): boolean {
    return version > 1 && streamKind(stream) === 'conversation' && !this.#was.conversations.has(streamKey(stream))
  }

  recall(conversation: string, left: Left): void {
    recall(this.#was, conversation, left)
    this.#recalled.set(conversation, left)
  }

  take(event: Event): void {
    if (streamKind(event.stream) === 'conversation') this.#conversation(event)
    else this.#house(event)
  }

  end(until: number): Course {
    return {
      begins: this.#begins,
      ends: this.#was,
      from: this.#from,
      until,
      beats: this.#beats,
      steps: this.#steps,
      recalled: this.#recalled
    }
  }

  #conversation(whole: Event): void {
    const event = slim(whole)
    if (!event) return
    const id = streamKey(event.stream)
    const before = { stance: stanceOf(this.#was, id), since: this.#sinceOf(id) }
    const place = this.#stepsOf(id).length
    take(this.#was, event)
    const after = stanceOf(this.#was, id)
    const isRouters = whole.fact.type === 'conversation.assigned' && 'why' in whole.fact
    const isHands = isByHand(event.fact as ConversationFact)
    const gets = after === 'held' && before.stance !== 'held'
    if (!isRouters && isHands && !(gets && before.stance === 'waiting')) {
      this.#stepsOf(id).push({ step: 'act', at: event.recordedAt, seq: event.seq, event })
    }
    this.#turned(id, event, before, { at: decidedAt(whole), hand: !isRouters && isHands ? event : null })
    if (isRouters || isHands) return
    const turns = before.stance !== after || moves.has(event.fact.type)
    const isHandling = before.stance === 'held' && words.has(event.fact.type)
    this.#beats.push({ event, goesOnAt: turns ? place : null, isHandling })
  }

  #house(event: Event): void {
    const { conversations } = this.#was
    const touched = turnsMany.has(event.fact.type) ? [...conversations.keys()] : []
    const before = touched.map(id => [id, { stance: stanceOf(this.#was, id), since: this.#sinceOf(id) }] as const)
    if (!take(this.#was, event)) return
    this.#beats.push({ event, goesOnAt: null, isHandling: false })
    for (const [id, stood] of before) this.#turned(id, event, stood, { at: event.recordedAt, hand: null })
  }

  /** Notes where somebody got it, or lost it. */
  #turned(
    id: string,
    { seq, recordedAt }: Event,
    before: { readonly stance: Stance; readonly since: number | null },
    got: { readonly at: number; readonly hand: Event | null }
  ): void {
    const after = stanceOf(this.#was, id)
    if (after === before.stance) return
    if (after === 'waiting') this.#stepsOf(id).push({ step: 'waits', at: recordedAt, seq })
    if (after !== 'held') return
    const held = this.#was.conversations.get(id)!
    const { at, hand } = got
    const { inbox } = held
    const since = before.stance === 'waiting' ? before.since : null
    this.#stepsOf(id).push({
      step: 'gets',
      at,
      seq,
      inbox,
      to: holderOf(held),
      since,
      hand: since === null ? null : hand
    })
  }

  #sinceOf(id: string): number | null {
    return this.#was.conversations.get(id)?.waiting?.since ?? null
  }

  #stepsOf(id: string): Step[] {
    const known = this.#steps.get(id)
    if (known) return known
    const steps: Step[] = []
    this.#steps.set(id, steps)
    return steps
  }
}

/** What somebody did because they had it, or took it. What an automation does comes when it comes. */
function isByHand({ type, by }: ConversationFact): boolean {
  return by.kind === 'agent' && type !== 'conversation.erased' && (moves.has(type) || type === 'conversation.replied')
}

const moves: ReadonlySet<string> = new Set([
  'conversation.claimed',
  'conversation.assigned',
  'conversation.unassigned',
  'conversation.resolved',
  'conversation.snoozed',
  'conversation.woken',
  'conversation.reopened',
  'conversation.erased'
])

const words: ReadonlySet<string> = new Set(['conversation.message-received', 'conversation.replied-elsewhere'])

/** When the router gave it: a slow disk changes nothing. */
function decidedAt({ recordedAt, fact }: Event): number {
  const { why } = fact as { readonly why?: { readonly decidedAt: number } }
  return why?.decidedAt ?? recordedAt
}
