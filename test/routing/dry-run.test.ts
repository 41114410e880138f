import * as fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { conversationDecider } from '../../shared/conversations/decide.ts'
import type { Conversation } from '../../shared/conversations/conversation.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { streamKey, type Event } from '../../shared/kernel/message.ts'
import { manual, type RoutingPolicy } from '../../shared/routing/content.ts'
import { compared, type Compared } from '../../shared/routing/dry-run/compare.ts'
import type { Course } from '../../shared/routing/dry-run/course.ts'
import { dryRun } from '../../shared/routing/dry-run/dry-run.ts'
import { Play } from '../../shared/routing/dry-run/play.ts'
import { Recording } from '../../shared/routing/dry-run/record.ts'
import { advance } from '../../shared/routing/advance.ts'
import { emptyPicture } from '../../shared/routing/picture.ts'
import { begin, happen, histories, type Happening } from './histories.ts'
import { agentNamed, friday, minute, Story } from './story.ts'

const { initial, evolve } = conversationDecider
const told = { gettings: 0, byHand: 0, moved: 0, recalled: 0 }

/** Records a story's events after the first `skip`; those are drawn as the router drew them. */
function courseOf(story: Story, skip: number): Course {
  const begins = emptyPicture()
  for (const event of story.events.slice(0, skip)) advance(begins, event)
  const recording = new Recording(begins, begins.now)
  for (const [at, event] of story.events.entries()) {
    if (at < skip) continue
    if (recording.hasForgotten(event)) recording.recall(streamKey(event.stream), leftBefore(story.events, at))
    recording.take(event)
  }
  return recording.end(story.now)
}

/** What a conversation was just before this event of its own. */
function leftBefore(events: readonly Event[], at: number): Conversation {
  told.recalled++
  const facts = events.slice(0, at).filter(one => one.stream === events[at]!.stream)
  return facts.map(one => one.fact as ConversationFact).reduce(evolve, initial)
}

function tried(story: Story, policy: Partial<RoutingPolicy>, skip = 0): Compared {
  const run = dryRun(courseOf(story, skip), 'shop', { ...manual, method: 'least-busy', ...policy })
  for (;;) {
    const { done, value } = run.next()
    if (done) return v.parse(compared, value)
  }
}

/** Who got what, and after how many minutes of the story. */
function gettingsOf(story: Story, policy: Partial<RoutingPolicy>) {
  const play = new Play(courseOf(story, 0), 'shop', { ...manual, method: 'least-busy', ...policy })
  while (play.run(1));
  return play.played.gettings.map(({ conversation, to, at }) => [conversation, to, (at - friday) / minute])
}

const share = ({ people }: Compared, agent: string) => people.find(one => one.agent === agent)

