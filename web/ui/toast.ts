import { signal, type ReadonlySignal } from '@preact/signals'

/** What can be done about it: mostly Undo, or what helps. */
export type Act = { readonly name: string; run(): unknown }

export type Toast = { readonly id: number; readonly text: string; readonly acts: readonly (Act | undefined)[] }

/** Long enough to read twice and reach for the mouse; hovering or focusing stops the clock. */
const shownMs = 10_000
const mostShown = 3

const shown = signal<readonly Toast[]>([])
/** What is said just now, the newest last. */
export const toasts: ReadonlySignal<readonly Toast[]> = shown

const timers = new Map<number, ReturnType<typeof setTimeout>>()
let count = 0

export function toast(text: string, ...acts: Toast['acts']): number {
  const one: Toast = { id: ++count, text, acts }
  const others = shown.value
  // Whoever reads one, or is about to press its button, keeps it.
  const gone = others.length < mostShown ? undefined : others.find(({ id }) => timers.has(id))
  shown.value = [...others.filter(other => other !== gone), one]
  if (gone) pause(gone.id)
  resume(one.id)
  return one.id
}

export function dismiss(id: number): void {
  pause(id)
  shown.value = shown.value.filter(one => one.id !== id)
}

/** Somebody reads it, or reaches for it. */
export function pause(id: number): void {
  clearTimeout(timers.get(id))
  timers.delete(id)
}

/** It goes away after its time. */
export function resume(id: number): void {
  pause(id)
  timers.set(
    id,
    setTimeout(() => dismiss(id), shownMs)
  )
}
