import type { WorkflowDryRun } from '../../../shared/protocol/workflow-dry-run.ts'
import type { Author } from '../../../shared/kernel/message.ts'
import { cards } from '../../app/live.ts'
import { agentName } from '../../app/shell/agent-name.ts'
import { contactName } from '../../app/shell/contact-name.ts'
import { pathOf } from '../../app/shell/route.ts'
import { now } from '../../ui/now.ts'
import { fullWhen, shortWhen } from '../../ui/time-words.ts'
import type { Editing } from './editing.ts'
import { becauseWords, goesWords, overWords, stoppedWords, timeLines } from './try-words.ts'

type Props = Omit<Editing, 'edit'> & { run: WorkflowDryRun }

/** What a dry run of a version found: where cards go, what is too full, who would have been stopped, what would have been said. */
export function TriedOut({ run, draft: { plan }, row }: Props) {
  // A stage that goes is called as it is now.
  const names = new Map([...(row?.now?.plan.stages ?? []), ...plan.stages].map(({ id, name }) => [id, name]))
  const nameOf = (stage: string) => names.get(stage) ?? stage
  return (
    <>
      {run.goes.length + run.over.length > 0 && (
        <ul class="outlook" aria-label="The cards that are there">
          {run.goes.map(one => (
            <li key={one.from}>
              {goesWords(one, nameOf)}
              {one.cards.length > 0 && ': '}
              {one.cards.map((card, at) => (
                <span key={card}>
                  {at > 0 && ', '}
                  <CardName card={card} />
                </span>
              ))}
              {one.count > one.cards.length && ', …'}
            </li>
          ))}
          {run.over.map(one => (
            <li key={one.stage} class="why amber">
              {overWords(one, nameOf)}
            </li>
          ))}
        </ul>
      )}
      {run.refused > 0 && (
        <details open>
          <summary>
            {run.refused > run.stopped.length ? `The newest ${run.stopped.length} that` : 'What'} would have been
            refused
          </summary>
          <p class="hint">{becauseWords(run)}.</p>
          <ul class="entries">
            {run.stopped.map(one => (
              <li key={`${one.card} ${one.at} ${one.to}`} class="entry" data-refused={one.refusal.reason}>
                <p class="entry-head">
                  <CardName card={one.card} />
                  <span class="hint" dir="auto">
                    {one.from !== null && `${nameOf(one.from)} to `}
                    {nameOf(one.to)}, {whoIs(one.by)}
                  </span>
                  <time title={fullWhen(one.at)}>{shortWhen(one.at, now.value)}</time>
                </p>
                <p dir="auto">{stoppedWords(one, plan, nameOf)}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
      {timeLines(run, nameOf).length > 0 && <Times run={run} nameOf={nameOf} />}
      <details>
        <summary>What this cannot know</summary>
        <p class="hint">
          Every move is judged where it was made, with the cards that stood there, and then counts as made: what
          somebody would have done instead, no log can tell. Who may do what is taken as it is now.
        </p>
      </details>
    </>
  )
}

function Times({ run, nameOf }: { run: WorkflowDryRun; nameOf(stage: string): string }) {
  return (
    <table class="compared">
      <thead>
        <tr>
          <th scope="col">Cards</th>
          <th scope="col">As it is</th>
          <th scope="col">As it would be</th>
        </tr>
      </thead>
      <tbody>
        {timeLines(run, nameOf).map(({ name, was, would }) => (
          <tr key={name}>
            <th scope="row" dir="auto">
              {name}
            </th>
            <td>{was}</td>
            <td data-changed={was !== would || undefined}>{would}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function CardName({ card }: { card: string }) {
  const row = cards.get(card)
  if (!row) return <bdi>a card that is not on this device</bdi>
  const name = row.title ?? contactName(row.contact)
  if (row.conversation === null) return <bdi>{name}</bdi>
  return (
    <a href={pathOf({ screen: 'inbox', view: 'all', conversation: row.conversation })} data-in-app dir="auto">
      {name}
    </a>
  )
}

function whoIs(by: Author): string {
  return by.kind === 'agent' ? `by ${agentName(by.id)}` : 'by itself'
}
