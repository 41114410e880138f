import { Copy } from 'lucide-preact'
import { toast } from './toast.ts'

/** Something that is pasted elsewhere, with its button. */
export function Copied({ label, text }: { label: string; text: string }) {
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => toast('Copied'),
      () => toast(text)
    )
  return (
    <div class="field copied">
      <span class="label">{label}</span>
      <code dir="ltr" tabIndex={0}>
        {text}
      </code>
      <button type="button" class="button" aria-label={`Copy: ${label}`} onClick={() => void copy()}>
        <Copy class="small" />
        Copy
      </button>
    </div>
  )
}
