import type { ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

type Loaded<P> = ComponentType<P> | 'waiting' | 'failed'

/** A screen that is not needed for the first paint: its code comes when it is shown, or before, when `warm` is called. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>) {
  let known: ComponentType<P> | undefined
  let loading: Promise<ComponentType<P>> | undefined

  function warm(): Promise<ComponentType<P>> {
    loading ??= load().then(
      loaded => (known = loaded),
      (reason: unknown) => {
        // The next visit tries again: the network may be back by then.
        loading = undefined
        throw reason
      }
    )
    return loading
  }

  function Later(props: P & JSX.IntrinsicAttributes) {
    const [shown, setShown] = useState<Loaded<P>>(() => known ?? 'waiting')
    useEffect(() => {
      // It may have come between the drawing and this.
      if (shown !== 'waiting') return
      let here = true
      warm().then(
        loaded => here && setShown(() => loaded),
        () => here && setShown('failed')
      )
      return () => {
        here = false
      }
    }, [])
    if (shown === 'waiting') return null
    if (shown === 'failed')
      return <p class="empty">This part of Daybook could not be loaded. Try again when you are online.</p>
    const Shown = shown
    return <Shown {...props} />
  }
  Later.warm = warm
  return Later
}
