import { X } from 'lucide-preact'
import { comeBack, placesAround, type Stand } from './keep-focus.ts'
import { dismiss, pause, resume, type Toast } from './toast.ts'

const nowhere: Stand = { from: null, around: [] }
/** Where the focus was before it came to what is said. */
let before = nowhere

/** One thing that is said, and what can be done about it. Whoever did that is back where they were. */
export function Strip({ toast: { id, text, acts } }: { toast: Toast }) {
  const stop = () => pause(id)
  const go = () => resume(id)
  return (
    <div
      class="toast"
      onPointerEnter={stop}
      onPointerLeave={go}
      onFocusIn={({ relatedTarget }) => {
        stop()
        if (!isInStrip(relatedTarget)) before = standAt(relatedTarget)
      }}
      onFocusOut={go}
    >
      <span>{text}</span>
      <div>
        {acts.map(
          act =>
            act && (
              <button key={act.name} type="button" class="link" onClick={() => leave(id, () => act.run())}>
                {act.name}
              </button>
            )
        )}
        <button type="button" class="button quiet icon tight" aria-label="Dismiss" onClick={() => leave(id)}>
          <X class="small" />
        </button>
      </div>
    </div>
  )
}

function leave(id: number, act?: () => unknown): void {
  const main = document.querySelector<HTMLElement>('main, [role=main]')
  const { from, around } = before
  before = nowhere
  void comeBack({ from, around: main ? [...around, main] : around }, () => {
    dismiss(id)
    return act?.()
  })
}

function isInStrip(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.toast') !== null
}

function standAt(target: EventTarget | null): Stand {
  return target instanceof HTMLElement ? { from: target, around: placesAround(target) } : nowhere
}
