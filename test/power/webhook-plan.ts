import type { Chance } from './chance.ts'

/** The order in which a platform calls: of each of `count` webhooks one to five copies, most of them soon, some much later. */
export function deliveriesOf(count: number, fate: Chance): readonly number[] {
  const calls: { readonly webhook: number; readonly turn: number }[] = []
  for (let webhook = 0; webhook < count; webhook++) {
    for (let copies = 1 + fate.below(5); copies > 0; copies--) {
      const late = fate.happens(0.1) ? fate.below(count) : fate.below(64)
      calls.push({ webhook, turn: webhook + late })
    }
  }
  return calls.sort((a, b) => a.turn - b.turn).map(({ webhook }) => webhook)
}

/** What is wrong with a log that should have each of `count` webhooks once. `times`: how often it has the nth. */
export function untrueOf(count: number, times: ReadonlyMap<number, number>): readonly string[] {
  const wrong: string[] = []
  for (let webhook = 0; webhook < count; webhook++) {
    const found = times.get(webhook) ?? 0
    if (found !== 1) wrong.push(`webhook ${webhook} was answered 200 and is there ${found} times`)
  }
  return wrong
}
