import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { sliceInSight } from '../ui/windowing.ts'

/** Which cards of a column to draw, `to` excluded, and how far one is below the other, px. */
export type Sight = {
  readonly from: number
  readonly to: number
  readonly pitch: number
  /** Before the first paint: what can be read is drawn, and what stands around it right after. */
  readonly isFirst: boolean
  measure(): void
}

/** Drawn above and below what is in sight, so that a fling finds them there. The first paint does without. */
const spare = 4

/** As it was when a column was measured last: the next one is drawn right at once. */
let measured = { seen: window.innerHeight - 104, pitch: 102 }

/** Follows the scrolling and the size of a column, and draws it again only when other cards are in sight. */
export function useSight(box: RefObject<HTMLElement>, count: number): Sight {
  const at = useRef({ scrolled: 0, ahead: 0, ...measured })
  const slice = () => {
    const { scrolled, seen, pitch, ahead } = at.current
    return { ...sliceInSight(scrolled, seen, pitch, count, ahead), pitch, isFirst: ahead === 0 }
  }
  const latest = useRef(slice)
  latest.current = slice
  // What is drawn, as a text: where it stays the same, nothing is drawn again.
  const [, draw] = useState(() => JSON.stringify(slice()))
  const look = () => draw(JSON.stringify(latest.current()))

  const measure = () => {
    const element = box.current
    if (!element) return
    const { scrollTop: scrolled, clientHeight: seen } = element
    const pitch = element.querySelector<HTMLElement>('.slot')?.offsetHeight ?? at.current.pitch
    measured = { seen, pitch }
    at.current = { ...at.current, ...measured, scrolled }
    look()
  }
  useLayoutEffect(() => {
    if (!box.current) return
    // It measures before the first paint, when the browser has laid everything out anyway.
    const observer = new ResizeObserver(measure)
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    at.current.ahead = spare
    look()
  }, [])
  return { ...slice(), measure }
}