describe('a policy that is tried', () => {
  test('gives the same conversations to others, and says why', () => {
    const story = new Story().hire('ana', 'ben')
    story.publish({ method: 'round-robin', team: 'nobody' })
    story.team('nobody', 'ana')
    for (const id of ['c1', 'c2', 'c3', 'c4']) {
      story.now += minute
      story.opens(id)
    }
    const run = tried(story, { method: 'round-robin' })
    expect(share(run, 'ana')).toEqual({ agent: 'ana', was: 4, would: 2 })
    expect(share(run, 'ben')).toEqual({ agent: 'ben', was: 0, would: 2 })
    expect([run.was.spread, run.would.spread]).toEqual([
      { least: 0, most: 4 },
      { least: 2, most: 2 }
    ])
    expect(run.elsewhere).toBe(2)
    expect(run.moved).toMatchObject([
      { conversation: 'c4', was: { to: 'ana' }, would: { to: 'ben', why: { decidedBy: 'next-in-ring' } } },
      { conversation: 'c2', was: { to: 'ana' }, would: { to: 'ben' } }
    ])
  })

  test('lets people be done as long after they got it as they were: who gets it sooner has room sooner', () => {
    const story = new Story().hire('ana')
    story.publish({ method: 'least-busy', limit: 1 })
    const four = ['c1', 'c2', 'c3', 'c4']
    for (const id of four) story.opens(id)
    // Ten minutes each, one after the other.
    for (const id of four) {
      story.now += 10 * minute
      story.resolves(id)
    }
    const one = tried(story, { limit: 1 })
    expect(one.elsewhere).toBe(0)
    expect(one.would).toEqual(one.was)
    expect(one.was.waits).toEqual({ median: 10 * minute, p90: 30 * minute, longest: 30 * minute })
    const two = tried(story, { limit: 2 })
    expect(two.would).toMatchObject({ given: 4, waits: { median: 0, p90: 10 * minute, longest: 10 * minute } })
  })

  test('stands still while nobody has it, and goes on with whoever gets it next', () => {
    const story = new Story().hire('ana', 'ben').team('first', 'ana').team('second', 'ben')
    story.publish({ method: 'least-busy', team: 'first', limit: 1 })
    const at = (minutes: number) => void (story.now = friday + minutes * minute)
    story.opens('c1')
    at(1)
    story.opens('c2')
    at(5)
    story.tell('agent/ben', { type: 'agent.left' })
    at(20)
    story.resolves('c1')
    at(22)
    story.opens('c3')
    at(30)
    story.resolves('c2')
    at(60)
    const overflow = { team: 'first', afterMinutes: 10 }
    // Ben leaves after five of the twenty minutes that it takes; Ana, who helps, has the other first, for its ten.
    expect(gettingsOf(story, { team: 'second', limit: 1, overflow })).toEqual([
      ['c1', 'ben', 0],
      ['c2', 'ana', 11],
      ['c1', 'ana', 21],
      ['c3', 'ana', 36]
    ])
  })

  test('lets time do what it does though nothing else happens', () => {
    const story = new Story().hire('ana', 'ben').team('first', 'ana').team('help', 'ben')
    const policy = {
      method: 'least-busy',
      team: 'first',
      limit: 1,
      overflow: { team: 'help', afterMinutes: 2 }
    } as const
    story.publish(policy)
    story.set('ana', 'busy')
    for (const id of ['c1', 'c2']) story.opens(id)
    story.later(2 * minute)
    story.later(minute)
    story.resolves('c1')
    story.later(10 * minute)
    story.opens('c3')
    expect(gettingsOf(story, policy)).toEqual([
      ['c1', 'ben', 2],
      ['c2', 'ben', 3]
    ])
  })

  test('gives out what people took themselves, when it came', () => {
    const story = new Story().hire('ana', 'ben')
    story.opens('c1')
    story.opens('c2')
    story.now += 10 * minute
    for (const id of ['c1', 'c2'])
      story.tell(`conversation/${id}`, { type: 'conversation.claimed', by: agentNamed('ben') })
    story.now += 5 * minute
    for (const id of ['c1', 'c2']) story.resolves(id)
    story.opens('c3')
    story.now += minute
    const run = tried(story, {})
    expect(run.was).toMatchObject({ given: 2, waiting: 1, waits: { longest: 10 * minute } })
    expect(run.would).toMatchObject({ given: 3, waiting: 0, waits: { longest: 0 } })
    // Who waited for nobody in the log gets somebody too.
    expect(run.moved[0]).toMatchObject({ conversation: 'c3', was: null, would: { to: 'ana' } })
  })

  test('and where nobody is free, somebody takes it by hand as they did', () => {
    const story = new Story().hire('ana', 'ben')
    story.publish({ method: 'least-busy' })
    story.limit('ana', 0)
    story.limit('ben', 0)
    story.opens('c1')
    story.now += minute
    story.tell('conversation/c1', { type: 'conversation.claimed', by: agentNamed('ben') })
    const run = tried(story, { sticky: true })
    expect(run).toMatchObject({ elsewhere: 0, would: { given: 1, waits: { longest: minute } } })
  })

  test('who would still wait is told apart, and counts as having waited until the end', () => {
    const story = new Story().hire('ana')
    story.publish({ method: 'least-busy' })
    story.opens('c1')
    story.now += 30 * minute
    const run = tried(story, { limit: 0 })
    expect(run.was).toMatchObject({ given: 1, waiting: 0, waits: { longest: 0 } })
    expect(run.would).toMatchObject({ given: 0, waiting: 1, waits: { median: 30 * minute } })
    expect(run.moved).toMatchObject([{ conversation: 'c1', was: { to: 'ana' }, would: null }])
  })

  test('who was released, or came back, is given out again', () => {
    const story = new Story().hire('ana', 'ben')
    story.publish({ method: 'round-robin' })
    story.opens('c1')
    story.now += minute
    story.tell('conversation/c1', { type: 'conversation.unassigned', by: agentNamed('ana') })
    story.now += minute
    story.resolves('c1')
    story.now += minute
    story.comesBack('c1')
    expect(story.made.map(one => one.to)).toEqual(['ana', 'ben', 'ana'])
    const run = tried(story, { method: 'round-robin', sticky: true })
    expect(run.would.given).toBe(3)
    expect(run.moved).toMatchObject([{ was: { to: 'ana' }, would: { to: 'ben', why: { decidedBy: 'last-agent' } } }])
  })

  test('holds from when the stretch began, on what was there by then', () => {
    const story = new Story().hire('ana', 'ben')
    story.publish({ method: 'round-robin' })
    for (const id of ['c1', 'c2', 'c3']) story.opens(id)
    const skip = story.events.length
    story.now += minute
    story.opens('c4')
    expect(tried(story, { method: 'least-busy' }, skip)).toMatchObject({
      elsewhere: 0,
      was: { given: 1 },
      people: [{ agent: 'ana' }, { agent: 'ben', was: 1, would: 1 }]
    })
  })
})

