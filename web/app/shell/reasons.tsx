import type { Why } from '../../../shared/routing/content.ts'
import { agentName } from './agent-name.ts'
import { methodWords, shareWords, standingWords, waitedWords } from '../../routing/content-words.ts'

/** Who was asked for, and how each stood when it was decided: folded away until somebody wonders. */
export function Reasons({ why }: { why: Why }) {
  const { method, candidates, others } = why
  return (
    <details class="reasons">
      <summary>Why</summary>
      <p>
        {methodWords(method)}
        {method === 'weighted' && ', counted by what was given and not by what is open'}.
      </p>
      <ul>
        {candidates.map((one, place) => (
          <li key={one.agent} data-chosen={place === 0 || undefined}>
            <bdi>{agentName(one.agent)}</bdi>: {standingWords(one)}
            {shareWords(one, candidates[0])}
          </li>
        ))}
        {others > 0 && <li>and {others} more</li>}
      </ul>
      <p>{waitedWords(why)}</p>
    </details>
  )
}
