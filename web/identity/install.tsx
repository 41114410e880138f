import { Download } from 'lucide-preact'
import { signal } from '@preact/signals'
import { media } from '../ui/media.ts'

/** What Chromium hands over when the app can be installed. Not in the standard library's types. */
type InstallPrompt = Event & { prompt(): Promise<unknown> }

const offered = signal<InstallPrompt | null>(null)
const installed = media('(display-mode: standalone)')

addEventListener('beforeinstallprompt', event => {
  event.preventDefault()
  offered.value = event as InstallPrompt
})
addEventListener('appinstalled', () => {
  offered.value = null
})

/** How to get Daybook onto the home screen: a button where the browser lets us, a sentence elsewhere. */
export function Install() {
  if (installed.value) return null
  const prompt = offered.value
  if (prompt) {
    return (
      <button type="button" class="button" onClick={() => void prompt.prompt()}>
        <Download class="small" />
        Install Daybook
      </button>
    )
  }
  const apple = /iPhone|iPad/.test(navigator.userAgent)
  return (
    <p class="hint">
      {apple
        ? 'To install: press Share, then “Add to Home Screen”.'
        : 'To install: open the browser’s menu and choose “Install” or “Add to Home screen”.'}{' '}
      Installed, Daybook opens without a network and keeps what you write.
    </p>
  )
}
