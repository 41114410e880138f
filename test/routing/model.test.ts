import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Event } from '../../shared/kernel/message.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import { advance, passTime } from '../../shared/routing/advance.ts'
import { emptyPicture } from '../../shared/routing/picture.ts'
import type { Wait } from '../../shared/routing/wait.ts'
import { whyNobody } from '../../shared/routing/why-nobody.ts'
import { begin, happen, histories, people, type Happening } from './histories.ts'
import { PlainDesk } from './plain-desk.ts'
import { Story } from './story.ts'

const runs = 600
/** `closed`: waits for an inbox to open. `chosen`: given while somebody waited in the other inbox as well. */
const told = { assignments: 0, kept: 0, helped: 0, waits: 0, closed: 0, chosen: 0, leftAlone: 0 }

/** What is wrong with a history, by the plain rules. `break…`: a fault that must be found. */
function faultsIn(history: readonly Happening[], tamper?: (event: Event) => Event | null): string[] {
  const story = new Story()
  begin(story)
  const desk = new PlainDesk()
  const faults: string[] = []
  let read = 0
  const readOn = () => {
    for (; read < story.events.length; read++) {
      const event = tamper ? tamper(story.events[read]!) : story.events[read]!
      if (!event) continue
      if ('why' in event.fact) faults.push(...faultsOf(desk, event))
      desk.take(event)
    }
    desk.now = story.now
  }
  readOn()
  for (const one of history) {
    happen(story, one)
    readOn()
    for (const id of desk.waiting()) {
      const takers = desk.takersOf(id)
      if (takers.length > 0) faults.push(`${id} waits while ${takers.join()} may take it`)
      faults.push(...faultsOfWait(desk, id, whyNobody(story.picture, id, story.now)))
    }
  }
  told.assignments += story.made.length
  told.leftAlone += desk.leftAlone
  told.kept += story.made.filter(made => made.why.decidedBy === 'last-agent').length
  told.helped += story.made.filter(made => made.why.overflow).length
  return faults
}

/** One assignment, as it stood just before. */
function faultsOf(desk: PlainDesk, { stream, recordedAt, fact }: Event): string[] {
  const id = streamKey(stream)
  const { to, at } = fact as unknown as { to: string; at: number }
  desk.now = Math.min(at, recordedAt)
  const faults: string[] = []
  if (!desk.hasRoom(to, id)) faults.push(`${to} had no room for ${id}`)
  if (!desk.takersOf(id).includes(to)) faults.push(`${to} may not take ${id}`)
  const first = desk.waiting().find(one => desk.takersOf(one).length > 0)
  if (first !== id) faults.push(`${id} went before ${first}`)
  const inboxes = new Set(desk.waiting().map(one => desk.conversations.get(one)!.inbox))
  if (inboxes.size > 1) told.chosen += 1
  return faults
}

/** Why nobody has it, by the plain rules. */
function faultsOfWait(desk: PlainDesk, id: string, wait: Wait | null): string[] {
  if (!desk.isOpen(id)) {
    told.closed += 1
    return wait?.because === 'closed' ? [] : [`${id} waits where it is closed, and why it does is ${wait?.because}`]
  }
  if (!wait || !('candidates' in wait)) return [`${id} waits, and why it does is ${wait?.because}`]
  told.waits += 1
  return wait.candidates.flatMap(({ agent, standing, open }) => {
    const isFull = standing === 'full' || standing === 'inbox-full'
    const faults = []
    if (standing !== 'not-in-inbox' && open !== desk.openOf(agent)) faults.push(`${agent} is said to have ${open}`)
    if (isFull && desk.hasRoom(agent, id)) faults.push(`${agent} is said to be full`)
    if (standing === 'lacks-skill' && !desk.hasRoom(agent, id)) faults.push(`${agent} has no room either`)
    return faults
  })
}

test('whatever happens: nobody above a limit, the longest-waiting first, and nobody waits while somebody may take them', () => {
  fc.assert(
    fc.property(histories, history => {
      expect(faultsIn(history)).toEqual([])
    }),
    { numRuns: runs, seed: 6 }
  )
  expect(told.assignments).toBeGreaterThan(runs * 3)
  expect(told.kept).toBeGreaterThan(20)
  expect(told.helped).toBeGreaterThan(20)
  expect(told.waits).toBeGreaterThan(runs)
  expect(told.closed).toBeGreaterThan(runs)
  expect(told.chosen).toBeGreaterThan(100)
  expect(told.leftAlone).toBeGreaterThan(5)
})

