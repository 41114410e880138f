import type { Recorded } from '../log/recorded.ts'
import type { Drawn, ProjectedRow, Projection } from './projection.ts'

/** A row that is not what the log says. */
export type Difference = { readonly key: ProjectedRow; readonly what: string }

export type Comparison = {
  readonly projection: Projection
  /** The next event of the log. */
  take(event: Recorded, state: unknown): void
  /** Asked once, when everything that was in the log while the live rows were read has been taken. */
  differences(): readonly Difference[]
  /** What the rows that differ must become. Asked again: those of them that later events changed. */
  corrections(): readonly Drawn[]
  /** So many rows were drawn, and the table has so many more. */
  readonly rows: number
  readonly more: number
}

/**
 * Draws a projection beside the `live` rows and compares the two. A follower may be behind the log, and a row ahead of
 * the follower, so a live row is right when it is what the log says at any moment from `position` on:
 *
 *     first event ──────────► position ──────────► head
 *        draw only            compare all          compare again what an event changes, as long as it differs
 *
 * A follower without a position draws everything again, as an update may ask of it: until then only what no event speaks
 * of is wrong.
 */
export function comparison(
  projection: Projection,
  live: ReadonlyMap<string, ProjectedRow>,
  position: number | undefined,
  isInPart: (part: string) => boolean
): Comparison {
  const drawing = projection.draw()
  const drawn = new Map<string, ProjectedRow>()
  let differing: Set<string> | undefined
  let wrong = new Set<string>()
  let due = new Set<string>()

  const isRight = (name: string) => {
    const [is, should] = [live.get(name), drawn.get(name)]
    if (!should) return !is || projection.mayHaveMore
    return is !== undefined && changed(is, should).length === 0
  }
  const compareAll = () => new Set([...live.keys(), ...drawn.keys()].filter(name => !isRight(name)))

  return {
    projection,
    take(event, state) {
      if (event.seq > (position ?? 0)) differing ??= compareAll()
      for (const { key, row } of drawing.take(event, state)) {
        if (!isInPart(projection.part(row ?? key))) continue
        const name = nameOf(projection, key)
        if (row) drawn.set(name, row)
        else drawn.delete(name)
        if (differing?.has(name) && (position === undefined || isRight(name))) differing.delete(name)
        if (wrong.has(name)) due.add(name)
      }
    },
    differences() {
      wrong = new Set(differing ?? compareAll())
      due = new Set(wrong)
      return [...wrong].map(name => ({
        key: keyOf(projection, name),
        what: whatDiffers(live.get(name), drawn.get(name))
      }))
    },
    corrections() {
      const names = [...due]
      due = new Set()
      return names.map(name => ({ key: keyOf(projection, name), row: drawn.get(name) }))
    },
    get rows() {
      return drawn.size
    },
    get more() {
      return [...live.keys()].filter(name => !drawn.has(name)).length
    }
  }
}

export function nameOf({ key }: Projection, row: ProjectedRow): string {
  return JSON.stringify(key.map(column => row[column]))
}

function keyOf({ key }: Projection, name: string): ProjectedRow {
  const values = JSON.parse(name) as (string | number | null)[]
  return Object.fromEntries(key.map((column, at) => [column, values[at] ?? null]))
}

function changed(is: ProjectedRow, should: ProjectedRow): string[] {
  return Object.keys(is).filter(column => is[column] !== should[column])
}

function whatDiffers(is: ProjectedRow | undefined, should: ProjectedRow | undefined): string {
  if (!is) return 'is missing'
  if (!should) return 'should not be there'
  return `differs in ${changed(is, should).join(', ')}`
}
