import { manual, type Availability, type BusinessHours, type RoutingPolicy } from './content.ts'
import type { Queue, Waiting } from './queue.ts'

export type Person = {
  readonly id: string
  isActive: boolean
  isAdmin: boolean
  availability: Availability
  until: number | null
  limit: number | null
  skills: ReadonlySet<string>
  /** Conversations that are open and theirs, in all inboxes. */
  open: number
  /** The last turn at which they got one, of all turns in the workspace. 0: never. */
  lastTurn: number
}

/** An inbox as the router sees it. */
export type Desk = {
  readonly id: string
  readonly members: Set<string>
  policy: RoutingPolicy
  hours: BusinessHours | null
  /** How many of this inbox's open conversations each has. */
  readonly open: Map<string, number>
  readonly queue: Queue
  /** Who got the last one. */
  ring: string | null
  readonly paces: Paces
  /** Who may be asked, by id; made anew when anybody comes or goes. */
  crew: Crew | null
}

/** `first` is asked first, `help` when it took too long. */
export type Crew = { readonly first: readonly Person[]; readonly help: readonly Person[] }

/**
 * What each has got of what is theirs, while they were free for it. `floor` is where the last one stood who got one.
 * Who was not free for a while goes on as far ahead of it as they were: somebody back from leave is owed nothing.
 */
export type Paces = { deals: number; floor: number; readonly of: Map<string, Pace> }
type Pace = { readonly ratio: number; readonly ahead: number; readonly deal: number }

export type Held = {
  readonly id: string
  readonly inbox: string
  status: 'open' | 'snoozed' | 'resolved'
  /** Whose it is in the log, and since when. */
  assignee: string | null
  assignedAt: number
  /** To whom the router gave it; the log does not say so yet. */
  promised: string | null
  /** It has somebody, but they closed it or are gone: it wants a new decision. */
  again: boolean
  labels: readonly string[]
  /** The first words of the customer's nobody has answered. */
  unansweredSince: number | null
  /** The event that made it wait, and when. */
  queuedSeq: number
  queuedAt: number
  waiting: Waiting | null
  /** To whose count it was added. */
  countedFor: string | null
}

/** Everything routing depends on, drawn from a workspace's log. It is changed in place: there are ten thousands in it. */
export type Picture = {
  now: number
  seq: number
  turns: number
  readonly people: Map<string, Person>
  readonly desks: Map<string, Desk>
  readonly teams: Map<string, Set<string>>
  readonly conversations: Map<string, Held>
  /** How many have it. A label that is nobody's skill is only a label. */
  readonly skills: Map<string, number>
  /** When to look again though nothing happens. `undefined`: not known yet; `null`: never. */
  look: number | null | undefined
}

export function emptyPicture(): Picture {
  return {
    now: 0,
    seq: 0,
    turns: 0,
    people: new Map(),
    desks: new Map(),
    teams: new Map(),
    conversations: new Map(),
    skills: new Map(),
    look: undefined
  }
}

export function personOf({ people }: Picture, id: string): Person {
  const known = people.get(id)
  if (known) return known
  const person: Person = {
    id,
    isActive: false,
    isAdmin: false,
    availability: 'online',
    until: null,
    limit: null,
    skills: new Set(),
    open: 0,
    lastTurn: 0
  }
  people.set(id, person)
  return person
}

export function deskOf({ desks }: Picture, id: string): Desk {
  const known = desks.get(id)
  if (known) return known
  const desk: Desk = {
    id,
    members: new Set(),
    policy: manual,
    hours: null,
    open: new Map(),
    queue: new Map(),
    ring: null,
    paces: { deals: 0, floor: 0, of: new Map() },
    crew: null
  }
  desks.set(id, desk)
  return desk
}
