import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os'
import { parseArgs } from 'node:util'

/** What was measured, and what the machine or a peer did with the same work in the same run. */
export type Figure = {
  readonly what: string
  readonly when: string
  readonly value: number
  readonly unit: string
  /** `failed`: it could not do this, and why. */
  readonly peer?: { readonly what: string; readonly value: number; readonly failed?: string }
}

const flag = { type: 'boolean', default: false } as const
/** `postgres`: what is about the database is asked of a PostgreSQL server, which the benchmark starts for itself. */
export const { json, long, postgres } = parseArgs({ options: { json: flag, long: flag, postgres: flag } }).values

/** Prints a table, or with `--json` an object a line. */
export function report(bench: string, figures: readonly Figure[]): void {
  if (json) {
    for (const figure of figures) console.log(JSON.stringify({ bench, ...figure, ratio: ratioOf(figure), machine }))
    return
  }
  console.log(`\n## ${bench}\n${machine}; load now ${loadavg()[0]?.toFixed(1)}\n`)
  const cells = figures.map(figure => [
    figure.what,
    figure.when,
    `${rounded(figure.value)} ${figure.unit}`,
    figure.peer ? `${figure.peer.what}: ${figure.peer.failed ?? `${rounded(figure.peer.value)} ${figure.unit}`}` : '',
    ratioOf(figure) === undefined ? '' : `× ${rounded(ratioOf(figure) ?? 0)}`
  ])
  const table = [['what', 'when', 'Daybook', 'beside it', 'ratio'], ...cells]
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map(row => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const [head = [], ...rows] = table
  console.log([line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n'))
}

const machine =
  `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ` +
  `${process.platform} ${release()}, Node ${process.versions.node}`

function ratioOf({ value, peer }: Figure): number | undefined {
  return peer && !peer.failed && peer.value !== 0 ? value / peer.value : undefined
}

function rounded(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: value >= 100 ? 4 : 2 })
}

/** The value that `share` of the values do not exceed: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('nothing was measured')
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export const median = (values: readonly number[]) => quantile(values, 0.5)

/** Milliseconds that each call took. */
export async function timed(times: number, work: (i: number) => unknown): Promise<number[]> {
  const took: number[] = []
  for (let i = 0; i < times; i++) {
    const since = performance.now()
    await work(i)
    took.push(performance.now() - since)
  }
  return took
}
