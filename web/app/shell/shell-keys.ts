import { signal } from '@preact/signals'
import { useKey } from '../../keyboard/keys.ts'
import { redoRefused, undoLast } from './act.ts'
import { back, go, route, underneath } from './route.ts'

/** Which sheet lies over the app. */
export const overlay = signal<'none' | 'palette' | 'keys'>('none')

/** The keys that work on every screen. */
export function useShellKeys(): void {
  useKey('/', () => {
    if (route.peek().screen === 'search') document.querySelector<HTMLInputElement>('#search')?.focus()
    else go({ screen: 'search', query: '' })
  })
  useKey('mod+k', () => {
    overlay.value = 'palette'
  })
  useKey('?', () => {
    overlay.value = 'keys'
  })
  useKey('mod+z', () => undoLast())
  useKey('mod+shift+z', () => redoRefused())
  useKey('u', () => {
    const at = route.peek()
    if ('conversation' in at && at.conversation === null) return false
    back(underneath(at))
    return true
  })
}
