import type { Fact } from './message.ts'

/**
 * Facts are stored for years and never rewritten. When a fact is retired for a better one,
 * its old name gets an entry here, and every reader sees the new one.
 */
const newer: Record<string, (fact: Fact) => Fact> = {}

export function upcast(fact: Fact, upcasters = newer): Fact {
  const step = Object.hasOwn(upcasters, fact.type) ? upcasters[fact.type] : undefined
  return step ? upcast(step(fact), upcasters) : fact
}
