import { describe, expect, test } from 'vitest'
import { webhookRoutes } from '../../../sync-server/platforms/webhook.ts'
import { logger, world } from '../world.ts'
import { conversationOf } from './conversation.ts'
import { vendors } from './vendors.ts'

const here = world()

/** The same numbers for the same seed, from 0 to 1. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const roll = dice(seed)
  return items
    .map(item => [roll(), item] as const)
    .toSorted((a, b) => a[0] - b[0])
    .map(([, item]) => item)
}

const inParts = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size))

type Calls = readonly (readonly unknown[])[]

/** How a platform may tell the same: each list is what one call brings. */
const ways: readonly (readonly [way: string, told: (story: readonly unknown[]) => Calls])[] = [
  ['each twice', story => [...story, ...story].map(item => [item])],
  ['backwards', story => story.toReversed().map(item => [item])],
  ['all at once', story => [story]],
  ['all at once, backwards and twice', story => [[...story.toReversed(), ...story]]],
  ['in batches of three, the last first', story => inParts(story, 3).toReversed()],
  ['in batches of two, out of step', story => [story.slice(0, 1), ...inParts(story.slice(1), 2)]],
  [
    'the second half seven days before the first',
    story => [story.slice(story.length / 2), story.slice(0, story.length / 2)]
  ],
  ...[1, 2, 3, 4, 5, 6].map(
    seed =>
      [
        `shuffled, ${seed}`,
        (story: readonly unknown[]) => shuffled([...story, ...story], seed).map(item => [item])
      ] as const
  )
]

describe.each(vendors)('$platform', ({ platform, customer, call, clock, batch, said, story, overtaken }) => {
  const hello = said(0, 'We have met')
  const tell = async (calls: Calls, together = false) => {
    const inbox = await here.connect(platform)
    const { log, actors, people, letters, news, secrets } = here
    const address = `http://localhost/${platform}/${inbox.inbox}`
    const post = async (payload: unknown) => {
      // What tells no time has come when the story says, however often it comes.
      const now = clock ? { now: () => clock(payload) } : {}
      const routes = webhookRoutes({ log, actors, people, letters, news, secrets, logger, ...now })
      return (await routes.request(address, call(payload, undefined, address))).status
    }
    // A receipt for somebody we never met is kept as a dead letter, whatever comes after it.
    const statuses = [await post(batch([hello])[0])]
    const payloads = calls.flatMap(batch)
    if (together) statuses.push(...(await Promise.all(payloads.map(post))))
    else for (const payload of payloads) statuses.push(await post(payload))
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(await here.letters.of(inbox.tenant)).toEqual([])
    return (await conversationOf(here, inbox, customer)).whole
  }
  const oneByOne = (items: readonly unknown[]) => items.map(item => [item])

  test('tells the same in every way it may tell it', async () => {
    const straight = await tell(oneByOne(story))
    const differ: string[] = []
    for (const [way, told] of ways) if ((await tell(told(story))) !== straight) differ.push(way)
    expect(differ).toEqual([])
    expect(await tell(oneByOne([...story, ...story.toReversed()]), true)).toBe(straight)
    expect(ways).toHaveLength(13)
  })

  test('and where one thing is missing, it is another conversation', async () => {
    const straight = await tell(oneByOne(story))
    const unseen: unknown[] = []
    for (const [n, item] of story.entries()) {
      if ((await tell(oneByOne(story.toSpliced(n, 1)))) === straight) unseen.push(item)
    }
    // Only what something later takes the place of.
    expect(unseen).toEqual(overtaken.map(n => story[n]))
  })
})
