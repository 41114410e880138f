import { effect } from '@preact/signals'
import { unreadOfMine } from '../../conversations/lists.ts'
import { words } from './words.ts'

/** The tab's title and the installed app's badge count my unread conversations. */
export function countInTitle(): void {
  effect(() => {
    const count = unreadOfMine.value
    document.title = count > 0 ? `(${count}) ${words.product}` : words.product
    // Only an installed app has an icon to write on; elsewhere the browser refuses, and nothing is lost.
    if (count > 0) navigator.setAppBadge?.(count).catch(() => undefined)
    else navigator.clearAppBadge?.().catch(() => undefined)
  })
}
