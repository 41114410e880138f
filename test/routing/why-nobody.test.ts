import * as v from 'valibot'
import { expect, test } from 'vitest'
import { waitAnswer } from '../../shared/protocol/waits.ts'
import { waitingLines, whyNobody } from '../../shared/routing/why-nobody.ts'
import { friday, hour, minute, Story } from './story.ts'

const shop = (...people: string[]) => new Story().hire(...people)

/** As it is told, so that what is told is also what can be read. */
const why = (story: Story, id: string) => v.parse(waitAnswer, { wait: whyNobody(story.picture, id, story.now) }).wait

test('by hand nobody gives anything out, and it waits until somebody takes it', () => {
  const story = shop('ana')
  story.opens('c1')
  expect(why(story, 'c1')).toEqual({ because: 'by-hand' })
})

test('outside business hours it says when the inbox opens', () => {
  const story = shop('ana')
  story.publish({ method: 'least-busy' })
  const week = Array.from({ length: 7 }, () => [{ from: 14 * 60, to: 15 * 60 }])
  story.tell('inbox/shop', { type: 'inbox.hours-set', hours: { zone: 'UTC', week } })
  story.opens('c1')
  expect(why(story, 'c1')).toEqual({ because: 'closed', opensAt: friday + 2 * hour })
  story.tell('inbox/shop', { type: 'inbox.hours-set', hours: { zone: 'UTC', week: week.map(() => []) } })
  expect(why(story, 'c1')).toEqual({ because: 'closed', opensAt: null })
})

test('where all are at their limits it says whose, and how many they have', () => {
  const story = shop('ana', 'ben')
  story.limit('ana', 1)
  story.publish({ method: 'round-robin', limit: 2 })
  for (const id of ['c1', 'c2', 'c3', 'c4']) story.opens(id)
  expect(why(story, 'c4')).toMatchObject({
    because: 'all-full',
    candidates: [
      { agent: 'ana', standing: 'full', open: 1, limit: 1 },
      { agent: 'ben', standing: 'inbox-full', open: 2, limit: null, inInbox: 2 }
    ],
    inboxLimit: 2,
    standings: [
      { standing: 'full', people: 1 },
      { standing: 'inbox-full', people: 1 }
    ]
  })
  story.resolves('c1')
  expect(why(story, 'c4')).toBeNull()
})

test('where nobody is there it says who is away and who is busy, and when the first is back', () => {
  const story = shop('ana', 'ben', 'cleo')
  story.publish({ method: 'least-busy' })
  story.set('ana', 'away', friday + 2 * hour)
  story.set('ben', 'away', friday + hour)
  story.set('cleo', 'busy')
  story.opens('c1')
  expect(why(story, 'c1')).toMatchObject({
    because: 'none-available',
    candidates: [{ agent: 'cleo' }, { agent: 'ana' }, { agent: 'ben' }],
    backAt: friday + hour
  })
})

test('it says when another team is asked, and after that how these stand', () => {
  const story = shop('ana', 'ben')
  story.team('first', 'ana').team('help', 'ben')
  story.publish({ method: 'least-busy', team: 'first', overflow: { team: 'help', afterMinutes: 10 } })
  story.set('ana', 'busy')
  story.set('ben', 'busy')
  story.opens('c1')
  const overflow = { team: 'help', at: friday + 10 * minute }
  expect(why(story, 'c1')).toMatchObject({ because: 'none-available', overflow, candidates: [{ agent: 'ana' }] })
  story.later(10 * minute)
  expect(why(story, 'c1')).toMatchObject({ overflow: null, candidates: [{ agent: 'ana' }, { agent: 'ben' }] })
})

test('nobody with the skill, nobody in the team, and each something else', () => {
  const story = shop('ana', 'ben')
  story.skills('ben', 'french')
  story.publish({ method: 'least-busy', team: 'nobody' })
  story.opens('c1')
  expect(why(story, 'c1')).toMatchObject({ because: 'nobody-there', candidates: [], others: 0 })
  story.publish({ method: 'least-busy' })
  story.set('ben', 'away')
  story.opens('c2', 'french')
  expect(why(story, 'c2')).toMatchObject({
    because: 'none-free',
    candidates: [{ agent: 'ben' }, { agent: 'ana', standing: 'lacks-skill', lacks: 'french' }]
  })
  story.tell('agent/ben', { type: 'agent.left' })
  expect(why(story, 'c2')).toBeNull()
})

test('what is on its way to somebody says to whom, and what somebody has waits for nobody', () => {
  const story = shop('ana')
  story.confirms = false
  story.publish({ method: 'least-busy' })
  story.opens('c1')
  expect(why(story, 'c1')).toEqual({ because: 'soon', to: 'ana' })
  story.confirm(story.made[0]!)
  expect(why(story, 'c1')).toBeNull()
  expect(why(story, 'never-was')).toBeNull()
})

test('the lines say how many wait for the same, of the inboxes that are asked for', () => {
  const story = shop('ana')
  story.limit('ana', 0)
  story.skills('ana', 'french')
  story.publish({ method: 'least-busy' })
  for (const id of ['c1', 'c2']) story.opens(id)
  story.now += minute
  story.opens('c3', 'french')
  expect(waitingLines(story.picture, ['shop'], story.now)).toMatchObject([
    { inbox: 'shop', needs: [], waiting: 2, since: friday, wait: { because: 'all-full' } },
    { needs: ['french'], waiting: 1, since: friday + minute }
  ])
  expect(waitingLines(story.picture, ['elsewhere'], story.now)).toEqual([])
})
