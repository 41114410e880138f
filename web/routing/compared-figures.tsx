import type { Figures } from '../../shared/routing/dry-run/compare.ts'
import type { PolicyDryRun } from '../../shared/protocol/routing-dry-run.ts'
import { agentName } from '../app/shell/agent-name.ts'
import { waitedFigure } from './dry-run-words.ts'

/** How it was and how it would have been: for everybody, and how long customers waited. */
export function ComparedFigures({ run }: { run: PolicyDryRun }) {
  const { was, would, people } = run
  const rows: readonly (readonly [string, (figures: Figures) => string])[] = [
    ['Half waited at most', ({ waits }) => (waits ? waitedFigure(waits.median) : '–')],
    ['Nine of ten waited at most', ({ waits }) => (waits ? waitedFigure(waits.p90) : '–')],
    ['The longest wait', ({ waits }) => (waits ? waitedFigure(waits.longest) : '–')],
    ['Waited at the end', ({ waiting }) => `${waiting}`],
    ['Given', ({ given }) => `${given}`],
    ['From the fewest to the most', ({ spread }) => (spread ? `${spread.least} to ${spread.most}` : '–')]
  ]
  return (
    <table class="compared">
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">What is compared</span>
          </th>
          <th scope="col">As it was</th>
          <th scope="col">As it would be</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, of]) => (
          <Line key={name} name={name} was={of(was)} would={of(would)} />
        ))}
        {people.map(one => (
          <Line key={one.agent} name={agentName(one.agent)} was={`${one.was}`} would={`${one.would}`} />
        ))}
      </tbody>
    </table>
  )
}

function Line({ name, was, would }: { name: string; was: string; would: string }) {
  return (
    <tr>
      <th scope="row" dir="auto">
        {name}
      </th>
      <td>{was}</td>
      <td data-changed={was !== would || undefined}>{would}</td>
    </tr>
  )
}
