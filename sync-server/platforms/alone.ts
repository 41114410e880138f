import { deepest, isObject } from './reading.ts'

type Around = (inner: unknown) => unknown

/**
 * For each of these items, by its JSON, the payload with nothing but it in it: read again by a version that
 * understands it, it says what it said, and nobody else's words are kept with it.
 */
export function eachAlone(payload: unknown, items: ReadonlySet<string>): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>()
  if (items.size > 0) visit(payload, inner => inner)
  return found

  function visit(node: unknown, around: Around, depth = 0): void {
    if (depth > deepest) return
    const json = JSON.stringify(node)
    if (items.has(json)) found.set(json, around(node))
    else if (Array.isArray(node)) for (const child of node) visit(child, inner => around([inner]), depth + 1)
    else if (isObject(node)) {
      for (const [key, child] of Object.entries(node))
        visit(child, inner => around(beside(node, key, inner)), depth + 1)
    }
  }
}

/** What stands beside it stays, but of a list only what speaks of the same: of a batch's contacts the one who wrote. */
function beside(node: Record<string, unknown>, key: string, inner: unknown): unknown {
  // The account's own id is in everything that is said to it.
  const own = namesIn(Object.values(node).filter(value => typeof value !== 'object'))
  const names = [...namesIn(inner)].filter(name => !own.has(name))
  const kept = Object.entries(node).map(([other, value]): [string, unknown] => {
    if (other === key) return [other, inner]
    const isOfSame = (one: unknown) => names.some(name => namesIn(one).has(name))
    return [other, Array.isArray(value) ? value.filter(isOfSame) : value]
  })
  return Object.fromEntries(kept)
}

const shortestName = 5

/** Long enough to be somebody's, and not a word of the format by chance. */
function namesIn(value: unknown, depth = 0): ReadonlySet<string> {
  if (depth > deepest) return new Set()
  if (Array.isArray(value)) return new Set(value.flatMap(one => [...namesIn(one, depth + 1)]))
  if (isObject(value)) return namesIn(Object.values(value), depth)
  const name = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  return new Set(name.length >= shortestName ? [name] : [])
}
