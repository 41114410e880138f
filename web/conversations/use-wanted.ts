import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import type { OpenConversation } from '../app/device.ts'
import { route } from '../app/shell/route.ts'

type Search = {
  /** The message that was searched for; `undefined`: none was. */
  readonly wanted: string | undefined
  readonly open: OpenConversation
  readonly box: RefObject<HTMLElement>
  /** Items before this one are not drawn. */
  readonly cut: number
  drawLast(many: number): void
  moved(): void
}

/** Leads to a message that was searched for, however far back it lies, and marks it. */
export function useWanted({ wanted, open, box, cut, drawLast, moved }: Search): void {
  const [found, setFound] = useState<string | null>(null)
  const painted = open.painted.value
  const asked = route.value

  useEffect(() => {
    if (wanted === undefined || !painted) return
    let here = true
    void turnBackTo(wanted, open, () => here).then(index => {
      if (!here || index < 0) return
      drawLast(open.items.peek().length - index)
      setFound(wanted)
    })
    return () => {
      here = false
    }
    // Asked for again, it is shown again: the route is then another one that says the same.
  }, [asked, painted])

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

/** Turns pages back until the message is among the items. Answers where it is, -1 when it is not to be had. */
async function turnBackTo(wanted: string, open: OpenConversation, stillHere: () => boolean): Promise<number> {
  for (;;) {
    const index = open.items.peek().findIndex(item => item.id === wanted)
    if (index >= 0 || !stillHere() || !open.hasOlder.peek()) return index
    if ((await open.older()) === 'offline') return -1
  }
}
