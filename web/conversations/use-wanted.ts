import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import type { OpenConversation } from '../app/device.ts'
import { toast } from '../ui/toast.ts'
import { goesBy } from './goes-by.ts'
import { words } from './words.ts'

/** Asked for again, it is shown again: that is another one which says the same. */
export type Wanted = { readonly message: string }

type Shown = {
  readonly open: OpenConversation
  readonly box: RefObject<HTMLElement>
  /** Items before this one are not drawn. */
  readonly cut: number
  drawLast(many: number): void
  moved(): void
}

/** Leads to a message that was searched for, or quoted, however far back it lies, and marks it. One that is not to be had is said to be. */
export function useWanted(wanted: Wanted | undefined, { open, box, cut, drawLast, moved }: Shown): void {
  const [found, setFound] = useState<string | null>(null)
  const painted = open.painted.value

  useEffect(() => {
    if (wanted === undefined || !painted) return
    let here = true
    void turnBackTo(wanted.message, open, () => here).then(at => {
      if (!here) return
      const item = typeof at === 'number' ? open.items.peek()[at] : undefined
      if (typeof at !== 'number' || !item) toast(at === 'offline' ? words.olderOffline : words.notInHere)
      else {
        drawLast(open.items.peek().length - at)
        setFound(item.id)
      }
    })
    return () => {
      here = false
    }
  }, [wanted, painted])

  useLayoutEffect(() => {
    const message =
      found === null ? null : box.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(found)}"]`)
    if (!message) return
    setFound(null)
    for (const before of box.current?.querySelectorAll('[data-found]') ?? []) before.removeAttribute('data-found')
    message.dataset['found'] = ''
    // Who listens is led there too: the focus goes to the message itself.
    message.tabIndex = -1
    message.focus({ preventScroll: true })
    message.scrollIntoView({ block: 'center' })
    moved()
  }, [found, cut])
}

/** Turns pages back until the message is among the items. Answers where it is, or why it is not to be had. */
async function turnBackTo(
  wanted: string,
  open: OpenConversation,
  stillHere: () => boolean
): Promise<number | 'gone' | 'offline'> {
  for (;;) {
    const index = open.items.peek().findIndex(item => goesBy(item, wanted))
    if (index >= 0) return index
    if (!stillHere() || !open.hasOlder.peek()) return 'gone'
    if ((await open.older()) === 'offline') return 'offline'
  }
}
