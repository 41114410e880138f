import { useSignal, type Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

/** This close to the end counts as reading the end, px. */
const slack = 48

type Bottom = { readonly isAt: Signal<boolean>; scrolled(): void; goThere(): void }

/**
 * A page that grows at both ends. Who reads its end stays there; who reads above is never moved:
 * not by what comes below, and not by older things that come above (`first` is then another one).
 */
export function useBottom(box: RefObject<HTMLElement>, first: string | undefined): Bottom {
  const isAt = useSignal(true)
  const before = useRef({ first, height: 0 })

  const goThere = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    if (isAt.peek()) goThere()
    else if (before.current.first !== first) element.scrollTop += element.scrollHeight - before.current.height
    before.current = { first, height: element.scrollHeight }
  })

  useEffect(() => {
    const element = box.current
    if (!element) return
    // A growing composer or a late font must not push the last words out of sight.
    const observer = new ResizeObserver(() => {
      if (isAt.peek()) goThere()
      before.current.height = element.scrollHeight
    })
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    return () => observer.disconnect()
  }, [])

  return {
    isAt,
    goThere,
    scrolled: () => {
      const element = box.current
      if (element) isAt.value = element.scrollHeight - element.scrollTop - element.clientHeight < slack
    }
  }
}
