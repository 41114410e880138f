import type { Figure } from '../figures.ts'

export type Row = { readonly what: string; readonly when: string; readonly unit: string }

/** Figures as they come, of ours and of the peers, in turns; told row by row, with each peer beside ours. */
export type Comparison = {
  /** What fails is told as such in each of its rows, and the others are measured all the same. */
  measure(who: string, rows: readonly Row[], work: () => Promise<readonly number[]>): Promise<void>
  /** Those since it was asked last. */
  takeFigures(): Figure[]
  /** What ours could not do. */
  readonly failed: readonly Error[]
}

export function comparison(ours: string): Comparison {
  const book = new Map<string, { readonly row: Row; readonly told: Map<string, number | Error> }>()
  const note = (row: Row, who: string, told: number | Error) => {
    const key = JSON.stringify(row)
    const known = book.get(key) ?? { row, told: new Map<string, number | Error>() }
    // Who failed once has failed, whatever came of another round.
    if (known.told.get(who) instanceof Error) return
    book.set(key, { ...known, told: known.told.set(who, told) })
  }
  const failed: Error[] = []
  return {
    failed,
    async measure(who, rows, work) {
      try {
        const values = await work()
        rows.forEach((row, i) => note(row, who, values[i] ?? NaN))
      } catch (error) {
        const failure = error instanceof Error ? error : new Error(String(error))
        if (who === ours) failed.push(failure)
        rows.forEach(row => note(row, who, failure))
      }
    },
    takeFigures() {
      const figures = [...book.values()].flatMap(({ row, told }) => {
        const mine = told.get(ours)
        const value = typeof mine === 'number' ? mine : NaN
        return [...told].flatMap(([what, theirs]): Figure[] => {
          if (what === ours) return []
          if (typeof theirs === 'number') return [{ ...row, value, peer: { what, value: theirs } }]
          return [{ ...row, value, peer: { what, value: NaN, failed: theirs.message.split('\n')[0] ?? '' } }]
        })
      })
      book.clear()
      return figures
    }
  }
}