/** Tight enough that people wait, take by hand, and are helped. */
const policies = fc.record({
  method: fc.constantFrom('round-robin', 'weighted', 'least-busy'),
  limit: fc.constantFrom(null, 1, 2),
  team: fc.constantFrom(null, 'sales'),
  sticky: fc.boolean(),
  overflow: fc.option(fc.record({ team: fc.constant('help'), afterMinutes: fc.integer({ min: 1, max: 15 }) }))
})

/** Without another policy of this inbox in it: that would be overruled. */
function lived(history: Happening[], policy: Partial<RoutingPolicy> = {}): Story {
  const story = new Story()
  begin(story)
  story.publish({ method: 'least-busy', ...policy })
  for (const one of history) {
    if (one.is === 'publishes') continue
    // Seldom does anybody take what waits: here often.
    const waiting = [...story.picture.conversations.values()].find(held => held.waiting && held.assignee === null)
    happen(story, waiting && one.is === 'labels' ? { ...one, is: 'claims', c: waiting.id } : one)
  }
  story.later(minute)
  return story
}

test('the policy that was in force gives what the log says: to whom, when, and why', () => {
  fc.assert(
    fc.property(histories, policies, fc.integer({ min: 0, max: 40 }), (history, inForce, skip) => {
      const story = lived(history, inForce)
      const course = courseOf(story, skip + 20)
      const policy = story.publishedMethod()
      const play = new Play(course, 'shop', policy)
      while (play.run(7));
      const { gettings } = play.played
      const since = course.from
      const should = story.made.filter(one => one.at > since)
      const are = gettings.filter(one => one.why !== null && one.at > since)
      expect(are.map(({ conversation, to, at }) => [conversation, to, at])).toEqual(
        should.map(({ conversation, to, at }) => [conversation, to, at])
      )
      expect(are.map(one => one.why)).toEqual(should.map(one => one.why))
      told.gettings += are.length
      told.byHand += gettings.filter(one => one.why === null).length
      const { elsewhere, was, would } = tried(story, policy, skip + 20)
      expect(elsewhere).toBe(0)
      expect(would).toEqual(was)
    }),
    { numRuns: 300, seed: 10 }
  )
  expect(told.gettings).toBeGreaterThan(400)
  expect(told.byHand).toBeGreaterThan(20)
})

test('the same log and policy give the same, and whoever may not take anything is given nothing', () => {
  fc.assert(
    fc.property(histories, fc.constantFrom('round-robin', 'weighted', 'least-busy'), (history, method) => {
      // Of other inboxes nobody has anything, or "one at most" could not be told by what they have.
      const story = lived(history.map(one => (one.is === 'opens' ? { ...one, i: 'shop' } : one)))
      const policy = { method, limit: 1, sticky: false } as const
      const run = tried(story, policy)
      expect(tried(story, policy)).toEqual(run)
      told.moved += run.elsewhere
      const takers = run.moved.flatMap(({ would }) => would?.why?.candidates[0] ?? [])
      expect(takers.filter(({ standing, open }) => standing !== 'free' || open > 0)).toEqual([])
    }),
    { numRuns: 100, seed: 11 }
  )
  expect(told.moved).toBeGreaterThan(100)
  expect(told.recalled).toBeGreaterThan(50)
})

test('a log that is not what its router did is found out', () => {
  const story = new Story().hire('ana', 'ben')
  story.publish({ method: 'round-robin' })
  for (const id of ['c1', 'c2']) story.opens(id)
  expect(tried(story, { method: 'round-robin' }).elsewhere).toBe(0)
  const given = story.events.find(({ fact }) => fact.type === 'conversation.assigned')
  Object.assign(given!.fact, { to: 'ben' })
  expect(tried(story, { method: 'round-robin' }).elsewhere).toBe(1)
  expect(given!.recordedAt).toBe(friday)
})
