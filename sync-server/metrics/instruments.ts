/** One thing that is measured, in the text format that Prometheus reads. */
export type Family = {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  samples(): Iterable<Sample> | Promise<Iterable<Sample>>
}
/** `suffix`: a histogram's `_bucket`, `_sum` and `_count`. */
export type Sample = { readonly suffix?: string; readonly labels?: Labels; readonly value: number }
export type Labels = Readonly<Record<string, string>>

export type Counter = Family & { add(labels?: Labels, by?: number): void }

export function counter(name: string, help: string): Counter {
  const series = new Map<string, Sample>()
  return {
    name,
    help,
    type: 'counter',
    add(labels = {}, by = 1) {
      const key = JSON.stringify(labels)
      series.set(key, { labels, value: (series.get(key)?.value ?? 0) + by })
    },
    samples: () => series.values()
  }
}

/** Asked when somebody looks. */
export function gauge(name: string, help: string, samples: Family['samples']): Family {
  return { name, help, type: 'gauge', samples }
}

export type Histogram = Family & { observe(value: number): void }

/** `bounds` rise; what is above the last counts in `+Inf`. */
export function histogram(name: string, help: string, bounds: readonly number[]): Histogram {
  const counts = bounds.map(() => 0)
  let [count, sum] = [0, 0]
  return {
    name,
    help,
    type: 'histogram',
    observe(value) {
      count += 1
      sum += value
      const place = bounds.findIndex(bound => value <= bound)
      if (place !== -1) counts[place]! += 1
    },
    *samples() {
      let below = 0
      for (const [place, bound] of bounds.entries()) {
        below += counts[place]!
        yield { suffix: '_bucket', labels: { le: String(bound) }, value: below }
      }
      yield { suffix: '_bucket', labels: { le: '+Inf' }, value: count }
      yield { suffix: '_sum', value: sum }
      yield { suffix: '_count', value: count }
    }
  }
}

export const contentType = 'text/plain; version=0.0.4; charset=utf-8'

/** Also while the database is away: what it cannot say is left out, and counted, so that an alarm sees it. */
export async function exposition(families: readonly Family[]): Promise<string> {
  const texts = await Promise.allSettled(families.map(textOf))
  const said = texts.flatMap(text => (text.status === 'fulfilled' ? [text.value] : []))
  const help = 'Measures that could not be taken, and are not here: the database or the disk does not answer.'
  const missing = gauge('daybook_metrics_missing', help, () => [{ value: families.length - said.length }])
  return said.join('') + (await textOf(missing))
}

async function textOf(family: Family): Promise<string> {
  const { name, help, type } = family
  const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
  for (const { suffix = '', labels = {}, value } of await family.samples()) {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
    lines.push(`${name}${suffix}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`)
  }
  return `${lines.join('\n')}\n`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
