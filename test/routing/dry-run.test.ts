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
import { begin, happen, histories } from './histories.ts'
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
    for (const id of ['c1', 'c2', 'c3']) story.opens(id)
    // Ten minutes each, one after the other.
    for (const id of ['c1', 'c2', 'c3']) {
      story.now += 10 * minute
      story.resolves(id)
    }
    const one = tried(story, { limit: 1 })
    expect(one.elsewhere).toBe(0)
    expect(one.would).toEqual(one.was)
    expect(one.was.waits).toEqual({ median: 10 * minute, p90: 20 * minute, longest: 20 * minute })
    const two = tried(story, { limit: 2 })
    expect(two.would).toMatchObject({ given: 3, waits: { median: 0, p90: 10 * minute, longest: 10 * minute } })
  })

  test('gives out what people took themselves, when it came', () => {
    const story = new Story().hire('ana', 'ben')
    story.opens('c1')
    story.opens('c2')
    story.now += 10 * minute
    for (const id of ['c1', 'c2']) story.tell(`conversation/${id}`, { type: 'conversation.claimed', by: agentNamed('ben') })
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

/** Without another policy of this inbox in it: that would be overruled. */
function lived(history: Parameters<typeof happen>[1][]): Story {
  const story = new Story()
  begin(story)
  for (const one of history) if (one.is !== 'publishes') happen(story, one)
  story.later(minute)
  return story
}

test('the policy that was in force gives what the log says: to whom, when, and why', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 0, max: 40 }), (history, skip) => {
      const story = lived(history)
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
      const story = lived(history)
      const policy = { method, limit: 1, sticky: false } as const
      const run = tried(story, policy)
      expect(tried(story, policy)).toEqual(run)
      told.moved += run.elsewhere
      for (const { would } of run.moved) {
        const [taker] = would?.why?.candidates ?? []
        if (taker) expect(taker).toMatchObject({ agent: would?.to, standing: 'free', open: 0 })
      }
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
  const [given] = story.events.filter(({ fact }) => fact.type === 'conversation.assigned')
  Object.assign(given!.fact, { to: 'ben' })
  expect(tried(story, { method: 'round-robin' }).elsewhere).toBe(1)
  expect(given!.recordedAt).toBe(friday)
})
