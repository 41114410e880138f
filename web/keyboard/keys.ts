import { useLayoutEffect, useRef } from 'preact/hooks'
import { preferences } from '../app/shell/preferences.ts'
import { composes } from '../ui/composes.ts'

/** What can be pressed. `mod` is Ctrl, or Command on a Mac. */
export type Key = Single | 'mod+k' | 'mod+z' | 'mod+shift+z'

/** In an open conversation: what the workspace has laid out to be done with one key. */
export const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const
const singles = [
  ...digits,
  'j',
  'k',
  'o',
  'u',
  'r',
  'n',
  'e',
  'a',
  's',
  'm',
  'x',
  'i',
  'c',
  'q',
  '/',
  '?',
  '+'
] as const
type Single = (typeof singles)[number]

type Run = (key: Key) => void | boolean

// The newest wins: what is on top of the screen answers first, and may pass by returning false.
const bound = new Map<Key, Run[]>()

/** Binds a key, or several to the same, while the component is on the screen. Several are always the same ones. */
export function useKey(keys: Key | readonly Key[], run: Run): void {
  const latest = useRef(run)
  latest.current = run
  // What can be seen hears its keys: after the paint it would miss one that comes at once.
  useLayoutEffect(() => {
    const mine: Run = key => latest.current(key)
    const all = [keys].flat()
    for (const key of all) bound.set(key, [...(bound.get(key) ?? []), mine])
    return () => {
      for (const key of all) {
        bound.set(
          key,
          (bound.get(key) ?? []).filter(other => other !== mine)
        )
      }
    }
  }, [keys])
}

export function press(key: Key): boolean {
  for (const run of [...(bound.get(key) ?? [])].reverse()) if (run(key) !== false) return true
  return false
}

/** Which of our keys this is, or `null`. Single keys work only outside of fields, and not at all when they are turned off. */
export function keyOf(
  event: KeyboardEvent,
  { inField, singleKeys }: { inField: boolean; singleKeys: boolean }
): Key | null {
  if (composes(event) || event.altKey) return null
  const letter = event.key.toLowerCase()
  if (event.ctrlKey || event.metaKey) {
    if (letter === 'k' && !event.shiftKey) return 'mod+k'
    if (letter !== 'z' || inField) return null
    return event.shiftKey ? 'mod+shift+z' : 'mod+z'
  }
  if (inField || !singleKeys) return null
  // A finger that stays on a digit asks for its macro once.
  if (event.repeat && digits.some(digit => digit === letter)) return null
  return singles.find(single => single === letter) ?? null
}

export function listenToKeys(): void {
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented) return
    const target = event.target instanceof HTMLElement ? event.target : null
    const inField = target?.matches('input, textarea, select, [contenteditable=true]') ?? false
    const key = keyOf(event, { inField, singleKeys: preferences.singleKeys.value.peek() === 'on' })
    // Under a dialog or a menu the page is not reachable, with keys neither.
    if (!key || target?.closest('dialog[open], [popover]')) return
    if (press(key)) event.preventDefault()
  })
}
