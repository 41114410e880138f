// @module-tag long
import { expect, test } from 'vitest'
import type { Method } from '../../shared/routing/content.ts'
import { Story } from './story.ts'

const people = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7']
const limits = [5, 10, 15, 20, 25, 30, 40, 55]
const conversations = 100_000
/** How many may be open at once before the oldest are resolved. */
const openAtOnce = 60

type Round = { readonly to: string; readonly present: readonly string[]; readonly open: ReadonlyMap<string, number> }

/** Conversations come and are resolved; people come and go, each at a beat of their own. `each` sees every assignment. */
function simulate(method: Method, each: (round: Round) => void): number {
  const story = new Story().hire(...people)
  story.confirms = false
  people.forEach((id, i) => story.limit(id, limits[i]! * 10))
  story.publish({ method })
  const here = new Set(people)
  const under: string[] = []
  for (let i = 0; i < conversations; i++) {
    for (const [at, id] of people.entries()) if (i > 0 && i % (701 + 293 * at) === 0) turnUp(story, here, id)
    const open = new Map(people.map(id => [id, story.picture.people.get(id)!.open]))
    story.now += 1000
    const [made] = story.opens(`c${i}`)
    if (made) each({ to: made.to, present: people.filter(id => here.has(id)), open })
    if (made) under.push(made.conversation)
    // Some take long: which one is resolved is not always the oldest.
    if (under.length > openAtOnce) story.resolves(under.splice(i % 7, 1)[0]!)
    // The log is long, and nobody reads it here.
    story.events.length = 0
    story.made.length = 0
  }
  return story.picture.turns
}

function turnUp(story: Story, here: Set<string>, id: string): void {
  if (here.has(id) && here.size > 2) {
    here.delete(id)
    story.set(id, 'away')
  } else {
    here.add(id)
    story.set(id, 'online')
  }
}

test('a ring: among those who are there, nobody gets two before each of the others got one', () => {
  const since = new Map<string, Set<string>>()
  let worst = 0
  let told = 0
  const turns = simulate('round-robin', ({ to, present }) => {
    told++
    // Who was there the whole time since this one's turn before has had one too.
    for (const id of people) if (!present.includes(id)) for (const owed of since.values()) owed.delete(id)
    const skipped = (since.get(to) ?? new Set()).size
    worst = Math.max(worst, skipped)
    for (const owed of since.values()) owed.delete(to)
    since.set(to, new Set(present.filter(id => id !== to)))
  })
  expect(turns).toBe(conversations)
  expect(told).toBe(conversations)
  expect(worst).toBe(0)
})

test('by weight: everybody within one per cent of their weight, over the time they were there', () => {
  const got = new Map(people.map(id => [id, 0]))
  const due = new Map(people.map(id => [id, 0]))
  simulate('weighted', ({ to, present }) => {
    got.set(to, got.get(to)! + 1)
    const all = present.reduce((sum, id) => sum + limits[people.indexOf(id)]!, 0)
    for (const id of present) due.set(id, due.get(id)! + limits[people.indexOf(id)]! / all)
  })
  const off = people.map(id => Math.abs(got.get(id)! - due.get(id)!) / due.get(id)!)
  expect([...got.values()].reduce((a, b) => a + b)).toBe(conversations)
  expect(Math.max(...off)).toBeLessThan(0.01)
})

test('least busy: whoever gets it has, with it, at most one more than anybody who was there', () => {
  let worst = -Infinity
  let told = 0
  simulate('least-busy', ({ to, present, open }) => {
    told++
    for (const id of present) worst = Math.max(worst, open.get(to)! + 1 - open.get(id)!)
  })
  expect(told).toBe(conversations)
  expect(worst).toBe(1)
})
