import { MessageSquareQuote } from 'lucide-preact'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import { AttachButton } from './attach-button.tsx'
import type { Attaching } from './use-attaching.ts'
import { words } from './words.ts'

type Props = { strategy: Strategy; attaching: Attaching; askPhrase(): void }

/** What a reply may take up besides what is typed. */
export function ComposerTools({ strategy, attaching, askPhrase }: Props) {
  return (
    <>
      <AttachButton strategy={strategy} attaching={attaching} />
      <button
        type="button"
        class="button quiet icon tight attach"
        aria-label={words.phrases}
        title={`${words.phrases} (/)`}
        onClick={askPhrase}
      >
        <MessageSquareQuote class="small" />
      </button>
    </>
  )
}
