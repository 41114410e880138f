import { Paperclip } from 'lucide-preact'
import { useRef } from 'preact/hooks'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import type { Attaching } from './use-attaching.ts'
import { words } from './words.ts'

/** Where a platform takes no files from us, the button says so instead of the server afterwards. */
export function AttachButton({ strategy, attaching }: { strategy: Strategy; attaching: Attaching }) {
  const input = useRef<HTMLInputElement>(null)
  const may = strategy.files === 'both'
  const why = may ? words.attach : `${strategy.name}: ${words.noFilesHere}`
  const choose = () => (may ? input.current?.click() : attaching.say(why))
  return (
    <>
      <button
        type="button"
        class="button quiet icon tight attach"
        aria-label={words.attach}
        aria-disabled={!may}
        title={why}
        onClick={choose}
      >
        <Paperclip class="small" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={words.attach}
        onChange={event => {
          const { files } = event.currentTarget
          const chosen = [...(files ?? [])]
          // The same one may be chosen again after it was removed.
          event.currentTarget.value = ''
          void attaching.add(chosen)
        }}
      />
      <span class="unseen" role="status">
        {attaching.told}
      </span>
    </>
  )
}
