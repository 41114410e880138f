import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { scrollTo, sliceInSight } from './windowing.ts'

/** What a screen may ask of a list from outside, a key binding say. */
export type ListReach = { focus(index: number): void }

type Props = {
  label: string
  keys: readonly string[]
  /** The row that is tabbed to: it stays drawn even when it is scrolled away, so that focus is never lost. */
  active: number
  reach?: RefObject<ListReach>
  /** Keeps the place between visits; the same name finds it again. */
  remember: string
  draw(key: string, index: number): ComponentChildren
  empty?: ComponentChildren
  onFocusRow?(index: number): void
}

const places = new Map<string, number>()

/** A list of rows of one height, `--row`, of which only those in sight exist. Ten thousand scroll like ten. */
export function VirtualList({ label, keys, active, reach, remember, draw, empty, onFocusRow }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ scrolled: 0, seen: 900, row: 64 })
  const wanted = useRef<number | null>(null)

  const measure = () => {
    const element = box.current
    if (!element) return
    const height = element.querySelector<HTMLElement>('.row')?.offsetHeight ?? view.row
    places.set(remember, element.scrollTop)
    setView(before =>
      before.scrolled === element.scrollTop && before.seen === element.clientHeight && before.row === height
        ? before
        : { scrolled: element.scrollTop, seen: element.clientHeight, row: height }
    )
  }

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    element.scrollTop = places.get(remember) ?? 0
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [remember])

  useEffect(() => {
    if (wanted.current === null) return
    const row = box.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`)
    wanted.current = null
    row?.focus({ preventScroll: true })
  })

  const focus = (index: number) => {
    const element = box.current
    if (!element || index < 0 || index >= keys.length) return
    const to = scrollTo(index, element.scrollTop, element.clientHeight, view.row)
    if (to !== null) element.scrollTop = to
    wanted.current = index
    onFocusRow?.(index)
    setView(before => ({ ...before, scrolled: element.scrollTop }))
  }
  if (reach) reach.current = { focus }

  const walk = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(view.seen / view.row) - 1)
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }
    const step = steps[event.key] ?? (event.key === 'Home' ? -keys.length : event.key === 'End' ? keys.length : 0)
    if (step === 0 || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    focus(Math.max(0, Math.min(keys.length - 1, active + step)))
  }

  const { from, to } = sliceInSight(view.scrolled, view.seen, view.row, keys.length)
  const drawn = Array.from({ length: to - from }, (_, at) => from + at)
  if (active >= 0 && active < keys.length && (active < from || active >= to)) drawn.push(active)
  return (
    <div ref={box} class="list" onScroll={measure}>
      {keys.length === 0 ? (
        empty
      ) : (
        <div
          class="rows"
          role="listbox"
          aria-label={label}
          tabIndex={-1}
          style={{ blockSize: `${keys.length * view.row}px` }}
          onKeyDown={walk}
        >
          {drawn.map(index => {
            const key = keys[index]
            return (
              key !== undefined && (
                <div key={key} class="place" role="presentation" style={{ insetBlockStart: `${index * view.row}px` }}>
                  {draw(key, index)}
                </div>
              )
            )
          })}
        </div>
      )}
    </div>
  )
}
