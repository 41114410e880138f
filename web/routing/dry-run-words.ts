import type { Moved } from '../../shared/routing/dry-run/compare.ts'
import type { PolicyDryRun } from '../../shared/protocol/routing-dry-run.ts'
import { fullWhen, span } from '../ui/time-words.ts'
import { becauseWords } from './content-words.ts'

/** What was played, in a sentence. */
export function playedWords({ from, events, isCut, elsewhere, was, would }: PolicyDryRun): string {
  if (was.given + was.waiting + would.given + would.waiting === 0) {
    return `Nobody wrote to this inbox since ${fullWhen(from)}: there is nothing to compare.`
  }
  const since = isCut ? `The last ${events.toLocaleString('en')} events were played, since` : 'Played since'
  const changed =
    elsewhere === 0
      ? 'Nothing would have gone elsewhere.'
      : `${elsewhere.toLocaleString('en')} would have gone elsewhere.`
  return `${since} ${fullWhen(from)}. ${changed} Nothing was done.`
}

/** How long people waited, as one figure: `< 1 min`, `4 min`, `2 h`. */
export function waitedFigure(ms: number): string {
  return ms < 60_000 ? '< 1 min' : span(ms)
}

/** Who got it and who would have, and why: `Mara, after 20 min`. */
export function gotWords(got: Moved['was'], nameOf: (agent: string) => string): string {
  if (!got) return 'nobody'
  const after = got.waitedMs < 60_000 ? 'at once' : `after ${span(got.waitedMs)}`
  return `${nameOf(got.to)}, ${after}`
}

export function wouldWords({ would }: Moved, nameOf: (agent: string) => string): string {
  if (!would) return 'nobody: it would still wait'
  const because = would.why ? becauseWords(would.why) : 'taken by hand'
  return `${gotWords(would, nameOf)}: ${because}`
}
