import type { Figure } from '../figures.ts'

export type Row = { readonly what: string; readonly when: string; readonly unit: string }

/** Figures as they come, of ours and of the peers, in turns; told row by row, with each peer beside ours. */
export type Comparison = {
  /** What fails is told as such in each of its rows; ours may not fail. */
  measure(who: string, rows: readonly Row[], work: () => Promise<readonly number[]>): Promise<void>
  figures(): Figure[]
}

export function comparison(ours: string): Comparison {
  const book = new Map<string, { readonly row: Row; readonly told: Map<string, number | Error> }>()
  const note = (row: Row, who: string, told: number | Error) => {
    const key = JSON.stringify(row)
    const known = book.get(key) ?? { row, told: new Map<string, number | Error>() }
    book.set(key, { ...known, told: known.told.set(who, told) })
  }
  return {
    async measure(who, rows, work) {
      try {
        const values = await work()
        rows.forEach((row, i) => note(row, who, values[i] ?? NaN))
      } catch (error) {
        if (who === ours) throw error
        rows.forEach(row => note(row, who, error as Error))
      }
    },
    figures: () =>
      [...book.values()].flatMap(({ row, told }) => {
        const value = told.get(ours)
        if (typeof value !== 'number') throw new Error(`nothing was measured of ours: ${row.what}`)
        return [...told].flatMap(([what, theirs]): Figure[] => {
          if (what === ours) return []
          if (typeof theirs === 'number') return [{ ...row, value, peer: { what, value: theirs } }]
          return [{ ...row, value, peer: { what, value: NaN, failed: theirs.message.split('\n')[0] ?? '' } }]
        })
      })
  }
}
