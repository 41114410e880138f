import { signal } from '@preact/signals'
import { X } from 'lucide-preact'

/** What can be done about it: mostly Undo, or what helps. */
export type Act = { readonly name: string; run(): void }

type Toast = { readonly id: number; readonly text: string; readonly acts: readonly (Act | undefined)[] }

/** Long enough to read twice and reach for the mouse; hovering or focusing stops the clock. */
const shownMs = 10_000
const mostShown = 3

const shown = signal<readonly Toast[]>([])
const timers = new Map<number, ReturnType<typeof setTimeout>>()
let count = 0

export function toast(text: string, ...acts: Toast['acts']): number {
  const one: Toast = { id: ++count, text, acts }
  shown.value = [...shown.value, one].slice(-mostShown)
  resume(one.id)
  return one.id
}

export function dismiss(id: number): void {
  pause(id)
  shown.value = shown.value.filter(one => one.id !== id)
}

function pause(id: number): void {
  clearTimeout(timers.get(id))
  timers.delete(id)
}

function resume(id: number): void {
  pause(id)
  timers.set(
    id,
    setTimeout(() => dismiss(id), shownMs)
  )
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite" aria-relevant="additions">
      {shown.value.map(one => (
        <Strip key={one.id} toast={one} />
      ))}
    </div>
  )
}

function Strip({ toast: { id, text, acts } }: { toast: Toast }) {
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
