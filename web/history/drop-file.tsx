import { FileUp } from 'lucide-preact'
import { useState } from 'preact/hooks'

type Props = { busy: boolean; refused: string | null; take(file: File): void }

/** Where a file is dropped, or chosen. It is only looked at. */
export function DropFile({ busy, refused, take }: Props) {
  const [over, setOver] = useState(false)
  const first = (files: FileList | null | undefined) => {
    const file = files?.[0]
    if (file && !busy) take(file)
  }
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- what is dropped can also be chosen, with the button in it */}
      <label
        class="drop"
        data-over={over}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={event => {
          event.preventDefault()
          setOver(false)
          first(event.dataTransfer?.files)
        }}
      >
        <FileUp size={32} strokeWidth={1} />
        <strong>{busy ? 'Reading it…' : 'Drop a file here, or choose one'}</strong>
        <span class="hint">
          A chat that WhatsApp exported (.txt or .zip), mail (.mbox, .eml), or a table of contacts (.csv). It is looked
          at first; nothing is brought before you say so.
        </span>
        <input
          class="unseen"
          type="file"
          accept=".txt,.zip,.mbox,.eml,.csv,.tsv"
          disabled={busy}
          onChange={event => {
            first(event.currentTarget.files)
            event.currentTarget.value = ''
          }}
        />
      </label>
      {refused !== null && (
        <p class="wrong" role="alert">
          {refused}
        </p>
      )}
    </>
  )
}
