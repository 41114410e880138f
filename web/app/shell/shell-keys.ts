import { signal } from '@preact/signals'
import { useKey } from '../../keyboard/keys.ts'
import { undoLast } from './act.ts'
import { back, go, route } from './route.ts'

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
  useKey('u', () => {
    const at = route.peek()
    if (at.screen === 'inbox' && at.conversation === null) return false
    back({ screen: 'inbox', view: at.screen === 'inbox' ? at.view : 'mine', conversation: null })
    return true
  })
}