test('the plain rules see a limit that is broken, and somebody who is forgotten', () => {
  const busy: Happening[] = Array.from({ length: 12 }, (_, i) => ({
    is: 'opens',
    c: `c${i}`,
    a: 'a1',
    l: 'french',
    i: 'shop'
  }))
  const limited = (event: Event): Event =>
    event.fact.type === 'inbox.routing-set'
      ? { ...event, fact: { ...event.fact, policy: { ...policyIn(event), limit: 1 } } as never }
      : event
  expect(faultsIn(busy, limited).join('\n')).toMatch('had no room')
  const deaf = (event: Event) => ('why' in event.fact ? null : event)
  expect(faultsIn(busy, deaf).join('\n')).toMatch('waits while')
})

test('and hours that are not kept, and an inbox that goes before the other', () => {
  const closed: Happening = { is: 'keeps hours', i: 'shop', hours: { zone: 'UTC', week: weekOf([]) } }
  const opens = (c: string, i: string): Happening => ({ is: 'opens', c, a: 'a1', l: 'french', i })
  const always = (event: Event) => (event.fact.type === 'inbox.hours-set' ? null : event)
  const never = (event: Event): Event =>
    event.fact.type === 'inbox.hours-set' ? { ...event, fact: { ...event.fact, hours: closed.hours } as never } : event
  expect(faultsIn([closed, opens('c1', 'shop')], always).join('\n')).toMatch('waits while')
  const open: Happening = { ...closed, hours: { zone: 'Europe/Berlin', week: weekOf([{ from: 780, to: 781 }]) } }
  expect(faultsIn([open, opens('c1', 'shop')], never).join('\n')).toMatch('may not take c1')

  const nobody = people.map(a => ({ is: 'is set' as const, a, availability: 'busy' as const, forMinutes: null }))
  const two: Happening[] = [...nobody, opens('c1', 'shop'), opens('c2', 'mail')]
  const free: Happening = { is: 'is set', a: 'a2', availability: 'online', forMinutes: null }
  const later = (event: Event): Event =>
    event.fact.type === 'conversation.opened' && event.stream.endsWith('c1')
      ? { ...event, fact: { ...event.fact, at: event.fact.at + 1000 } }
      : event
  expect(faultsIn([...two, free])).toEqual([])
  expect(faultsIn([...two, free], later).join('\n')).toMatch('c1 went before c2')
})

function weekOf<T>(day: T): T[] {
  return Array.from({ length: 7 }, () => day)
}

function policyIn(event: Event): object {
  return (event.fact as unknown as { policy: object }).policy
}

test('the same log gives the same assignments, with the same reasons', () => {
  fc.assert(
    fc.property(histories, history => {
      const story = new Story()
      begin(story)
      for (const one of history) happen(story, one)
      const again = emptyPicture()
      const made = story.events.flatMap(event => advance(again, event))
      made.push(...passTime(again, story.now))
      expect(made).toEqual(story.made)
    }),
    { numRuns: 200, seed: 7 }
  )
})

test('it makes no difference to them when the log says what was promised', () => {
  let compared = 0
  fc.assert(
    fc.property(histories, history => {
      const story = new Story()
      begin(story)
      for (const one of history) happen(story, one)
      // Each promise is told again only where the next event would be, as by a slow disk.
      const again = emptyPicture()
      const late: Event[] = []
      const made = story.events.flatMap(event => {
        const isPromise = 'why' in event.fact
        if (isPromise) late.push(event)
        return isPromise ? [] : [...late.splice(0).flatMap(one => advance(again, one)), ...advance(again, event)]
      })
      compared += made.length
      expect(made.length).toBeGreaterThanOrEqual(story.made.length - late.length - 1)
      expect(made.map(({ id, to }) => `${id} ${to}`)).toEqual(
        story.made.slice(0, made.length).map(({ id, to }) => `${id} ${to}`)
      )
    }),
    { numRuns: 100, seed: 8 }
  )
  expect(compared).toBeGreaterThan(200)
})
