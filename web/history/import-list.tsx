import { useState } from 'preact/hooks'
import type { ImportEntry } from '../../shared/protocol/history.ts'
import { inboxes } from '../app/live.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { Dialog } from '../ui/dialog.tsx'
import { now } from '../ui/now.ts'
import { fullWhen, shortWhen } from '../ui/time-words.ts'
import { toast } from '../ui/toast.ts'
import { takeBack } from './ask-history.ts'
import { countWords, sourceNames } from './count-words.ts'
import { sentenceOf } from './sentence-of.ts'

type Props = { imports: readonly ImportEntry[]; look(): Promise<void> }

/** Everything that was brought, the latest first, with the way back. */
export function ImportList({ imports, look }: Props) {
  const [leaving, setLeaving] = useState<ImportEntry | null>(null)
  const undo = async (entry: ImportEntry) => {
    setLeaving(null)
    const refused = await takeBack(entry.import).then(() => null, sentenceOf)
    if (refused !== null) toast(refused)
    await look()
  }
  return (
    <section aria-label="What was brought">
      <h2>What was brought</h2>
      <ul class="entries">
        {imports.map(entry => (
          <Entry key={entry.import} entry={entry} undo={() => setLeaving(entry)} />
        ))}
      </ul>
      {leaving && (
        <Dialog title="Take it back?" close={() => setLeaving(null)}>
          <div class="body">
            <p>
              Its messages and files disappear from every device, and so do the people it made, unless something else is
              left of them. What customers wrote to you since stays. You can bring the file again.
            </p>
            <div class="acts">
              <button type="button" class="button primary" onClick={() => setLeaving(null)}>
                Keep it
              </button>
              <button type="button" class="button quiet danger" onClick={() => void undo(leaving)}>
                Take it back
              </button>
            </div>
          </div>
        </Dialog>
      )}
    </section>
  )
}

const standing = {
  running: 'being brought',
  undoing: 'being taken back',
  stopped: 'broke off',
  ended: '',
  undone: 'taken back'
} as const

function Entry({ entry, undo }: { entry: ImportEntry; undo(): void }) {
  const { import: which, inbox, source, at, by, state, progress, counts, why } = entry
  const mayUndo = state === 'ended' || state === 'stopped'
  return (
    <li class="entry" data-import={which} data-state={state}>
      <p class="entry-head">
        <b>{sourceNames[source]}</b>
        <span dir="auto">{inboxes.get(inbox)?.name ?? inbox}</span>
        {standing[state] && <span class="state">{standing[state]}</span>}
        <time title={fullWhen(at)}>{shortWhen(at, now.value)}</time>
      </p>
      {progress && (
        <progress aria-label="How far it is" value={progress.done} max={progress.of}>
          {progress.done} of {progress.of}
        </progress>
      )}
      <p class="hint">
        {by === null ? 'From the command line. ' : `By ${nameOf(by).replace(/^You$/, 'you')}. `}
        {counts && countWords(counts)}
        {why}
      </p>
      {mayUndo && (
        <p class="acts">
          <button type="button" class="button quiet" onClick={undo}>
            Take it back
          </button>
        </p>
      )}
    </li>
  )
}
