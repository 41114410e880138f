import { X } from 'lucide-preact'
import { dismiss, pause, resume, type Toast } from './toast.ts'

/** One thing that is said, and what can be done about it. */
export function Strip({ toast: { id, text, acts } }: { toast: Toast }) {
  const stop = () => pause(id)
  const go = () => resume(id)
  return (
    <div class="toast" onPointerEnter={stop} onPointerLeave={go} onFocusIn={stop} onFocusOut={go}>
      <span>{text}</span>
      {acts.map(
        act =>
          act && (
            <button
              key={act.name}
              type="button"
              class="link"
              onClick={() => {
                dismiss(id)
                act.run()
              }}
            >
              {act.name}
            </button>
          )
      )}
      <button type="button" class="button quiet icon tight" aria-label="Dismiss" onClick={() => dismiss(id)}>
        <X class="small" />
      </button>
    </div>
  )
}
