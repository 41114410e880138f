import { Copy } from 'lucide-preact'
import type { Handle } from '../../shared/contacts/events.ts'
import { PlatformGlyph, platformName } from '../app/shell/platform-glyph.tsx'
import { toast } from '../ui/toast.ts'
import { handleText } from '../app/shell/handle-text.ts'

/** How the platforms know this person. A press copies. */
export function Handles({ handles }: { handles: readonly Handle[] }) {
  return (
    <ul class="handles" aria-label="Where to reach them">
      {handles.map(handle => {
        const text = handleText(handle)
        return (
          <li key={`${handle.platform} ${handle.kind} ${handle.value}`}>
            <PlatformGlyph platform={handle.platform} />
            <span class="figures" dir="ltr">
              {text}
            </span>
            <span class="unseen">{platformName(handle.platform)}</span>
            {handle.kind !== 'visitor' && <CopyButton text={text} value={handle.value} />}
          </li>
        )
      })}
    </ul>
  )
}

function CopyButton({ text, value }: { text: string; value: string }) {
  return (
    <button
      type="button"
      class="button quiet icon tight"
      aria-label={`Copy ${text}`}
      title="Copy"
      onClick={() => void copy(value)}
    >
      <Copy class="small" />
    </button>
  )
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text).then(
    () => toast('Copied'),
    () => toast(text)
  )
}
